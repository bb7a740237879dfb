"""Which open questions a viewer knows of: those of households in sight, without those that tell how somebody is."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.once import kept
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Question
from xiuhua.registry.questions import OPEN
from xiuhua.registry.rules.question_names import ABOUT_HEALTH

_OPEN = Question.objects.filter(state=OPEN)
_TELLING = Q(field="health") | Q(code__in=ABOUT_HEALTH)


Answer = TypeVar("Answer")
_SEEN, _HEALTH = QUERIES["registry.households"], QUERIES["registry.health"]


class Open(Generic[Answer]):
    """What is asked of the open questions that a viewer may know of, put into words once; see :func:`open_to`."""

    def __init__(self, ask: Callable[[QuerySet[Question]], QuerySet[Any, Answer]]) -> None:
        self._alike: Seen[Answer] = Seen(lambda gap, seen: ask(seen(_OPEN, _SEEN)), _SEEN)
        self._apart: Seen[Answer] = Seen(lambda gap, seen: ask(_apart(seen)), _SEEN, _HEALTH)

    def answers(self, viewer: Actor, place: str | None = None) -> list[Answer]:
        """Return the answers, for one place where that is named; one query."""
        return (self._alike if _knows_of_health(viewer) else self._apart).answers(viewer, place=place)


def open_to(viewer: Actor, code: str | None = None) -> QuerySet[Question]:
    """Return the open questions that the viewer may know of, in a place or everywhere in the territory."""
    inside = partial(within, viewer=viewer, place=code)
    if _knows_of_health(viewer):
        return inside(_OPEN, access=_SEEN)
    return _apart(lambda rows, access: inside(rows, access=access))


def asked_by_village(viewer: Actor, code: str | None = None) -> Sequence[tuple[str, str, int, int]]:
    """Return village, kind, number of open questions and of households asked, by kind and village; one query.

    Of a place or of the whole territory, which for most viewers is one: Today shows both and reads them once.
    """
    place = None if viewer.territories(_SEEN.roles) == (code,) else code
    return kept(("asked by village", viewer, place), lambda: _BY_VILLAGE.answers(viewer, place))


_BY_VILLAGE: Final = Open(
    lambda rows: (
        rows.values_list("place_code", "code")
        .annotate(n=Count("*"), households=Count("household_id", distinct=True))
        .order_by("code", "place_code")
    )
)


def _knows_of_health(viewer: Actor) -> bool:
    """Say whether the viewer may know how people are wherever they see the households."""
    return viewer.operator or viewer.territories(_SEEN.roles) == viewer.territories(_HEALTH.roles)


def _apart(inside: Callable[[QuerySet[Question], Access], QuerySet[Question]]) -> QuerySet[Question]:
    return inside(_OPEN.exclude(_TELLING), _SEEN) | inside(_OPEN.filter(_TELLING), _HEALTH)
