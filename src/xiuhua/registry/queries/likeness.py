"""Records that may be of the same person: seen by nobody but those who see both of them.

Until somebody decides, both stand and every figure counts both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal.worded import Gaps
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.models import Likeness, LikenessDecision, Person
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.rules.likeness import KIND_NAMES, VERDICT_NAMES, LikenessKind, Verdict

PAGE_SIZE = 50

_HOUSEHOLDS = QUERIES["registry.households"]
_DECIDE = COMMANDS["registry.decide_likeness"]
_SIDES = ("person", "other")


@dataclass(frozen=True, slots=True)
class LikeSide:
    """One of two records in a list."""

    person_id: UUID
    household_id: UUID
    name: str
    household_code: str
    village: str


@dataclass(frozen=True, slots=True)
class LikeLine:
    """Two records that may be of one person, and by what they are like."""

    id: UUID
    kind: Text
    found_on: date
    sides: tuple[LikeSide, LikeSide]


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The undecided pairs of a place in code order, page by page; ``after`` is the key of the next page."""

    place: PlaceLine
    crumbs: tuple[PlaceLine, ...]
    lines: tuple[LikeLine, ...]
    after: str | None
    may_decide: bool
    who_may_decide: Text


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided about a pair, why and when."""

    verdict: str
    words: Text
    reason: str
    who: str
    on: date


@dataclass(frozen=True, slots=True)
class LikePage:
    """Two records side by side, each as its household's page shows it."""

    id: UUID
    kind: Text
    found_on: date
    sides: tuple[tuple[Household, Member], ...]
    decided: Decided | None
    may_decide: bool
    who_may_decide: Text


def likenesses(viewer: Actor, place_code: str, *, after: str | None = None, size: int = PAGE_SIZE) -> Likenesses | None:
    """Return the undecided pairs with a record in a place; ``None`` where the viewer sees no households there."""
    crumbs = accounts.breadcrumb(viewer, place_code)
    place = next((each for each in crumbs if each.code == place_code), None)
    if place is None or not reaches(viewer, _HOUSEHOLDS, place_code):
        return None
    rows = _in(_undecided(viewer), place_code)
    village, separator, key = (after or "").partition("/")
    if separator and _is_uuid(key):
        later = Q(person__place_code=village, id__gt=UUID(key))
        rows = rows.filter(Q(person__place_code__gt=village) | later)
    found = list(rows.order_by("person__place_code", "id").values(*_COLUMNS)[: size + 1])
    page = found[:size]
    codes = {row[f"{side}__place_code"] for row in page for side in _SIDES}
    names = accounts.place_names(viewer, codes)
    last = page[-1] if len(found) > size else None
    return Likenesses(
        place=place,
        crumbs=crumbs,
        lines=tuple(_line(row, names) for row in page),
        after=f"{last['person__place_code']}/{last['id']}" if last else None,
        may_decide=reaches(viewer, _DECIDE, place_code),
        who_may_decide=_DECIDE.reason,
    )


def likeness(viewer: Actor, likeness_id: UUID, *, on: date) -> LikePage | None:
    """Return two records side by side; ``None`` for whoever does not see both of them, as if there were no question."""
    row = _seen(viewer).filter(id=likeness_id).values("kind", "found_on", *_KEYS, *_PLACES).first()
    if row is None:
        return None
    sides = []
    for side in _SIDES:
        home = household(viewer, row[f"{side}__household_id"], on=on)
        member = home.member(row[f"{side}_id"]) if home else None
        if home is None or member is None:
            return None
        sides.append((home, member))
    stored = LikenessDecision.objects.filter(person_id=row["person_id"], other_id=row["other_id"]).first()
    may = all(reaches(viewer, _DECIDE, row[f"{side}__place_code"]) for side in _SIDES)
    kind = KIND_NAMES[LikenessKind(row["kind"])]
    decided = _decided(stored) if stored else None
    return LikePage(likeness_id, kind, row["found_on"], tuple(sides), decided, may, _DECIDE.reason)


def likenesses_of(viewer: Actor, household_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return the undecided pairs in which somebody of a household is, with that person's name; at most two queries."""
    # By their ids, so that the search begins at the few people of the household and not at all whom the viewer sees.
    own = Person.objects.filter(household_id=household_id).values("id")
    # Most households have none: what asks for that is said in a fraction of the time in which the whole is.
    pairs = list(Likeness.objects.filter(Q(person_id__in=own) | Q(other_id__in=own)).values_list("id", flat=True))
    if not pairs:
        return ()
    rows = _undecided(viewer).filter(id__in=pairs)
    columns = ("id", "person__household_id", "person__name", "other__name")
    return tuple(
        (key, mine if home == household_id else theirs)
        for key, home, mine, theirs in rows.order_by("id").values_list(*columns)
    )


def undecided_by_village(viewer: Actor) -> Mapping[str, int]:
    """Return how many pairs the viewer may decide, by the village of the first record; one query.

    From the county on there are more people than pairs: those are counted from the pairs, others from the people.
    """
    territories = viewer.territories(_DECIDE.roles)
    wide = viewer.operator or any(level_of(code) not in (Level.TOWNSHIP, Level.VILLAGE) for code in territories)
    return dict((_FROM_PAIRS if wide else _FROM_PEOPLE).answers(viewer))


_KEYS = ("person_id", "other_id", "person__household_id", "other__household_id")
_PLACES = ("person__place_code", "other__place_code")
_COLUMNS = (
    "id",
    "kind",
    "found_on",
    *_KEYS,
    *_PLACES,
    *("person__name", "other__name", "person__household__code", "other__household__code"),
)


def _both(inside: Callable[[QuerySet[Likeness], str], QuerySet[Likeness]]) -> QuerySet[Likeness]:
    """Return the pairs of present people of both of whose records ``inside`` says, by its place, that they are seen."""
    rows = Likeness.objects.all()
    for side in _SIDES:
        rows = inside(rows.filter(**{f"{side}__left_on": None}), f"{side}__place_code")
    return rows


def _seen(viewer: Actor) -> QuerySet[Likeness]:
    return _both(lambda rows, field: within(rows, viewer, _HOUSEHOLDS, field=field))


def _undecided(viewer: Actor) -> QuerySet[Likeness]:
    return _without_decision(_seen(viewer))


def _without_decision(rows: QuerySet[Likeness]) -> QuerySet[Likeness]:
    decided = LikenessDecision.objects.filter(person_id=OuterRef("person_id"), other_id=OuterRef("other_id"))
    return rows.filter(~Exists(decided))


def _by_village(gap: Gaps, seen: Inside) -> QuerySet[Likeness, tuple[str, int]]:
    pairs = _without_decision(_both(lambda rows, field: seen(rows, _DECIDE, field=field)))
    return pairs.order_by().values_list("person__place_code").annotate(n=Count("*"))


_FROM_PAIRS: Final = Seen(_by_village, _DECIDE, in_order=True)
_FROM_PEOPLE: Final = Seen(_by_village, _DECIDE)


def _in(rows: QuerySet[Likeness], place: str) -> QuerySet[Likeness]:
    inside = bounds(place)
    return rows.filter(Q(person__place_code__range=inside) | Q(other__place_code__range=inside))


def _line(row: Mapping[str, object], names: Mapping[str, str]) -> LikeLine:
    first, second = (_side(row, side, names) for side in _SIDES)
    kind = KIND_NAMES[LikenessKind(str(row["kind"]))]
    return LikeLine(row["id"], kind, row["found_on"], (first, second))


def _side(row: Mapping[str, object], side: str, names: Mapping[str, str]) -> LikeSide:
    code = str(row[f"{side}__place_code"])
    return LikeSide(
        person_id=row[f"{side}_id"],
        household_id=row[f"{side}__household_id"],
        name=str(row[f"{side}__name"]),
        household_code=str(row[f"{side}__household__code"]),
        village=names.get(code, code),
    )


def _decided(stored: LikenessDecision) -> Decided:
    who = names_of_people([stored.decided_by]).get(stored.decided_by, "") if stored.decided_by else ""
    words = VERDICT_NAMES[Verdict(stored.verdict)]
    return Decided(stored.verdict, words, stored.reason, who, stored.decided_on)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
