"""What groups found, as far as the viewer may see it, and the idle land that lies together in a village."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xiuhua.groups.access import COMMANDS, OF_THE_GROUP, QUERIES
from xiuhua.groups.models import Finding, Relation, WorkGroup
from xiuhua.groups.models.findings import FINDING_SEALED
from xiuhua.groups.queries.seen import seen_group
from xiuhua.groups.queries.task_records import TaskLine
from xiuhua.groups.queries.tasks import tasks_from
from xiuhua.groups.rules.findings import (
    IDLE_LAND,
    STATE_NAMES,
    TRANSITIONS,
    UNSETTLED,
    WISH_FOR_INDUSTRY,
    FindingState,
    finding_kinds,
)
from xiuhua.groups.rules.land_match import IdlePlot, Piece, pieces
from xiuhua.groups.rules.relations import RELATION_NAMES, RelationKind, in_force
from xiuhua.groups.rules.tasks import FROM_NAMES, CameFrom
from xiuhua.groups.texts import opened
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.journal.worded import Gaps
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.access import QUERIES as REGISTRY
from xiuhua.registry.queries.named import households_named
from xiuhua.registry.queries.plots import idle_and_willing

FINDINGS: Final = QUERIES["groups.findings"]
HOUSEHOLDS: Final = REGISTRY["registry.households"]
PAGE_SIZE: Final = 50
_TARGETS: Final[Mapping[str, FindingState]] = {
    "groups.take_up_finding": FindingState.IN_HAND,
    "groups.settle_finding": FindingState.SETTLED,
    "groups.dismiss_finding": FindingState.NOT_A_PROBLEM,
}
_COLUMNS = (*spec_of(Finding).fields, "version")


_FROM_NAMES: Final[Mapping[CameFrom, Text]] = {
    **FROM_NAMES,
    CameFrom.HAND: Text("直接记的", "written down directly"),
    CameFrom.VISIT: Text("走访时发现的", "found on a visit"),
}


class Listed(StrEnum):
    """Which findings a list shows."""

    UNSETTLED = ""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as lists show it. ``readable`` says whether the viewer may read its texts; else they are blank."""

    id: UUID
    group_id: UUID
    place_code: str
    kind: str
    kind_name: Text
    what: str
    household_id: UUID | None
    household: Text | str
    came_from: CameFrom
    from_id: UUID | None
    file_id: UUID | None
    state: FindingState
    finder: str
    found_on: date
    task_id: UUID | None
    tasks: tuple[TaskLine, ...]
    result: str
    ended_on: date | None
    readable: bool
    version: UUID | None

    @property
    def state_name(self) -> Text:
        """The words for its state."""
        return STATE_NAMES[self.state]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return {FindingState.OPEN: "care", FindingState.SETTLED: "good"}.get(self.state, "")

    @property
    def from_name(self) -> Text:
        """What it came from, in words."""
        return _FROM_NAMES[self.came_from]

    @property
    def meets_land(self) -> bool:
        """Whether idle land of the village could answer it, or it is about such land."""
        return self.kind in (WISH_FOR_INDUSTRY, IDLE_LAND)


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding, with what can be done; ``actions`` says for each command why it is not possible."""

    finding: FindingLine
    group: str
    places: tuple[PlaceLine, ...]
    actions: Mapping[str, Text | None]


@dataclass(frozen=True, slots=True)
class FindingList:
    """Findings of a group by the day on which they were found, and the key after which the next ones come."""

    rows: tuple[FindingLine, ...]
    after: str | None
    counts: Mapping[str, int]


def findings_of_group(
    viewer: Actor,
    group_id: UUID,
    *,
    on: date,
    show: Listed = Listed.UNSETTLED,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> FindingList | None:
    """Return the findings of a group, the oldest first; ``None`` where the viewer sees no such group."""
    if seen_group(viewer, group_id, FINDINGS) is None:
        return None
    states: dict[str, int] = dict(_STATES.answers(viewer, group=group_id))
    found = _listed(show, size + 1).answers(viewer, group=group_id, **_shown_before(after))
    page = found[:size]
    unsettled = sum(states.get(state, 0) for state in UNSETTLED)
    return FindingList(
        _lines(viewer, page, on),
        f"{page[-1]['found_on'].isoformat()}/{page[-1]['id']}" if len(found) > size else None,
        {Listed.UNSETTLED: unsettled, Listed.OVER: sum(states.values()) - unsettled},
    )


def finding_page(viewer: Actor, finding_id: UUID, *, on: date) -> FindingPage | None:
    """Return a finding, or ``None`` where it is absent or outside."""
    row = within(Finding.objects.filter(id=finding_id), viewer, FINDINGS).values(*_COLUMNS).first()
    if row is None:
        return None
    (line,) = _lines(viewer, [row], on)
    group = WorkGroup.objects.get(id=line.group_id)
    entrusted = in_force(Relation.objects.filter(group_id=group.id), RelationKind.ENTRUSTED, on)
    actions = {
        code: Text("小组已撤销", "the group was dissolved")
        if group.valid_to is not None
        else _why_not(viewer, code, line, entrusted=entrusted)
        for code in _TARGETS
    }
    return FindingPage(line, group.name, breadcrumb(viewer, line.place_code), actions)


def land_that_lies_together(viewer: Actor, place_code: str) -> tuple[Piece, ...]:
    """Return the idle plots of a village whose holders would transfer them, put together; none where unseen."""
    plots = [
        IdlePlot(
            each.plot_id,
            each.name,
            each.code,
            each.area,
            each.household_code,
            each.head,
            tuple(side for side in (each.east, each.south, each.west, each.north) if side),
        )
        for each in idle_and_willing(viewer, place_code)
    ]
    return pieces(plots)


_STATES: Final = Seen(
    lambda gap, seen: (
        seen(Finding.objects.filter(group_id=gap("group")), FINDINGS)
        .order_by()
        .values_list("state")
        .annotate(n=Count("*"))
    ),
    FINDINGS,
)


@cache
def _listed(show: Listed, size: int) -> Seen[dict[str, Any]]:
    """Return the question for so many findings of a group, after those that were shown before."""
    wanted = Q(state__in=UNSETTLED) if show is Listed.UNSETTLED else ~Q(state__in=UNSETTLED)

    def ask(gap: Gaps, seen: Inside) -> QuerySet[Finding, dict[str, Any]]:
        rows = seen(Finding.objects.filter(wanted, group_id=gap("group")), FINDINGS)
        if "found" in gap:
            rows = rows.filter(Q(found_on__gt=gap("found")) | Q(found_on=gap("found"), id__gt=gap("last")))
        return rows.order_by("found_on", "id").values(*_COLUMNS)[:size]

    return Seen(ask, FINDINGS)


def _shown_before(after: str | None) -> dict[str, Any]:
    day, _, key = (after or "").partition("/")
    last = read_uuid(key)
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return {}
    return {} if last is None else {"found": found, "last": last}


def _lines(viewer: Actor, rows: Sequence[Mapping[str, Any]], on: date) -> tuple[FindingLine, ...]:
    if not rows:
        return ()
    told = opened(keyring(), Finding._meta.db_table, rows, FINDING_SEALED)
    people = names_of_people(row["found_by"] for row in told)
    homes = households_named(viewer, (row["household_id"] for row in told if row["household_id"] is not None))
    tasks = tasks_from(viewer, (row["id"] for row in told), on=on)
    policy = catalogue.policy()
    names = {
        code: {each.code: each.name for each in finding_kinds(policy, on=on, region=code)}
        for code in {row["place_code"] for row in told}
    }
    return tuple(_line(viewer, row, people, homes, tasks, names[row["place_code"]]) for row in told)


def _line(
    viewer: Actor,
    row: Mapping[str, Any],
    people: Mapping[UUID, str],
    homes: Mapping[UUID, Any],
    tasks: Mapping[UUID, tuple[TaskLine, ...]],
    names: Mapping[str, Text],
) -> FindingLine:
    readable = row["household_id"] is None or reaches(viewer, HOUSEHOLDS, row["place_code"])
    plain = ("id", "group_id", "place_code", "kind", "household_id", "from_id", "found_on", "task_id", "ended_on")
    home = homes.get(row["household_id"]) if row["household_id"] else None
    return FindingLine(
        **{name: row[name] for name in plain},
        **{name: row[name] if readable else "" for name in FINDING_SEALED},
        kind_name=names.get(row["kind"], Text(row["kind"], row["kind"])),
        household=home.label if home else "",
        came_from=CameFrom(row["came_from"]),
        file_id=row["file_id"] if readable else None,
        state=FindingState(row["state"]),
        finder=people.get(row["found_by"], "") if row["found_by"] else "",
        tasks=tasks.get(row["id"], ()),
        readable=readable,
        version=row["version"],
    )


def _why_not(viewer: Actor, code: str, finding: FindingLine, *, entrusted: bool) -> Text | None:
    access = COMMANDS[code]
    if not reaches(viewer, access, finding.place_code):
        return access.reason
    if not viewer.operator and not viewer.reaches(finding.place_code, OF_THE_GROUP) and not entrusted:
        name = RELATION_NAMES[RelationKind.ENTRUSTED]
        return Text(f"“{name.zh}”现在没有生效", f"“{name.en}” is not in force")
    if _TARGETS[code] in TRANSITIONS[finding.state]:
        return None
    return Text(f"现在是“{finding.state_name.zh}”", f"it is “{finding.state_name.en}” now")
