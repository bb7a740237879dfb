"""Record what a source states of a village: its position, what it is called to be, its collective income."""

from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Value
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.money import Money
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.rules.places import place_id
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.words import ASKED, day
from xiuhua.registry.models import CollectiveIncome, Village

_FIELDS = ("poor", "pilot", "longitude", "latitude")

FIRST_YEAR = 1949
"""There were no collectives before; an earlier year is a slip of the pen."""


class StatedIncome(Value):
    """Income of the collective in one year from one source; zero is a statement, absence is none."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=2200), *ASKED["income_year"]]
    source: Annotated[str, Field(max_length=40), *ASKED["income_source"]] = ""
    amount: Annotated[Money, Field(ge=0), *ASKED["income_amount"]]


class RecordVillage(Command):
    """State facts of a village whose place is registered. Blanks say nothing. Refused: 4013 for an unknown place,
    4317 for a day to come, 4334 for a year to come.

    Positions are in millionths of a degree. Incomes of a year replace those stated before for that year.
    """

    code: ClassVar[str] = "registry.record_village"
    label: ClassVar[Text] = Text("登记村的情况", "record a village")

    village_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED["village_code"]]
    origin: Annotated[str, Field(max_length=80)]
    stated_on: Annotated[date, *day("哪一天的情况？", "As of which day?")]
    poor: Annotated[bool | None, *ASKED["poor"]] = None
    pilot: Annotated[bool | None, *ASKED["pilot"]] = None
    longitude: Annotated[int | None, Field(ge=73_000_000, le=136_000_000), *ASKED["longitude"]] = None
    latitude: Annotated[int | None, Field(ge=3_000_000, le=54_000_000), *ASKED["latitude"]] = None
    incomes: tuple[StatedIncome, ...] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The village, where the wish was made looking at what is recorded of it."""
        return (place_id(self.village_code),) if self.base_version is not None else ()


def village_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RecordVillage,
            _handle,
            lambda commands: [(command.village_code,) for command in commands],
            COMMANDS[RecordVillage.code],
            root_model=Village,
            find_roots=_find_roots,
        ),
    )


def _find_roots(commands: Sequence[RecordVillage]) -> list[UUID]:
    codes = {command.village_code for command in commands}
    return list(Village.objects.filter(place_code__in=codes).values_list("id", flat=True))


def _handle(commands: Sequence[RecordVillage], context: Context) -> list[Decided]:
    codes = {command.village_code for command in commands}
    places = place_ids(codes, using=context.using)
    villages = {v["place_code"]: v for v in _rows(Village, codes, context, "id", "place_code", *_FIELDS)}
    incomes: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(CollectiveIncome, codes, context, "id", "place_code", "year", "source", "amount"):
        incomes.setdefault(row["place_code"], []).append(row)
    outcomes: list[Decided] = []
    for command in commands:
        code = command.village_code
        problems = tuple(_against(command, places, context))
        if problems:
            outcomes.append(Refused(problems))
            continue
        changes = village_changes(command, places[code], villages.get(code), incomes.setdefault(code, []))
        _note(changes, code, villages, incomes[code])
        result = {"village": str(places[code])}
        outcomes.append(Accepted(changes, (code,), result) if changes else Unchanged(result))
    return outcomes


def _against(command: RecordVillage, places: Container[str], context: Context) -> Iterator[Problem]:
    """Yield why a village cannot be so: its place is unknown, or the day or a year of income is to come."""
    if command.village_code not in places:
        yield Problem("unknown_place", "village", {"value": command.village_code, "within": ""})
    if command.stated_on > context.today:
        yield Problem("day_to_come", "stated_on")
    for year in sorted({each.year for each in command.incomes if each.year > context.today.year}):
        yield Problem("income_year_impossible", "incomes", {"year": year, "today": context.today.year})


def _note(
    changes: Sequence[Change], code: str, villages: dict[str, dict[str, Any]], incomes: list[dict[str, Any]]
) -> None:
    """Add what a wish changes to what is known, so that another wish about the same village builds on it."""
    for change in changes:
        if isinstance(change, Insert):
            if change.model is Village:
                villages[code] = dict(change.values)
            else:
                incomes.append(dict(change.values))
        elif isinstance(change, Update):
            known = [villages[code]] if change.model is Village else incomes
            next(row for row in known if row["id"] == change.key).update(change.after)


def village_changes(
    command: RecordVillage, village_id: UUID, stored: dict[str, Any] | None, incomes: Sequence[dict[str, Any]]
) -> list[Change]:
    """Return the changes by which the stored village comes to say what is stated."""
    changes: list[Change] = []
    if stored is None:
        values = {name: getattr(command, name) for name in _FIELDS}
        changes.append(Insert(Village, {"id": village_id, "place_code": command.village_code, **values}))
    else:
        stated = {name: getattr(command, name) for name in _FIELDS}
        after = {n: v for n, v in stated.items() if v is not None and v != stored[n]}
        if after:
            before = {name: stored[name] for name in after}
            changes.append(Update(Village, village_id, village_id, before, after))
    for stated_income in command.incomes:
        changes.extend(_income_changes(command, village_id, stated_income, incomes))
    return changes


def _income_changes(
    command: RecordVillage, village_id: UUID, stated: StatedIncome, incomes: Sequence[dict[str, Any]]
) -> list[Change]:
    """One statement a year: an amount stated again under another source changes that row."""
    same_year = [row for row in incomes if row["year"] == stated.year]
    row = next((r for r in same_year if r["source"] == stated.source), same_year[0] if len(same_year) == 1 else None)
    if row is None:
        values = {
            "id": derived_id(command.id, "income", str(stated.year), stated.source),
            "village_id": village_id,
            "place_code": command.village_code,
            "year": stated.year,
            "source": stated.source,
            "amount": stated.amount,
            "origin": command.origin,
            "stated_on": command.stated_on,
        }
        return [Insert(CollectiveIncome, values)]
    after = {n: v for n, v in (("amount", stated.amount), ("source", stated.source)) if row[n] != v}
    if not after:
        return []
    before = {name: row[name] for name in after}
    return [Update(CollectiveIncome, row["id"], village_id, before, after)]


def _rows(model: Any, codes: set[str], context: Context, *columns: str) -> list[dict[str, Any]]:
    return list(model.objects.using(context.using).filter(place_code__in=codes).values(*columns))
