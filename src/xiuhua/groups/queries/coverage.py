"""Which villages of a place have a group, and who is missing where: in code order, for whoever can mend it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from xiuhua.groups.models import Leadership, Member, WorkGroup
from xiuhua.groups.queries.groups import GROUPS
from xiuhua.groups.rules.channels import channels
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people, villages_in
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue

PAGE_SIZE: Final = 100


class Show(StrEnum):
    """Which villages a list shows."""

    ALL = ""
    GROUPS = "groups"
    NONE = "none"
    NO_LEADER = "no_leader"
    TO_LEAD = "to_lead"
    NO_VOTE = "no_vote"


@dataclass(frozen=True, slots=True)
class VillageGroup:
    """A village with its group, if it has one; ``missing`` are the channels by which nobody came."""

    code: str
    village: str
    group_id: UUID | None
    name: str
    leader: str
    since: date | None
    voting: int
    attending: int
    missing: tuple[Text, ...]

    @property
    def missing_said(self) -> Text:
        """What the channels are called by which nobody came, one after the other."""
        return Text("、".join(each.zh for each in self.missing), ", ".join(each.en for each in self.missing))

    def is_shown(self, show: Show) -> bool:
        """Say whether the village belongs to a list."""
        there = self.group_id is not None
        return {
            Show.ALL: True,
            Show.GROUPS: there,
            Show.NONE: not there,
            Show.NO_LEADER: there and not self.leader,
            Show.TO_LEAD: there and not self.leader and bool(self.voting),
            Show.NO_VOTE: there and not self.voting,
        }[show]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The villages of a place, as far as asked for; the numbers are of all of them."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    rows: tuple[VillageGroup, ...]
    after: str | None
    counts: Mapping[Show, int]
    voting: int
    attending: int
    missing: tuple[tuple[str, Text, int], ...]


def coverage(
    viewer: Actor,
    code: str,
    *,
    on: date,
    show: Show = Show.ALL,
    lacking: str = "",
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Coverage | None:
    """Return the groups of a place, or ``None`` where it is absent or outside; the same queries for every place.

    ``lacking`` asks for the groups to which nobody came by this channel.
    """
    found = place(viewer, code)
    if found is None:
        return None
    villages = villages_in(viewer, code)
    groups = {row.place_code: row for row in _GROUPS.answers(viewer, place=code)}
    belonging = _Belonging(viewer, code)
    names = {each.code: each.name for each in channels(catalogue.policy(), on=on, region=code)}
    lines = [_line(village, name, groups.get(village), belonging, names) for village, name in villages.items()]
    chosen = [each for each in lines if each.is_shown(show) and (not lacking or names.get(lacking) in each.missing)]
    rest = [each for each in chosen if after is None or each.code > after]
    absent: Counter[str] = Counter()
    for group in groups.values():
        absent.update(each for each in names if each not in belonging.channels.get(group.id, ()))
    return Coverage(
        place=found,
        places=breadcrumb(viewer, code),
        rows=tuple(rest[:size]),
        after=rest[size - 1].code if len(rest) > size else None,
        counts={each: sum(line.is_shown(each) for line in lines) for each in Show},
        voting=sum(belonging.voting.values()),
        attending=sum(belonging.attending.values()),
        missing=tuple((each, names[each], n) for each in names if (n := absent[each])),
    )


_GROUPS: Final = Seen(lambda gap, seen: seen(WorkGroup.objects.filter(valid_to=None), GROUPS), GROUPS)
_MEMBERS: Final = Seen(
    lambda gap, seen: seen(Member.objects.filter(valid_to=None), GROUPS).values_list("group_id", "votes", "channels"),
    GROUPS,
)
_LEADERS: Final = Seen(
    lambda gap, seen: seen(Leadership.objects.filter(valid_to=None), GROUPS).values_list(
        "group_id", "member__account_id"
    ),
    GROUPS,
)


class _Belonging:
    """Who belongs to the groups of a place, counted by group."""

    def __init__(self, viewer: Actor, code: str) -> None:
        self.voting: Counter[UUID] = Counter()
        self.attending: Counter[UUID] = Counter()
        self.channels: dict[UUID, set[str]] = {}
        for group, votes, held in _MEMBERS.answers(viewer, place=code):
            (self.voting if votes else self.attending)[group] += 1
            self.channels.setdefault(group, set()).update(held.split())
        leaders = dict(_LEADERS.answers(viewer, place=code))
        people = names_of_people(leaders.values())
        self.leaders = {group: people.get(account, "") for group, account in leaders.items()}


def _line(
    code: str, village: str, group: WorkGroup | None, belonging: _Belonging, names: Mapping[str, Text]
) -> VillageGroup:
    if group is None:
        return VillageGroup(code, village, None, "", "", None, 0, 0, ())
    held = belonging.channels.get(group.id, set())
    return VillageGroup(
        code,
        village,
        group.id,
        group.name,
        belonging.leaders.get(group.id, ""),
        group.valid_from,
        belonging.voting[group.id],
        belonging.attending[group.id],
        tuple(name for each, name in names.items() if each not in held),
    )
