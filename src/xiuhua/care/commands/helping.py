"""Say who helps a household: the next one is written on the next line with its day, and the history is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import Field

from xiuhua.care.access import COMMANDS, HELPERS
from xiuhua.care.commands.words import LISTED, Basis, WhyEnded
from xiuhua.care.models import Helper
from xiuhua.care.models.helpers import HELPER_SEALED
from xiuhua.care.rules.helping import Wish, day_problem, judge_helper
from xiuhua.care.sealing import opened, sealed
from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.naming import people_serving
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.registry.commands.concerned import (
    household_codes,
    household_records,
    places_of_households,
    places_of_present_households,
)

TABLE: Final = Helper._meta.db_table
_OUTSIDE: Final = Text("没有账号的人才写。", "Only for somebody without an account.")


class AssignHelper(Command):
    """Say who helps from a day on; whom that person follows stops on it. Refused: 5013, 5200–5202, 5204–5205."""

    code: ClassVar[str] = "care.assign_helper"
    label: ClassVar[Text] = Text("安排帮扶人", "assign a helper")

    household_id: UUID
    helper_id: UUID
    account_id: Annotated[
        UUID | None,
        asked(
            "由谁帮扶？",
            "Who helps?",
            kind="reference",
            why=Text("没有账号的人不选，写在下面。", "Leave it open for somebody without an account."),
        ),
        LISTED,
    ] = None
    name: Annotated[
        str | None, Field(max_length=60), Personal, asked("叫什么名字？", "What is the name?", why=_OUTSIDE), LISTED
    ] = None
    unit: Annotated[
        str | None, Field(max_length=80), Personal, asked("是哪个单位的？", "Of which unit?", why=_OUTSIDE), LISTED
    ] = None
    phone: Annotated[
        str | None, Field(max_length=40), Personal, asked("电话是多少？", "What is the phone number?"), LISTED
    ] = None
    first: Annotated[
        bool,
        asked(
            "有事先找这个人吗？",
            "Is this the one to turn to first?",
            why=Text("几个人帮一户时，写明先找谁。", "Where several help, the household knows whom to ask first."),
        ),
        LISTED,
    ] = False
    replaces: Annotated[
        UUID | None,
        asked(
            "接替谁？",
            "Whom does this person follow?",
            kind="reference",
            why=Text("被接替的人从这一天起结束，记录留着。", "The former one stops on that day and stays on record."),
        ),
        LISTED,
    ] = None
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), LISTED]
    basis: Basis = ""


class EndHelper(Command):
    """Record that somebody does not help a household any more; nobody has to follow. Refused: 5203, 5204."""

    code: ClassVar[str] = "care.end_helper"
    label: ClassVar[Text] = Text("结束帮扶", "end a helper's task")

    household_id: UUID
    helper_id: UUID
    valid_to: Annotated[date, asked("从哪天起不再帮扶？", "From which day on?"), LISTED]
    end_reason: WhyEnded

    def roots(self) -> tuple[UUID, ...]:
        """The line that ends."""
        return (self.helper_id,)


class NameFirst(Command):
    """Say which of several helpers a household turns to first. Refused: 5203."""

    code: ClassVar[str] = "care.name_first"
    label: ClassVar[Text] = Text("写明先找谁", "name the first helper")

    household_id: UUID
    helper_id: Annotated[UUID, asked("有事先找谁？", "Who is to be asked first?", kind="reference"), LISTED]

    def roots(self) -> tuple[UUID, ...]:
        """The line of the helper."""
        return (self.helper_id,)


def helping_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    shared: dict[str, Any] = {"root_model": Helper, "find_roots": _helping_now}
    return (
        CommandType(
            AssignHelper,
            _assign,
            places_of_present_households,
            COMMANDS[AssignHelper.code],
            find_records=household_records,
            **shared,
        ),
        CommandType(EndHelper, _end, places_of_households, COMMANDS[EndHelper.code], **shared),
        CommandType(NameFirst, _name_first, places_of_households, COMMANDS[NameFirst.code], **shared),
    )


def _helping_now(commands: Sequence[AssignHelper | EndHelper | NameFirst]) -> Iterable[UUID]:
    rows = Helper.objects.filter(household_id__in={each.household_id for each in commands}, valid_to=None)
    return list(rows.values_list("id", flat=True))


class _Facts:
    """Who helps the households that commands name, present lines and those named; names are opened."""

    def __init__(self, commands: Sequence[AssignHelper | EndHelper | NameFirst], context: Context) -> None:
        self.context = context
        homes = {each.household_id for each in commands}
        context.keyring.load(homes)
        rows = Helper.objects.using(context.using).filter(household_id__in=homes).order_by("valid_from", "id")
        self._by_home: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
        for row in opened(context.keyring, TABLE, rows.values(), HELPER_SEALED):
            self._by_home[row["household_id"]].append(row)
        self.places = household_codes(commands)

    def present(self, household_id: UUID) -> list[dict[str, Any]]:
        """Return the lines of a household that are in force."""
        return [row for row in self._by_home[household_id] if row["valid_to"] is None]

    def line(self, household_id: UUID, helper_id: UUID | None) -> dict[str, Any] | None:
        """Return a line of a household, if it has this one."""
        return next((row for row in self._by_home[household_id] if row["id"] == helper_id), None)


def _assign(commands: Sequence[AssignHelper], context: Context) -> list[Decided]:
    facts = _Facts(commands, context)
    serving = {
        code: people_serving(code, on=context.today, roles=HELPERS, using=context.using)
        for code in sorted({facts.places[command.household_id] for command in commands})
    }
    return [_assigned(each, facts, serving[facts.places[each.household_id]], context) for each in commands]


def _assigned(command: AssignHelper, facts: _Facts, people: frozenset[UUID], context: Context) -> Decided:
    present = facts.present(command.household_id)
    former = next((row for row in present if row["id"] == command.replaces), None)
    going_on = [row for row in present if row is not former]
    wish = Wish(command.account_id, command.name or "", command.unit or "", command.valid_from)
    problems = judge_helper(
        wish,
        today=context.today,
        begun=former["valid_from"] if former else None,
        accounts={row["account_id"] for row in going_on if row["account_id"]},
        names={row["name"] for row in going_on if row["name"]},
    )
    if command.replaces is not None and former is None:
        problems = (*problems, Problem("helper_not_of_household", "replaces"))
    if command.account_id is not None and command.account_id not in people:
        problems = (*problems, Problem("person_not_here", "account_id"))
    if problems:
        return Refused(problems)
    first = command.first or not going_on or bool(former and former["first"])
    changes: list[Change] = []
    if former is not None:
        after = {"valid_to": command.valid_from, "successor_id": command.helper_id}
        changes.append(_over(former, after))
    if first:
        changes += _not_first(going_on)
    texts = {"name": command.name, "unit": command.unit, "phone": command.phone}
    place_code = facts.places[command.household_id]
    values = {
        "id": command.helper_id,
        "household_id": command.household_id,
        "place_code": place_code,
        "account_id": command.account_id,
        **sealed(context.keyring, TABLE, command.household_id, texts),
        "first": first,
        "basis": command.basis,
        "valid_from": command.valid_from,
        "valid_to": None,
        "end_reason": "",
        "successor_id": None,
    }
    changes.append(Insert(Helper, values))
    return Accepted(changes, (place_code,), {"helper": str(command.helper_id)})


def _end(commands: Sequence[EndHelper], context: Context) -> list[Decided]:
    facts = _Facts(commands, context)
    return [_ended(command, facts, context.today) for command in commands]


def _ended(command: EndHelper, facts: _Facts, today: date) -> Decided:
    row = facts.line(command.household_id, command.helper_id)
    problems = _standing(row)
    if row is not None and not problems:
        problems = day_problem(command.valid_to, first=row["valid_from"], today=today, field="valid_to")
    if row is None or problems:
        return Refused(problems)
    alone = len(facts.present(command.household_id)) == 1
    why = sealed(facts.context.keyring, TABLE, command.household_id, {"end_reason": command.end_reason})
    change = _over(row, {"valid_to": command.valid_to, **why})
    place_code = facts.places[command.household_id]
    return Accepted([change], (place_code,), {"helper": str(command.helper_id), "nobody_left": alone})


def _name_first(commands: Sequence[NameFirst], context: Context) -> list[Decided]:
    facts = _Facts(commands, context)
    return [_named_first(command, facts) for command in commands]


def _named_first(command: NameFirst, facts: _Facts) -> Decided:
    row = facts.line(command.household_id, command.helper_id)
    problems = _standing(row)
    if row is None or problems:
        return Refused(problems)
    if row["first"]:
        return Unchanged({"helper": str(command.helper_id)})
    changes = [*_not_first(facts.present(command.household_id)), _changed(row, {"first": False}, {"first": True})]
    return Accepted(changes, (facts.places[command.household_id],), {"helper": str(command.helper_id)})


def _standing(row: Mapping[str, Any] | None) -> tuple[Problem, ...]:
    if row is None:
        return (Problem("not_found"),)
    return () if row["valid_to"] is None else (Problem("helper_over", values={"day": row["valid_to"].isoformat()}),)


def _over(row: Mapping[str, Any], after: Mapping[str, Any]) -> Update:
    return _changed(row, {name: row[name] for name in after}, after)


def _not_first(rows: Iterable[Mapping[str, Any]]) -> Iterator[Update]:
    for row in rows:
        if row["first"]:
            yield _changed(row, {"first": True}, {"first": False})


def _changed(row: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Update:
    return Update(Helper, row["id"], row["id"], before, after, subject=row["household_id"])
