"""Record how a department's list compares."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, level_of, lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.agreements import Agreed, agreed_among
from xiuhua.registry.commands.comparison_words import ASKED
from xiuhua.registry.models import Comparison, ComparisonLine, Consent, Household, Person
from xiuhua.registry.rules.comparison_grounds import covers, needed_consent
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.comparison_states import Side

QUOTED_LABEL = "registry_comparison_line.quoted"
MOST_LINES = 500
"""Lines of one part: a long list is recorded in several."""

_HEAD = ("kind", "place_code", "listed_on", "digest", "rows", "outside")
_NOT_FOUND = Refused((Problem("not_found"),))


class Quoted(Value):
    """What a list says of a line: of people who are registered here only what their record does not hold."""

    name: Annotated[str, Field(max_length=60)] = ""
    number: Annotated[str, Field(max_length=40)] = ""
    """Masked: the whole number is asked for where somebody is registered."""
    where: Annotated[str, Field(max_length=120)] = ""
    cells: Annotated[tuple[tuple[str, str], ...], Field(max_length=20)] = ()
    """Header and text of the list's own columns; of a bad cell that one."""
    problem: Annotated[str, Field(max_length=60)] = ""
    values: dict[str, Any] = {}


class ComparedLine(Value):
    """One person or household of a comparison. ``number`` is the row of the file, 0 where the list has none."""

    side: Annotated[Side, *ASKED["side"]]
    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED["line_place"]]
    household_id: Annotated[UUID | None, *ASKED["line_household"]] = None
    person_id: Annotated[UUID | None, *ASKED["line_person"]] = None
    number: Annotated[int, Field(ge=0, le=10_000_000), *ASKED["line_number"]] = 0
    listed: Annotated[str, Field(max_length=40), *ASKED["listed"]] = ""
    quoted: Annotated[Quoted | None, *ASKED["quoted"]] = None


class RecordComparison(Command):
    """Record a department's list beside the register; nothing that is registered changes.

    A long list comes in parts of at most 500 lines, the first of which is number 0; all have the same head. Refused:
    4013 for an unknown place, 4730–4734 for a list that cannot be compared, or was already, 4916 for a household that
    has not agreed to a list that needs it.
    """

    code: ClassVar[str] = "registry.record_comparison"
    label: ClassVar[Text] = Text("记部门比对", "record a comparison with a department's list")

    comparison_id: Annotated[UUID, *ASKED["comparison"]]
    kind: Annotated[str, Field(max_length=40), *ASKED["kind"]]
    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED["place"]]
    listed_on: Annotated[date, *ASKED["listed_on"]]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$"), *ASKED["digest"]]
    rows: Annotated[int, Field(ge=0, le=10_000_000), *ASKED["rows"]]
    outside: Annotated[int, Field(ge=0, le=10_000_000), *ASKED["outside"]] = 0
    part: Annotated[int, Field(ge=0, le=100_000), *ASKED["part"]] = 0
    lines: Annotated[tuple[ComparedLine, ...], Field(max_length=MOST_LINES), Personal] = ()


def record_comparison_type() -> CommandType:
    """Return the command type for the module's list."""
    return CommandType(
        RecordComparison,
        _record,
        lambda commands: [(command.place_code,) for command in commands],
        COMMANDS[RecordComparison.code],
        undoable=False,
    )


def _record(commands: Sequence[RecordComparison], context: Context) -> list[Decided]:
    places = place_ids({command.place_code for command in commands}, using=context.using)
    ids = {command.comparison_id for command in commands}
    kept = {row["id"]: row for row in _comparisons(context).filter(id__in=ids).values("id", *_HEAD)}
    named = _named(commands, context)
    context.keyring.load(ids)
    outcomes: list[Decided] = []
    for command in commands:
        head = kept.get(command.comparison_id)
        refused = _against(command, head, places, context) or _outside(command, named) or _not_agreed(command, context)
        if refused is not None:
            outcomes.append(refused)
            continue
        changes: list[Change] = []
        if head is None:
            context.keyring.begin((command.comparison_id,))
            kept[command.comparison_id] = {name: getattr(command, name) for name in _HEAD}
            changes.append(Insert(Comparison, _head(command, context)))
        changes.extend(_inserted(command, number, line, context) for number, line in enumerate(command.lines))
        result = {"comparison": str(command.comparison_id)}
        outcomes.append(Accepted(changes, (command.place_code,), result, subjects=(command.comparison_id,)))
    return outcomes


def _against(
    command: RecordComparison, head: Mapping[str, Any] | None, places: Mapping[str, UUID], context: Context
) -> Refused | None:
    """Return why a list, or a part of one, is not recorded."""
    if head is not None:
        same = all(getattr(command, name) == head[name] for name in _HEAD)
        return None if same and command.part else _NOT_FOUND
    if command.part:
        return _NOT_FOUND
    problem = against_list(command.kind, command.place_code, command.listed_on, today=context.today)
    if problem is None and command.place_code not in places:
        problem = Problem("unknown_place", "place_code", {"value": command.place_code, "within": ""})
    if problem is None and _there(command, context):
        problem = Problem("comparison_there_already", "digest")
    return Refused((problem,)) if problem else None


def against_list(kind: str, place_code: str, listed_on: date, *, today: date) -> Problem | None:
    """Return why a list of a kind and a day cannot be compared in a place, before anything of it is read."""
    if kind not in KINDS:
        return Problem("comparison_kind_unknown", "kind", {"value": kind})
    if level_of(place_code) in (Level.PROVINCE, Level.PREFECTURE):
        return Problem("comparison_place_too_wide", "place_code")
    if listed_on > today:
        return Problem("comparison_day_to_come", "listed_on", {"day": listed_on.isoformat()})
    if listed_on < KINDS[kind].from_day:
        return Problem("comparison_before_kind", "listed_on", {"day": KINDS[kind].from_day.isoformat()})
    return None


def _there(command: RecordComparison, context: Context) -> bool:
    head = {name: getattr(command, name) for name in ("kind", "place_code", "listed_on", "digest")}
    return bool(_comparisons(context).filter(**head).exists())


def _named(commands: Sequence[RecordComparison], context: Context) -> Mapping[UUID, str]:
    """Return the place of each household and person that lines name, inside the actor's territory."""
    households = {line.household_id for command in commands for line in command.lines if line.household_id}
    people = {line.person_id for command in commands for line in command.lines if line.person_id}
    access = COMMANDS[RecordComparison.code]
    found: dict[UUID, str] = {}
    for model, ids in ((Household, households), (Person, people)):
        ordered = sorted(ids)
        for start in range(0, len(ordered), 5000):
            rows = within(model.objects.using(context.using), context.actor, access)
            found.update(rows.filter(id__in=ordered[start : start + 5000]).values_list("id", "place_code"))
    return found


def _outside(command: RecordComparison, named: Mapping[UUID, str]) -> Refused | None:
    """Refuse, as if they did not exist, lines of elsewhere."""
    for line in command.lines:
        ids = [each for each in (line.household_id, line.person_id) if each is not None]
        codes = [line.place_code, *(named.get(each, "") for each in ids)]
        if not all(code and lies_in(code, command.place_code) for code in codes):
            return _NOT_FOUND
    return None


def _not_agreed(command: RecordComparison, context: Context) -> Refused | None:
    """Refuse lines that tell something of whoever has not agreed, or anything of a household that was not compared."""
    needed = needed_consent(command.kind, context.policy, on=context.today, region=command.place_code)
    matched = [line for line in command.lines if line.household_id is not None and line.side is not Side.NOT_COMPARED]
    agreed: Agreed = {}
    if needed is not None:
        homes = {line.household_id for line in matched if line.household_id}
        agreed = agreed_among(Consent.objects.using(context.using), homes, needed, on=context.today)
    without = needed is not None and any(
        not covers(agreed.get(line.household_id, ()), line.person_id) for line in matched if line.household_id
    )
    telling = any(
        line.person_id or line.number or line.listed or line.quoted or line.household_id is None
        for line in command.lines
        if line.side is Side.NOT_COMPARED
    )
    return Refused((Problem("comparison_without_consent", "lines"),)) if without or telling else None


def _head(command: RecordComparison, context: Context) -> dict[str, Any]:
    return {
        "id": command.comparison_id,
        **{name: getattr(command, name) for name in _HEAD},
        "compared_on": context.today,
        "compared_by": context.actor.person_id,
    }


def _inserted(command: RecordComparison, number: int, line: ComparedLine, context: Context) -> Insert:
    quoted = line.quoted.model_dump_json(exclude_defaults=True) if line.quoted else ""
    position = command.part * MOST_LINES + number
    return Insert(
        ComparisonLine,
        {
            "id": derived_id(command.comparison_id, "line", str(position), order=position),
            "comparison_id": command.comparison_id,
            "place_code": line.place_code,
            "household_id": line.household_id,
            "person_id": line.person_id,
            "side": line.side.value,
            "position": position,
            "number": line.number,
            "listed": line.listed,
            "quoted": context.keyring.seal(command.comparison_id, QUOTED_LABEL, quoted) if quoted else "",
            "result": "",
            "note": "",
            "handled_by": None,
            "handled_on": None,
        },
    )


def _comparisons(context: Context) -> Any:
    return Comparison.objects.using(context.using)
