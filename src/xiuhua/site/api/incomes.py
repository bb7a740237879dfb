"""Income ledgers as JSON: lines, sums by source, the net income per head, and what stands beside it."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from xiuhua.kernel.measures import measured
from xiuhua.registry.queries.income_records import IncomeLine, IncomeOfYear, SourceSum
from xiuhua.registry.rules.income import YearLine
from xiuhua.site.api import shapes
from xiuhua.site.api.shapes import Figure, Words, Yuan

_INCLUDED = "这一天也算在内。 This day counts."


class LineOut(Schema):
    """One income or production expense."""

    id: UUID
    kind: str
    project: str
    person_id: UUID | None
    amount: Yuan
    qualifier: str
    quantity: str | None = Field(description="数量，十进制文字。 The quantity as decimal text.")
    unit: str
    first_day: date
    last_day: date = Field(description=_INCLUDED)
    extra: bool
    evidence: str
    file: UUID | None = Field(description="写着的材料，没有就是 null。 The file that it names, or null.")
    source: Words
    stated_on: date


class SourceOut(Schema):
    """What comes from one source."""

    kind: str
    name: Words
    amount: Yuan
    share: str = Field(description="占全部收入的百分比。 Percent of all income.")
    per_head: Yuan


class YearLineOut(Schema):
    """The poverty line of the year, with its series and its source."""

    amount: Yuan
    series: str
    title: Words
    source: Words
    verified: bool


class StatedIncomeOut(Schema):
    """What a sheet states beside the computed figure."""

    amount: Yuan
    since: date
    source: Words
    size: int | None


class IncomeOut(Schema):
    """An income ledger with what follows from it."""

    id: UUID
    year: int
    basis: str = Field(
        description="calendar 自然年，october 上年10月至当年9月。 The calendar year, or October of the year before on."
    )
    name: Words
    complete: bool
    declared_on: date | None
    open_questions: int | None
    lines: list[LineOut]
    sources: list[SourceOut]
    gross: Yuan
    expense: Yuan
    extra: Yuan
    people: int
    per_head: Figure = Field(description="台账记完了才有。 There only for a complete ledger.")
    line: YearLineOut | None
    stated: StatedIncomeOut | None
    difference: Yuan
    explained: list[Words]
    finding: Words
    extra_said: Words | None
    without_largest: Words | None


def incomes(found: tuple[IncomeOfYear, ...]) -> list[dict[str, Any]]:
    """Return the ledgers of a household, the newest first."""
    return [_income(each) for each in found]


def _income(found: IncomeOfYear) -> dict[str, Any]:
    plain = ("id", "complete", "declared_on", "open_questions", "people")
    return {
        **{name: getattr(found, name) for name in plain},
        **{name: shapes.amount(getattr(found, name)) for name in ("gross", "expense", "extra", "difference")},
        **{name: shapes.words(getattr(found, name)) for name in ("name", "finding", "extra_said", "without_largest")},
        "year": found.income_year.year,
        "basis": found.income_year.basis.value,
        "lines": [_line(each) for each in found.lines],
        "sources": [_source(each) for each in found.sources],
        "per_head": shapes.figure(found.per_head),
        "line": _year_line(found.line) if found.line else None,
        "stated": {
            "amount": shapes.amount(found.stated.amount),
            "since": found.stated.since,
            "source": shapes.words(found.stated.source),
            "size": found.stated.size,
        }
        if found.stated
        else None,
        "explained": [shapes.words(each.words) for each in found.explained],
    }


def _line(found: IncomeLine) -> dict[str, Any]:
    plain = (
        *("id", "kind", "project", "person_id", "qualifier", "unit", "first_day", "last_day"),
        *("extra", "evidence", "file", "stated_on"),
    )
    return {
        **{name: getattr(found, name) for name in plain},
        "amount": shapes.amount(found.amount),
        "quantity": None if found.quantity is None else measured(found.quantity),
        "source": shapes.words(found.source),
    }


def _source(found: SourceSum) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "name": shapes.words(found.name),
        "amount": shapes.amount(found.amount),
        "share": found.share,
        "per_head": shapes.amount(found.per_head),
    }


def _year_line(found: YearLine) -> dict[str, Any]:
    return {
        "amount": shapes.amount(found.amount),
        "series": found.series,
        "title": shapes.words(found.title),
        "source": shapes.words(found.policy.source),
        "verified": found.policy.verified,
    }
