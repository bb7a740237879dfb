"""What is stored of income ledgers now, in the form in which commands and sheets compare."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.iteration import chunks
from xiuhua.platform.journal.sql import select_values
from xiuhua.registry.evidence import NAMED, with_files
from xiuhua.registry.models import Ledger, LedgerLine
from xiuhua.registry.rules.ledger import Basis, IncomeYear, Line, Period

LINE_FIELDS = (
    "kind",
    "project",
    "person_id",
    "amount",
    "qualifier",
    "quantity",
    "unit",
    "period_from",
    "period_to",
    "extra",
    "evidence",
)
"""Columns of a line that a form or sheet states."""

_LEDGER = ("id", "household_id", "year", "basis", "complete", "declared_on", "open_questions")
_LINE = ("id", "ledger_id", "household_id", *LINE_FIELDS, "origin", "stated_on")
_ORDER = ("kind", "period_from", "id")
_IN = 5000


@dataclass(slots=True)
class StoredLedger:
    """One ledger with the lines that count, columns by name."""

    row: dict[str, Any]
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """The ledger's id."""
        found: UUID = self.row["id"]
        return found

    @property
    def income_year(self) -> IncomeYear:
        """The year and basis."""
        return IncomeYear(self.row["year"], Basis(self.row["basis"]))


def load_ledgers(
    households: Collection[UUID], *, using: str = "default", day: date | None = None, files: bool = True
) -> dict[UUID, list[StoredLedger]]:
    """Return the ledgers of households, the earliest year first; two queries for some thousands of them.

    With a ``day`` their lines are those that counted then. Without ``files`` it stays open which of them a line names.
    """
    found: defaultdict[UUID, list[StoredLedger]] = defaultdict(list)
    for part in chunks(sorted(households), _IN):
        ledgers = select_values(Ledger, _LEDGER, {"household_id": part}, order=("year", "basis"), using=using)
        by_id = {row["id"]: StoredLedger(row) for row in ledgers}
        for ledger in by_id.values():
            found[ledger.row["household_id"]].append(ledger)
        lines = _with_files if files else _plain
        for line in lines(part, using, day) if by_id else ():
            by_id[line["ledger_id"]].lines.append(line)
    return dict(found)


def _with_files(households: Collection[UUID], using: str, day: date | None) -> Iterable[dict[str, Any]]:
    counted = Q(ended_on=None) if day is None else Q(Q(ended_on=None) | Q(ended_on__gt=day), stated_on__lte=day)
    lines = LedgerLine.objects.using(using).filter(counted, household_id__in=households, amount__isnull=False)
    return with_files(lines.order_by(*_ORDER), *_LINE, day=day)


def _plain(households: Collection[UUID], using: str, day: date | None) -> Iterable[dict[str, Any]]:
    columns, known = (*_LINE, "ended_on"), {"household_id": households}
    for row in select_values(LedgerLine, columns, known, order=_ORDER, using=using):
        until = row.pop("ended_on")
        counts = until is None if day is None else row["stated_on"] <= day and (until is None or until > day)
        if counts and row["amount"] is not None:
            yield {**row, **dict.fromkeys(NAMED)}


def line_of(row: dict[str, Any]) -> Line:
    """Return stored columns as the rules see a line."""
    period = Period(row["period_from"], row["period_to"]) if row["period_from"] and row["period_to"] else None
    return Line(row["kind"], row["project"], row["person_id"], period, row["amount"], row["qualifier"])


def periods_of(rows: Iterable[dict[str, Any]]) -> tuple[Period, ...]:
    """Return the periods of stored lines."""
    return tuple(Period(row["period_from"], row["period_to"]) for row in rows)
