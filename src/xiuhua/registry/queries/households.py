"""One household as its page shows it: read in a fixed number of queries, whatever its size and history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.scope import reaches, seen_values
from xiuhua.platform.journal.queries import record_history
from xiuhua.platform.journal.sql import select_values
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import Keyring, keyring
from xiuhua.registry import models
from xiuhua.registry.access import QUERIES
from xiuhua.registry.bank import holder_of
from xiuhua.registry.ledgers import StoredLedger, load_ledgers
from xiuhua.registry.queries.asked import speaks_of_health, told_questions
from xiuhua.registry.queries.bank import bank_of
from xiuhua.registry.queries.household_days import as_it_was, ledgers_then
from xiuhua.registry.queries.household_figures import labour, labour_then, stated_income
from xiuhua.registry.queries.household_rows import (
    action_of,
    as_stated,
    joined_households,
    open_person,
    questions_in_order,
    state_of,
    with_entry,
)
from xiuhua.registry.queries.incomes import HouseholdFacts, bars_of, incomes_of
from xiuhua.registry.queries.records import Asked, Former, Household, Member, Stated
from xiuhua.registry.queries.timeline import Teller, exits
from xiuhua.registry.questions import CONFIRMED, OPEN
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.causes import left_by
from xiuhua.registry.rules.completeness import HouseholdRead, missing_facts
from xiuhua.registry.rules.days import completed_years
from xiuhua.registry.rules.income import StatedIncome, belonged_on
from xiuhua.registry.rules.shown import value_words
from xiuhua.registry.stored import SEALED_FIELDS, STATED_FIELDS

HOUSEHOLDS, HEALTH = QUERIES["registry.households"], QUERIES["registry.health"]
ACTIONS = (
    "registry.correct_household",
    "registry.correct_member",
    "registry.join_household",
    "registry.leave_household",
    "registry.change_head",
    "registry.split_household",
    "registry.merge_households",
    "registry.answer_question",
    "registry.record_ledger",
    "registry.record_plots",
    "registry.erase_person",
    "registry.erase_household",
    "registry.request_correction",
    "registry.withdraw_correction",
)
_FACTS = ("ethnicity", "education", "school", "labour", "work_place", "work_months", "serious_illness_insurance")

_HOUSEHOLD = (
    *("id", "code", "place_code", "natural_village", "origin", "valid_from", "valid_to", "end_cause"),
    *("erased_on", "version"),
)
_MEMBERSHIP = ("person_id", "valid_from", "valid_to", "cause", "end_cause")
_STATEMENT = ("id", "valid_from", "valid_to", "origin", "batch", *STATED_FIELDS)
_PERSON = (
    *("id", "household_id", "code", "name", "relation", "birth_date", "female", "left_on", "origin"),
    *(*SEALED_FIELDS, *_FACTS),
)


def household(
    viewer: Actor, household_id: UUID, *, on: date, day: date | None = None, files: bool = True
) -> Household | None:
    """Return a household as of today; ``None`` where it is absent or the viewer may not see its place.

    With a ``day`` gone by it is as of then: who belonged to it, what was stated, which lines counted. What is asked,
    missing or to be done is left out, and it is none where it began only later (see ``began_later``).
    One that has ended is shown as such. Identity numbers and phones are masked, and health is left out for those
    who do not help it. Without ``files`` it stays open which of them the lines of its ledgers name.
    """
    rows = seen_values(models.Household, _HOUSEHOLD, {"id": [household_id]}, viewer, HOUSEHOLDS)
    if not rows:
        return None
    row = rows[0]
    read = _Read.erased(viewer, row, on, day) if row["erased_on"] else _Read.of(viewer, row, on, day, files=files)
    return read.household()


@dataclass(slots=True)
class _Read:
    """The rows of one household and what the viewer may see of them."""

    viewer: Actor
    row: Mapping[str, Any]
    on: date
    day: date | None
    keys: Keyring
    memberships: Sequence[Mapping[str, Any]]
    people: Mapping[UUID, Mapping[str, Any]]
    statements: Sequence[Stated]
    questions: Sequence[Mapping[str, Any]]
    ledgers: Sequence[StoredLedger]
    sees_health: bool

    @classmethod
    def of(cls, viewer: Actor, row: Mapping[str, Any], on: date, day: date | None, *, files: bool) -> "_Read":
        keys, key = keyring(), row["id"]
        memberships = select_values(models.Membership, _MEMBERSHIP, {"household_id": [key]}, order=("valid_from", "id"))
        belonged = {membership["person_id"] for membership in memberships}
        known = {"household_id": [key], "id": belonged}
        people = {row["id"]: row for row in select_values(models.Person, _PERSON, known, order=("code", "id"))}
        keys.load([key, holder_of(key), *people])
        for person in people.values():
            open_person(person, keys)
        order = ("-valid_from", "valid_to", "id")
        statements = select_values(models.Statement, _STATEMENT, {"household_id": [key]}, order=order)
        stated: Sequence[Stated] = [as_stated(statement) for statement in statements]
        questions = questions_in_order(key, people) if day is None else []
        ledgers: Sequence[StoredLedger] = load_ledgers([key], day=day, files=files).get(key, ())
        if day is not None:
            then = as_it_was(day, row, memberships, people, stated)
            row, memberships, people, stated = then.row, then.memberships, then.people, then.statements
            ledgers = ledgers_then(day, ledgers)
        return cls(
            viewer=viewer,
            row=row,
            on=day or on,
            day=day,
            keys=keys,
            memberships=memberships,
            people=people,
            statements=stated,
            questions=questions,
            ledgers=ledgers,
            sees_health=reaches(viewer, HEALTH, row["place_code"]),
        )

    @classmethod
    def erased(cls, viewer: Actor, row: Mapping[str, Any], on: date, day: date | None) -> "_Read":
        """Read nothing of a household that is erased: who belonged to it is not told with it, wherever they live."""
        return cls(
            viewer=viewer,
            row=row,
            on=day or on,
            day=day,
            keys=keyring(),
            memberships=(),
            people={},
            statements=(),
            questions=(),
            ledgers=(),
            sees_health=False,
        )

    def household(self) -> Household:
        """Put together the page."""
        row, members = self.row, self._members()
        statement = self._now()
        values = statement.values if statement else None
        history = () if row["erased_on"] else record_history(row["id"], self.keys)
        names = {person_id: person["name"] for person_id, person in self.people.items()}
        teller = Teller(row["id"], self.keys, names, self.sees_health)
        told = (*teller.events(history), *exits(values, statement.source if statement else Text("", "")))
        incomes = incomes_of(self._facts(names), self.ledgers, teller.of_ledgers)
        statements = tuple(with_entry(each, teller) for each in self.statements)
        state, tone = state_of(row, values)
        asked, answered, withheld = self._asked()
        return Household(
            id=row["id"],
            code=row["code"],
            place_code=row["place_code"],
            places=accounts.breadcrumb(self.viewer, row["place_code"]),
            natural_village=row["natural_village"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            end_cause=left_by(row["end_cause"]) if row["valid_to"] else None,
            version=row["version"],
            as_of=self.on,
            day=self.day,
            bank=bank_of(row["id"], self.keys, ended=row["valid_to"] is not None, day=self.day),
            head=next((each.name for each in members if each.is_head), self._last_head()),
            state=state,
            tone=tone,
            members=members,
            former=tuple(self._former()),
            labour=labour(members, self.on) if self.day is None else labour_then(self.day),
            income=stated_income(statement, self.on),
            incomes=incomes,
            bars=bars_of(incomes),
            statement=next((each for each in statements if statement and each.id == statement.id), None),
            statements=statements,
            open=asked,
            answered=answered,
            withheld=withheld,
            missing=() if row["valid_to"] or self.day else tuple(self._missing(members, values)),
            events=tuple(sorted((e for e in told if self.day is None or e.on <= self.day), key=lambda e: e.on)),
            actions={code: action_of(self.viewer, code, row["place_code"]) for code in ACTIONS},
            sees_health=self.sees_health,
            health_reason=HEALTH.reason,
            origin=row["origin"],
            erased_on=row["erased_on"],
            joined=joined_households(row["id"], history, self.memberships, names),
        )

    def _now(self) -> Stated | None:
        """Return what is stated now, or was last of a household that has ended."""
        present = next((each for each in self.statements if each.valid_to is None), None)
        return present or next(iter(self.statements), None)

    def _members(self) -> tuple[Member, ...]:
        since = {each["person_id"]: each["valid_from"] for each in self.memberships if each["valid_to"] is None}
        key = self.row["id"]
        present = [p for p in self.people.values() if p["household_id"] == key and p["left_on"] is None]
        members = [self._member(person, since.get(person["id"])) for person in present]
        return tuple(sorted(members, key=lambda member: not member.is_head))

    def _member(self, person: Mapping[str, Any], since: date | None) -> Member:
        health = value_words("health", person["health"]) if person["health"] else Text("", "")
        return Member(
            id=person["id"],
            code=person["code"],
            name=person["name"],
            relation=value_words("relation", person["relation"]),
            is_head=codes.RELATIONS.code(person["relation"]) == "head",
            age=completed_years(born, self.on) if (born := person["birth_date"]) else None,
            female=person["female"],
            identity=masks.identity(person["identity"]) if person["identity"] else "",
            phone=masks.phone(person["phone"]) if person["phone"] else "",
            health=health if self.sees_health else None,
            stated={name: person[name] for name in _FACTS if person[name] not in ("", None)},
            joined_on=since,
            origin=person["origin"],
        )

    def _former(self) -> list[Former]:
        left = [each for each in self.memberships if each["valid_to"] is not None]
        present = {each["person_id"] for each in self.memberships if each["valid_to"] is None}
        found = []
        for each in left:
            person = self.people.get(each["person_id"])
            if person is None or each["person_id"] in present:
                continue
            elsewhere = person["household_id"] if person["household_id"] != self.row["id"] else None
            cause = left_by(each["end_cause"])
            found.append(Former(person["id"], person["name"], each["valid_from"], each["valid_to"], cause, elsewhere))
        return found

    def _facts(self, names: Mapping[UUID, str]) -> HouseholdFacts:
        stated = [
            StatedIncome(each.income, each.valid_from, each.valid_to, each.source, each.values["size"])
            for each in self.statements
            if each.income is not None
        ]
        return HouseholdFacts(
            self.row["id"], self.row["place_code"], names, self._members_on, stated, self.on, self.day
        )

    def _members_on(self, day: date) -> int:
        """Return how many people belonged to the household on a day."""
        belonged = {
            each["person_id"]
            for each in self.memberships
            if belonged_on(
                day,
                since=each["valid_from"],
                until=each["valid_to"],
                cause=each["cause"],
                born=self.people[each["person_id"]]["birth_date"] if each["person_id"] in self.people else None,
            )
        }
        return len(belonged)

    def _last_head(self) -> str:
        """Return who was the head of a household in which nobody is left."""
        belonged = [self.people[each["person_id"]] for each in self.memberships if each["person_id"] in self.people]
        heads = [p["name"] for p in belonged if codes.RELATIONS.code(p["relation"]) == "head"]
        return heads[-1] if heads and self.row["valid_to"] else ""

    def _asked(self) -> tuple[tuple[Asked, ...], tuple[Asked, ...], int]:
        answerers = names_of_people({row["answered_by"] for row in self.questions})
        names = {person_id: person["name"] for person_id, person in self.people.items()}
        told = [row for row in self.questions if self.sees_health or not speaks_of_health(row)]
        asked = {state: [r for r in told if r["state"] == state] for state in (OPEN, CONFIRMED)}
        withheld = sum(1 for row in self.questions if row["state"] == OPEN) - len(asked[OPEN])
        open_ = told_questions(asked[OPEN], names, answerers, self.keys)
        return open_, told_questions(asked[CONFIRMED], names, answerers, self.keys), withheld

    def _missing(self, members: Collection[Member], values: Mapping[str, Any] | None) -> list[Problem]:
        stated = values or dict.fromkeys(STATED_FIELDS)
        return missing_facts(
            HouseholdRead(
                members=len(members),
                has_head=any(member.is_head for member in members),
                phones=sum(1 for member in members if member.phone),
                identities=sum(1 for member in members if member.identity),
                stated_size=stated["size"],
                stated_income=stated["per_head_income"],
                exit_status=stated["exit_status"],
                main_cause=stated["main_cause"],
                unsafe_house=stated["unsafe_house"],
                water_safe=stated["water_safe"],
            )
        )
