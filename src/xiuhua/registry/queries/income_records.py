"""What the pages show of a household's incomes, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.text import Text
from xiuhua.registry.queries.events import Event
from xiuhua.registry.rules.income import Explanation, StatedIncome, Terms, YearLine
from xiuhua.registry.rules.ledger import IncomeYear
from xiuhua.registry.rules.ledger_words import KIND_NAMES


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """One line as it is shown; cents, thousandths of a unit, both days inclusive. ``made`` is quantity × price."""

    id: UUID
    kind: str
    kind_name: Text
    project: str
    person_id: UUID | None
    person: str
    amount: int
    qualifier: str
    said: Text
    quantity: int | None
    unit: str
    made: Text | None
    first_day: date
    last_day: date
    extra: bool
    evidence: str
    file: UUID | None
    source: Text
    stated_on: date


@dataclass(frozen=True, slots=True)
class SourceSum:
    """What comes from one source, with its share of all income in percent, and per head where that exists."""

    kind: str
    name: Text
    amount: int
    share: str
    per_head: int | None


@dataclass(frozen=True, slots=True)
class IncomeOfYear:
    """A ledger with all that follows from it. Money in cents.

    ``per_head`` has a value only where the ledger is complete. ``stated`` is what a sheet states beside it,
    ``difference`` computed less stated, ``explained`` what would explain it.
    """

    id: UUID
    income_year: IncomeYear
    name: Text
    complete: bool
    declared_on: date | None
    open_questions: int | None
    lines: tuple[IncomeLine, ...]
    sources: tuple[SourceSum, ...]
    gross: int
    expense: int
    extra: int
    people: int
    per_head: Figure
    net_per_head: int | None
    terms: Terms
    line: YearLine | None
    finding: Text
    extra_said: Text | None
    recorded_said: Text | None
    without_largest: Text | None
    stated: StatedIncome | None
    difference: int | None
    difference_said: Text | None
    explained: tuple[Explanation, ...]
    events: tuple[Event, ...] = ()

    @property
    def state(self) -> Text:
        """Return whether it is complete, in words."""
        return Text("记完了", "complete") if self.complete else Text("还没有记完", "not complete yet")

    @property
    def tone(self) -> str:
        """Return the tone of the state."""
        return "good" if self.complete else ""


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a year's bar: a source upwards, the production expense downwards; cents per head."""

    kind: str
    name: Text
    amount: int


@dataclass(frozen=True, slots=True)
class BarYear:
    """One year of the picture: what is ``said`` of its net income, the line of that year with its words, if any."""

    name: Text
    said: Text
    figure: Figure
    parts: tuple[BarPart, ...]
    net: int
    line: int | None
    line_said: Text | None


@dataclass(frozen=True, slots=True)
class IncomeBars:
    """Yearly bars by source against each year's line; only complete ledgers have one.

    ``title`` states the finding, ``note`` what the signs mean and which line it is.
    """

    title: Text
    years: tuple[BarYear, ...]
    note: Text

    @property
    def names(self) -> Mapping[str, Text]:
        """Return the names of the parts by kind."""
        return KIND_NAMES
