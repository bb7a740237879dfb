"""Which groups wait for their members or their leader, counted for whoever settles that."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef

from xiuhua.groups.models import Leadership, Member, WorkGroup
from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import lies_in
from xiuhua.platform.accounts.seen import Seen


@cache
def _staffed(access: Access) -> Seen[tuple[str, bool, bool]]:
    """Return the question for the village of each group, whether a member votes there, and whether one leads it."""
    voting = Member.objects.filter(group=OuterRef("pk"), valid_to=None, votes=True)
    leading = Leadership.objects.filter(group=OuterRef("pk"), valid_to=None)
    known = WorkGroup.objects.filter(valid_to=None).annotate(staffed=Exists(voting), led=Exists(leading))
    return Seen(lambda gap, seen: seen(known, access).values_list("place_code", "staffed", "led"), access)


@dataclass(frozen=True, slots=True)
class Unstaffed:
    """Groups of a territory: ``nobody`` where no member votes, ``no_leader`` where members do and none leads."""

    code: str
    nobody: int
    no_leader: int


def unstaffed(viewer: Actor, access: Access) -> tuple[Unstaffed, ...]:
    """Return, by territory in code order, how many groups wait for members or a leader; one query."""
    rows = _staffed(access).answers(viewer)
    found = []
    for code in viewer.territories(access.roles):
        inside = [(staffed, led) for place, staffed, led in rows if lies_in(place, code)]
        found.append(
            Unstaffed(
                code,
                nobody=sum(not staffed for staffed, _ in inside),
                no_leader=sum(staffed and not led for staffed, led in inside),
            )
        )
    return tuple(found)
