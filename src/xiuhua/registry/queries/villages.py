"""Villages with their collective income: for imports as stored, for people as a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.places import Level
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal.worded import Worded
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.models import CollectiveIncome, Village
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.figures import household_figure, income_figure, people_figure
from xiuhua.registry.queries.village_history import Event, village_history
from xiuhua.registry.queries.village_households import (
    HouseholdLine,
    household_lines,
    household_numbers,
    questions_of,
)
from xiuhua.registry.queries.village_rows import HOUSEHOLDS, Basis, basis_for
from xiuhua.registry.rules.completeness import VillageRead, missing_village_facts
from xiuhua.registry.rules.village_words import bounds_in_words
from xiuhua.registry.rules.villages import UNKNOWN, UNKNOWN_NAME, classify

AT_ONCE = 5000
PAGE_SIZE = 30
RECENT = 10
"""Events of the timeline that stand open; older ones are folded."""


def stored_villages(codes: Iterable[str], *, using: str = "default") -> dict[str, dict[str, Any]]:
    """Return what is stored of villages by code, for an import inside a territory already checked.

    ``incomes`` maps a year to (source, cents).
    """
    found: dict[str, dict[str, Any]] = {}
    for part in chunks(set(codes), AT_ONCE):
        rows = Village.objects.using(using).filter(place_code__in=part)
        for row in rows.values("id", "place_code", "poor", "pilot", "longitude", "latitude"):
            found[row["place_code"]] = {**row, "incomes": {}}
        incomes = CollectiveIncome.objects.using(using).filter(place_code__in=part)
        for code, year, source, amount in incomes.values_list("place_code", "year", "source", "amount"):
            found[code]["incomes"][year] = (source, amount)
    return found


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """What one source brought a village's collective in a year, in cents, as stated on a day by an origin."""

    year: int
    source: str
    amount: int
    stated_on: date
    origin: Text


@dataclass(frozen=True, slots=True)
class IncomeYear:
    """The collective income of a year, with its sources in words."""

    year: int
    figure: Figure
    sources: str


@dataclass(frozen=True, slots=True)
class VillageFacts:
    """What is recorded of a village; positions are millionths of a degree. ``version`` is ``None`` for no record."""

    place: PlaceLine
    poor: bool | None
    pilot: bool | None
    longitude: int | None
    latitude: int | None
    version: UUID | None
    incomes: tuple[IncomeLine, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years whose income was stated, ascending."""
        return tuple(sorted({line.year for line in self.incomes}))

    def income_of(self, year: int) -> int | None:
        """Return the income of a year in cents over all sources, ``None`` where nobody has stated it."""
        amounts = [line.amount for line in self.incomes if line.year == year]
        return sum(amounts) if amounts else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many households a village has, and how many people belong to them."""

    households: Figure
    people: Figure


@dataclass(frozen=True, slots=True)
class Households(Numbers):
    """The households of a village for those who see them: numbers, one page of lines, what is asked."""

    lines: tuple[HouseholdLine, ...]
    after: str | None
    questions: int
    with_questions: int
    asked: bool
    may_answer: bool
    who_may_answer: Text


@dataclass(frozen=True, slots=True)
class VillageLook:
    """A village in one look: its class, its income, its numbers, what is missing.

    ``households`` is ``None`` for whoever sees none.
    """

    facts: VillageFacts
    basis: Basis
    class_name: Text
    class_code: str
    position: int
    income: Figure
    households: Numbers | None
    missing: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class VillagePage(VillageLook):
    """The page of a village."""

    households: Households | None
    crumbs: tuple[PlaceLine, ...]
    incomes: tuple[IncomeYear, ...]
    recent: tuple[Event, ...]
    earlier: tuple[Event, ...]
    may_record: bool
    who_may_record: Text
    may_import: bool
    who_may_import: Text


@dataclass(frozen=True, slots=True)
class VillageIncome:
    """The rows behind the collective income of a village in a year, and the entries behind them."""

    facts: VillageFacts
    basis: Basis
    figure: Figure
    class_name: Text
    bounds: Text
    lines: tuple[IncomeLine, ...]
    events: tuple[Event, ...]


def village_facts(viewer: Actor, code: str, day: date | None = None) -> VillageFacts | None:
    """Return what is recorded of a village, ``None`` where it is absent, outside, or no village.

    With a ``day`` its incomes are those stated by then.
    """
    place = accounts.place(viewer, code)
    return _facts(place, day) if place is not None and place.level is Level.VILLAGE else None


def village_look(viewer: Actor, code: str, *, on: date) -> VillageLook | None:
    """Return a village in one look, on the basis that policy makes the default there; ``None`` as for its page."""
    facts = village_facts(viewer, code)
    basis = basis_for(code, years=facts.years, year=None, scheme=None, on=on) if facts else None
    if facts is None or basis is None:
        return None
    numbers = _numbers(code, on, None) if reaches(viewer, HOUSEHOLDS, code) else None
    return VillageLook(**_looked(facts, basis, numbers, on, None))


def village_page(
    viewer: Actor,
    code: str,
    *,
    year: int | None = None,
    scheme: str | None = None,
    on: date,
    day: date | None = None,
    asked: bool = False,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> VillagePage | None:
    """Return the page of a village; ``None`` where it is absent, outside, no village, or the scheme is unknown.

    With a ``day`` it is the page as of then: who was there and what had been stated. What keeps no days of its own
    (marks, position) is as it is now, and nothing is asked.
    ``asked`` lists only households with open questions, ``after`` those after a household code.
    """
    crumbs = accounts.breadcrumb(viewer, code)
    place = next((each for each in crumbs if each.code == code), None)
    facts = _facts(place, day) if place is not None and place.level is Level.VILLAGE else None
    basis = basis_for(code, years=facts.years, year=year, scheme=scheme, on=on, day=day) if facts else None
    if place is None or facts is None or basis is None:
        return None
    seen = reaches(viewer, HOUSEHOLDS, code)
    households = _households(viewer, code, on=on, day=day, asked=asked, after=after, size=size) if seen else None
    events = village_history(place.id)
    recording, importing = COMMANDS["registry.record_village"], COMMANDS["registry.record_household"]
    return VillagePage(
        **_looked(facts, basis, households, on, day),
        crumbs=crumbs,
        incomes=tuple(_income_years(facts, on, day)),
        recent=events[:RECENT],
        earlier=events[RECENT:],
        may_record=reaches(viewer, recording, code),
        who_may_record=recording.reason,
        may_import=reaches(viewer, importing, code),
        who_may_import=importing.reason,
    )


def village_income(
    viewer: Actor, code: str, year: int, *, scheme: str | None = None, on: date, day: date | None = None
) -> VillageIncome | None:
    """Return what stands behind the collective income of a village in a year; ``None`` where that is unseen.

    With a ``day`` it is what had been stated by then; the entries behind it are all of them.
    """
    facts = village_facts(viewer, code, day)
    basis = basis_for(code, years=facts.years, year=year, scheme=scheme, on=on, day=day) if facts else None
    if facts is None or basis is None:
        return None
    income = facts.income_of(year)
    return VillageIncome(
        facts=facts,
        basis=basis,
        figure=income_figure(code, year, income, on, day),
        class_name=_class(income, basis)[1],
        bounds=bounds_in_words(basis.scheme),
        lines=tuple(line for line in facts.incomes if line.year == year),
        events=village_history(facts.place.id, income_year=year),
    )


def _facts(place: PlaceLine, day: date | None = None) -> VillageFacts:
    """Return what is recorded of a village; one query."""
    found, width = _STORED.answers(village=place.id), len(_COLUMNS)
    stored = found[0][:width] if found else (None,) * width
    lines = [row[width:] for row in found if row[width] is not None]
    incomes = (IncomeLine(*line, origin_name(origin)) for *line, origin in lines)
    return VillageFacts(place, *stored, tuple(each for each in incomes if day is None or each.stated_on <= day))


_COLUMNS = ("poor", "pilot", "longitude", "latitude", "version")
_INCOME = [f"collectiveincome__{name}" for name in ("year", "source", "amount", "stated_on", "origin")]
_STORED: Final = Worded(
    lambda gap: (
        Village.objects.filter(id=gap("village"))
        .order_by("-collectiveincome__year", "collectiveincome__source")
        .values_list(*_COLUMNS, *_INCOME)
    )
)


def _class(income: int | None, basis: Basis) -> tuple[str, Text, int]:
    """Return code, words and place among the classes; the unknown comes after them all."""
    code = classify(income, basis.scheme)
    if code == UNKNOWN:
        return code, UNKNOWN_NAME, len(basis.scheme.classes) + 1
    position, found = next((n, each) for n, each in enumerate(basis.scheme.classes, 1) if each.code == code)
    return code, found.name, position


def _income_years(facts: VillageFacts, on: date, day: date | None) -> Iterable[IncomeYear]:
    for year in dict.fromkeys(line.year for line in facts.incomes):
        sources = "、".join(line.source for line in facts.incomes if line.year == year and line.source)
        yield IncomeYear(year, income_figure(facts.place.code, year, facts.income_of(year), on, day), sources)


def _households(
    viewer: Actor, code: str, *, on: date, day: date | None, asked: bool, after: str | None, size: int
) -> Households:
    numbers = _numbers(code, on, day)
    counts = {} if day else questions_of(viewer, code)
    lines, following = household_lines(code, day=day, counts=counts, asked=asked, after=after, size=size)
    answering = COMMANDS["registry.answer_question"]
    return Households(
        households=numbers.households,
        people=numbers.people,
        lines=lines,
        after=following,
        questions=sum(counts.values()),
        with_questions=len(counts),
        asked=asked,
        may_answer=reaches(viewer, answering, code),
        who_may_answer=answering.reason,
    )


def _looked(
    facts: VillageFacts, basis: Basis, households: Numbers | None, on: date, day: date | None
) -> dict[str, Any]:
    income = facts.income_of(basis.year)
    class_code, class_name, position = _class(income, basis)
    return {
        "facts": facts,
        "basis": basis,
        "class_name": class_name,
        "class_code": class_code,
        "position": position,
        "income": income_figure(facts.place.code, basis.year, income, on, day),
        "households": households,
        "missing": () if day else _missing(facts, basis.year, households),
    }


def _numbers(code: str, on: date, day: date | None) -> Numbers:
    households, people = household_numbers(code, day)
    return Numbers(household_figure(code, households, on, day), people_figure(code, people, on, day))


def _missing(facts: VillageFacts, year: int, households: Numbers | None) -> tuple[Problem, ...]:
    read = VillageRead(
        year=year,
        collective_income=facts.income_of(year),
        households=1 if households is None else int(households.households.value or 0),
        has_position=facts.longitude is not None and facts.latitude is not None,
    )
    return tuple(missing_village_facts(read))
