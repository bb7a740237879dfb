"""The rows of the page on which a ledger is written: what they show, what was typed, which wish it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import WAS, typed
from xiuhua.platform.forms import Choice
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.origins import FORM
from xiuhua.registry.queries.income_records import IncomeLine, IncomeOfYear
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.ledger import DAY, IncomeYear, Qualifier
from xiuhua.registry.rules.ledger_words import KIND_NAMES, QUALIFIER_NAMES, UNITS, amount_said, unit_name
from xiuhua.registry.views.rows_form import BLANK, FILE, NO, YES, RowsForm, chosen_from

YEAR = "ledger-year"
"""The hidden field with the year of the ledger that the form showed, so that a second click sends the same wish."""

_WHOLE = Text("全家", "the whole family")


@dataclass(slots=True, kw_only=True)
class LedgerForm(RowsForm):
    """The rows of a ledger; a new row begins with the days of ``months``."""

    command = RecordLedger
    part = StatedLine
    parts = "lines"
    labels: ClassVar[Mapping[str, Text]] = {
        "kind": Text("类别", "Kind"),
        "project": Text("项目", "Project"),
        "amount": Text("金额", "Amount"),
        "qualifier": Text("准不准", "How exact"),
        "person_id": Text("谁的", "Whose"),
        "first_day": Text("从哪天起", "From"),
        "last_day": Text("到哪天（含）", "Until (included)"),
        "quantity": Text("数量", "Quantity"),
        "unit": Text("单位", "Unit"),
        "extra": Text("新增收入", "Extra income"),
        "evidence": Text("凭证", "Evidence"),
        FILE: Text("合同、照片", "Contract or photograph"),
    }
    cleared = ("person_id", "quantity", "unit", "evidence")
    emptied = ("project",)
    needed = ("kind", "amount", "first_day", "last_day")
    telling = ("kind", "project", "amount")
    columns: ClassVar[Mapping[str, str]] = {"period_from": "first_day", "period_to": "last_day", "period": "first_day"}
    words = (
        Text("第 {n} 笔", "Line {n}"),
        Text("去掉这一笔", "Take this line out"),
        Text("第 {n} 笔 {label}：", "Line {n}, {label}:"),
    )

    page: Household
    income: IncomeOfYear | None
    months: IncomeYear

    @property
    def complete(self) -> str:
        """Return what is on record of the whole ledger, as the form writes it."""
        return typed(bool(self.income and self.income.complete))

    @property
    def draft(self) -> str:
        """Return under which name the browser keeps what was typed."""
        return f"{RecordLedger.code}-{self.page.id}-{self.months.year}-{self.months.basis}"

    def stored(self) -> dict[UUID, dict[str, str]]:
        """Return the lines on record, as the form shows them."""
        return {line.id: _known(line) for line in self.income.lines} if self.income else {}

    def stored_files(self) -> Mapping[UUID, UUID | None]:
        """Return the file that each line names."""
        return {line.id: line.file for line in self.income.lines} if self.income else {}

    def blank(self) -> dict[str, str]:
        """Return what a new row shows: the whole year, an exact amount, nothing else."""
        values, period = dict.fromkeys(self.typed, ""), self.months.period
        days = {"first_day": period.first.isoformat(), "last_day": period.last.isoformat()}
        return {**values, **days, "qualifier": Qualifier.EXACT.value, "extra": "false"}

    def supplied(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """Return whose ledger of which year it is, and whether it is complete."""
        told = sent.get("complete", "")
        return {
            "household_id": self.page.id,
            "year": sent.get(YEAR) or None,
            "origin": FORM,
            "complete": told == "true" if told and told != sent.get(f"{WAS}complete", "") else None,
        }

    def shown_once(self) -> dict[str, str]:
        """Return whether the ledger is complete."""
        return {"complete": self.complete}

    def beside(self, *, anew: bool) -> dict[str, str]:
        """Return the year of the ledger that is shown."""
        if self.sent is not None and not anew:
            return {YEAR: self.sent.get(YEAR, "")}
        return {YEAR: str(self.income.income_year.year) if self.income else ""}

    def choices(self, values: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
        """Return the answers from which fields of a row are chosen; another unit on record stays a choice."""
        people = tuple(Choice(str(each.id), each.name) for each in (*self.page.members, *self.page.former))
        units = list(UNITS) + ([values["unit"]] if values.get("unit") and values["unit"] not in UNITS else [])
        return {
            "kind": chosen_from(KIND_NAMES),
            "qualifier": chosen_from(QUALIFIER_NAMES),
            "person_id": (*chosen_from({"": _WHOLE}), *people),
            "unit": chosen_from({unit: unit_name(unit) for unit in units}, first=(("", Text("—", "—")),)),
            "extra": chosen_from({"false": NO, "true": YES}),
        }

    def said(self, column: str, value: Any) -> Text:
        """Return a stored value of a line or ledger in words."""
        if value in (None, ""):
            return BLANK
        if isinstance(value, bool):
            return YES if value else NO
        if column == "amount":
            return amount_said(value, Qualifier.EXACT)
        if column == "period_to":
            value = date.fromisoformat(value) - DAY
        if column == "quantity":
            value = measured(value)
        names = {"kind": KIND_NAMES, "qualifier": QUALIFIER_NAMES}.get(column, {})
        return names.get(value, Text(str(value), str(value)))


def _known(line: IncomeLine) -> dict[str, str]:
    return {
        "kind": line.kind,
        "project": line.project,
        "amount": yuan(line.amount),
        "qualifier": line.qualifier,
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat(),
        "person_id": typed(line.person_id),
        "quantity": measured(line.quantity) if line.quantity else "",
        "unit": line.unit,
        "extra": typed(line.extra),
        "evidence": line.evidence,
    }
