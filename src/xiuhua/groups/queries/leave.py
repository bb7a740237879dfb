"""Who of a group is away when, who asked, and who decides about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.models import Leave, Member, Relation
from xiuhua.groups.queries.meetings import Opened
from xiuhua.groups.queries.seen import relations_of, seen_group
from xiuhua.groups.rules.leave import (
    LEAVE_LEVELS,
    LEAVE_STATES,
    STANDS,
    LeaveLevel,
    LeaveState,
    is_away,
    judge_deciding,
    level_of_leave,
    number_of_days,
    township_days,
)
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.policy import PolicyValue
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.worded import Worded

LEAVE = QUERIES["groups.leave"]
_DECIDING = {LeaveLevel.TOWNSHIP: Role.TOWNSHIP_OFFICER, LeaveLevel.DEPARTMENT: Role.ORGANISATION_DEPARTMENT}
SHOWN = 200
"""So many leaves of a group are shown, the latest first."""


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One leave. ``reason`` and ``answer`` are empty for whoever may not read them."""

    id: UUID
    member_id: UUID
    name: str
    first_on: date
    last_on: date
    state: LeaveState
    level: LeaveLevel
    own: bool
    may_decide: bool
    reason: str
    answer: str
    decided_on: date | None

    @property
    def days(self) -> int:
        """How many days, the first and the last included."""
        return number_of_days(self.first_on, self.last_on)

    @property
    def state_name(self) -> Text:
        """What became of it, or who has to answer."""
        if self.state is LeaveState.ASKED:
            name = LEAVE_LEVELS[self.level]
            return Text(f"等{name.zh}批准", f"waits for {name.en}")
        return LEAVE_STATES[self.state]

    @property
    def stands(self) -> bool:
        """Say whether it keeps its days."""
        return self.state.value in STANDS

    def is_away(self, on: date) -> bool:
        """Say whether the member is away on a day with approval."""
        return is_away(self, on)


@dataclass(frozen=True, slots=True)
class LeaveRegister:
    """The leaves of a group, the latest first; ``member_id`` is the membership of whoever looks, if there is one."""

    lines: tuple[LeaveLine, ...]
    member_id: UUID | None
    limit: int

    def away(self, on: date) -> tuple[LeaveLine, ...]:
        """Return who is away on a day."""
        return tuple(each for each in self.lines if each.is_away(on))

    def coming(self, on: date) -> tuple[LeaveLine, ...]:
        """Return who will be away after a day, the earliest first."""
        found = [each for each in self.lines if each.state is LeaveState.APPROVED and each.first_on > on]
        return tuple(sorted(found, key=lambda each: each.first_on))

    @property
    def asked(self) -> tuple[LeaveLine, ...]:
        """Return what waits for an answer, the earliest first."""
        return tuple(sorted((each for each in self.lines if each.state is LeaveState.ASKED), key=lambda e: e.first_on))

    def line(self, leave_id: UUID) -> LeaveLine | None:
        """Return one of the leaves."""
        return next((each for each in self.lines if each.id == leave_id), None)


def leave_register(viewer: Actor, group_id: UUID, *, on: date) -> LeaveRegister | None:
    """Return the leaves of a group, or ``None`` where it is absent or the viewer may not know of them."""
    group = seen_group(viewer, group_id, LEAVE)
    if group is None:
        return None
    rows = _OF_GROUP.answers(group=group.id)
    relations = relations_of(group.id)
    asks = viewer.person_id is not None and group.valid_to is None
    member = _OWN_MEMBERSHIP.first(group=group.id, person=viewer.person_id) if asks else None
    lines = _lines(viewer, rows, {group.id: relations}, on)
    return LeaveRegister(lines, member, limit_of(group.place_code, on).value["township_days"])


_OF_GROUP: Final = Worded(lambda gap: Leave.objects.filter(group_id=gap("group")).order_by("-first_on", "-id")[:SHOWN])
_OWN_MEMBERSHIP: Final = Worded(
    lambda gap: Member.objects.filter(group_id=gap("group"), account_id=gap("person"), valid_to=None).values_list(
        "id", flat=True
    )[:1]
)


def away_on(viewer: Actor, group_id: UUID, day: date) -> Mapping[UUID, tuple[date, date]]:
    """Return the first and last day of leave of those who are away on a day with approval, by membership."""
    rows = within(Leave.objects.filter(group_id=group_id, state=LeaveState.APPROVED.value), viewer, LEAVE)
    found = rows.filter(first_on__lte=day, last_on__gte=day).values_list("member_id", "first_on", "last_on")
    return {member: (first, last) for member, first, last in found}


def limit_of(place_code: str, on: date) -> PolicyValue:
    """Return what policy says of leave, with its source."""
    return catalogue.policy().at("groups.leave", on=on, region=place_code)


@dataclass(frozen=True, slots=True)
class LeaveToDecide:
    """A leave that waits: for the viewer where ``mine``, else for others."""

    line: LeaveLine
    group_id: UUID
    place_code: str
    mine: bool


def leaves_waiting(viewer: Actor, *, on: date) -> tuple[LeaveToDecide, ...]:
    """Return the leaves that the viewer can decide about, and those that the viewer asked for, the earliest first."""
    found: list[Leave] = []
    if _DECIDE.allows(viewer.roles()):
        found += _TO_DECIDE.answers(viewer)
    if viewer.person_id is not None:
        known = {each.id for each in found}
        found += [each for each in _OWN_ASKED.answers(person=viewer.person_id) if each.id not in known]
    related: dict[UUID, list[Relation]] = {}
    for each in Relation.objects.filter(group_id__in={leave.group_id for leave in found}) if found else ():
        related.setdefault(each.group_id, []).append(each)
    lines = {line.id: line for line in _lines(viewer, found, related, on)} if found else {}
    return tuple(
        LeaveToDecide(lines[each.id], each.group_id, each.place_code, lines[each.id].may_decide)
        for each in found
        if lines[each.id].may_decide or lines[each.id].own
    )


_ASKED: Final = Leave.objects.filter(state=LeaveState.ASKED.value, group__valid_to=None)
_DECIDE: Final = COMMANDS["groups.decide_leave"]
_TO_DECIDE: Final = Seen(lambda gap, seen: seen(_ASKED, _DECIDE).order_by("first_on", "id")[:SHOWN], _DECIDE)
_OWN_ASKED: Final = Worded(lambda gap: _ASKED.filter(account_id=gap("person")))


def _lines(
    viewer: Actor, rows: Sequence[Leave], related: Mapping[UUID, Sequence[Relation]], on: date
) -> tuple[LeaveLine, ...]:
    names = names_of_people(each.account_id for each in rows)
    opened = Opened({each.account_id for each in rows if _reads(viewer, each)})
    return tuple(
        _line(viewer, each, related.get(each.group_id, ()), names.get(each.account_id, ""), opened, on) for each in rows
    )


def _reads(viewer: Actor, row: Leave) -> bool:
    return viewer.person_id == row.account_id or reaches(viewer, COMMANDS["groups.decide_leave"], row.place_code)


def _line(viewer: Actor, row: Leave, relations: Iterable[Relation], name: str, opened: Opened, on: date) -> LeaveLine:
    relations, reads = list(relations), _reads(viewer, row)
    limit = township_days(catalogue.policy(), on=row.first_on, region=row.place_code)
    level = LeaveLevel(row.level) if row.level else level_of_leave(row, relations, limit=limit, today=on)
    held = frozenset(
        each for each, role in _DECIDING.items() if viewer.reaches(row.place_code, frozenset({role.value}))
    )
    own = viewer.person_id == row.account_id
    return LeaveLine(
        id=row.id,
        member_id=row.member_id,
        name=name,
        first_on=row.first_on,
        last_on=row.last_on,
        state=LeaveState(row.state),
        level=level,
        own=own,
        may_decide=not judge_deciding(row.state, level, held, relations, own=own, today=on),
        reason=opened.text(row.account_id, "groups_leave.reason", row.reason) if reads else "",
        answer=opened.text(row.account_id, "groups_leave.answer", row.answer) if reads else "",
        decided_on=row.decided_on,
    )
