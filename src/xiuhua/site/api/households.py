"""Households as JSON: by id, by place; and what the page of one shows of its people."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from xiuhua.registry.queries.bank import Bank
from xiuhua.registry.queries.events import Event
from xiuhua.registry.queries.household_lists import PlacedHousehold
from xiuhua.registry.queries.records import Asked, Former, Household, Member, Stated
from xiuhua.site.api import shapes
from xiuhua.site.api.incomes import IncomeOut, incomes
from xiuhua.site.api.shapes import Figure, Place, Problem, Words, Yuan

_MASKED = "遮住，只留头尾。 Masked; only its ends are readable."


class MemberOut(Schema):
    """A present member."""

    id: UUID
    code: str
    name: str
    relation: Words
    is_head: bool
    age: int | None
    female: bool | None
    identity: str = Field(description=_MASKED)
    phone: str = Field(description=_MASKED)
    health: Words | None = Field(
        description="直接帮扶的人才看得到，其他人为 null。 Null for those who do not help the household."
    )
    stated: dict[str, Any]
    joined_on: date | None


class FormerOut(Schema):
    """Somebody who belonged to the household."""

    id: UUID
    name: str
    since: date
    until: date
    cause: Words
    household_id: UUID | None


class MembersOut(Schema):
    """The people of a household."""

    members: list[MemberOut]
    former: list[FormerOut]


class StatedValues(Schema):
    """What one source states of a household."""

    size: int | None
    exit_status: str
    exit_year: int | None
    household_kind: str
    main_cause: str
    unsafe_house: bool | None
    water_safe: bool | None
    water_hard: bool | None
    per_head_income: Yuan


class StatedOut(Schema):
    """A statement with its source and its days."""

    id: UUID
    valid_from: date
    valid_to: date | None
    source: Words
    values: StatedValues


class QuestionOut(Schema):
    """A question about the household, with its answer where there is one."""

    id: UUID
    problem: Problem
    kind: Words
    person_id: UUID | None
    person: str
    raised_on: date
    source: Words
    reason: str
    answered_by: str
    answered_on: date | None


class EventOut(Schema):
    """Something that happened, in words."""

    on: date
    what: Words
    lines: list[Words]
    who: str
    role: Words | None
    recorded: str | None
    code: str


class BankOut(Schema):
    """The bank account of the household."""

    bank: str
    account: str = Field(description=_MASKED)
    since: date
    source: Words


class HouseholdOut(Schema):
    """A household as its page shows it."""

    id: UUID
    code: str
    place_code: str
    places: list[Place]
    natural_village: str
    valid_from: date
    valid_to: date | None
    end_cause: Words | None
    version: UUID | None = Field(
        description="更正时作为 base_version 交回。 Send it back as base_version when correcting."
    )
    as_of: date
    head: str
    state: Words
    members: list[MemberOut]
    former: list[FormerOut]
    labour: Figure
    income: Figure
    incomes: list[IncomeOut]
    statement: StatedOut | None
    statements: list[StatedOut]
    bank: BankOut | None
    open: list[QuestionOut]
    answered: list[QuestionOut]
    missing: list[Problem]
    events: list[EventOut]


class HouseholdLineOut(Schema):
    """A household as lists show it."""

    id: UUID
    code: str
    place_code: str
    natural_village: str
    head: str
    members: int
    income: Yuan
    exit_status: Words | None
    exit_year: int | None
    questions: int


class HouseholdPageOut(Schema):
    """Some households, in the order of village and household code."""

    rows: list[HouseholdLineOut]
    after: str | None


def household(found: Household, language: str) -> dict[str, Any]:
    """Return the page of one household."""
    return {
        **{name: getattr(found, name) for name in _PLAIN},
        "places": [shapes.place(place) for place in found.places],
        "end_cause": shapes.words(found.end_cause),
        "state": shapes.words(found.state),
        **people(found),
        "labour": shapes.figure(found.labour),
        "income": shapes.figure(found.income),
        "incomes": incomes(found.incomes),
        "statement": _stated(found.statement) if found.statement else None,
        "statements": [_stated(each) for each in found.statements],
        "bank": _bank(found.bank) if found.bank else None,
        "open": [_question(each, language) for each in found.open],
        "answered": [_question(each, language) for each in found.answered],
        "missing": [shapes.problem(each, language) for each in found.missing],
        "events": [_event(each) for each in found.events],
    }


def people(found: Household) -> dict[str, Any]:
    """Return the people of a household."""
    return {
        "members": [_member(each) for each in found.members],
        "former": [_former(each) for each in found.former],
    }


def line(found: PlacedHousehold) -> dict[str, Any]:
    """Return a household of a list."""
    row = found.line
    return {
        **{name: getattr(row, name) for name in ("id", "code", "natural_village", "head", "members", "exit_year")},
        "place_code": found.place_code,
        "income": shapes.amount(row.income),
        "exit_status": shapes.words(row.exit_status),
        "questions": row.questions,
    }


_PLAIN = ("id", "code", "place_code", "natural_village", "valid_from", "valid_to", "version", "as_of", "head")


def _member(found: Member) -> dict[str, Any]:
    plain = ("id", "code", "name", "is_head", "age", "female", "identity", "phone", "joined_on")
    return {
        **{name: getattr(found, name) for name in plain},
        "relation": shapes.words(found.relation),
        "health": shapes.words(found.health),
        "stated": dict(found.stated),
    }


def _former(found: Former) -> dict[str, Any]:
    plain = ("id", "name", "since", "until", "household_id")
    return {**{name: getattr(found, name) for name in plain}, "cause": shapes.words(found.cause)}


def _stated(found: Stated) -> dict[str, Any]:
    return {
        "id": found.id,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "source": shapes.words(found.source),
        "values": {**found.values, "per_head_income": shapes.amount(found.income)},
    }


def _bank(found: Bank) -> dict[str, Any]:
    return {
        "bank": found.bank,
        "account": found.account,
        "since": found.since,
        "source": shapes.words(found.source),
    }


def _question(found: Asked, language: str) -> dict[str, Any]:
    plain = ("id", "person_id", "person", "raised_on", "reason", "answered_by", "answered_on")
    return {
        **{name: getattr(found, name) for name in plain},
        "problem": shapes.problem(found.problem, language),
        "kind": shapes.words(found.kind),
        "source": shapes.words(found.source),
    }


def _event(found: Event) -> dict[str, Any]:
    return {
        "on": found.on,
        "what": shapes.words(found.what),
        "lines": [shapes.words(each) for each in found.lines],
        "who": found.who,
        "role": shapes.words(found.role),
        "recorded": shapes.moment(found.recorded),
        "code": found.code,
    }
