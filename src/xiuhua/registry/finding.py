"""The search for people who may be on record twice, as a job: it keeps what it finds and decides nothing."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from rapidfuzz import fuzz

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.places import PREFIX_LENGTHS, Level
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.journal import catalogue
from xiuhua.platform.work import kinds
from xiuhua.platform.work.kinds import Finished
from xiuhua.platform.work.progress import Progress
from xiuhua.registry.models import Likeness, Person
from xiuhua.registry.rules.likeness import Compared, LikenessKind, Named, like_by_name, limits_at, pair

KIND = "registry.find_likenesses"
LABEL = Text("查找可能登记了两次的人", "looking for people recorded twice")
AT_ONCE = 2000

TOWNSHIP = PREFIX_LENGTHS[Level.TOWNSHIP]
KEYS = ((LikenessKind.CODE, "code"), (LikenessKind.NUMBER, "identity_index"))
NAMED = ("id", "household_id", "place_code", "name", "name_pinyin", "birth_date", "female")

Pairs = dict[tuple[UUID, UUID], LikenessKind]


def register() -> None:
    """Add the kind of job; site calls this at start."""
    unit = Text("人", "people")
    kinds.register(KIND, find, label=LABEL, unit=unit, resumable=True, result_route="likenesses")


def find(arguments: Mapping[str, Any], progress: Progress) -> Finished:
    """Look through the present people of ``place``, keep the pairs found there, and forget those that are no more."""
    place = str(arguments["place"])
    today = kinds.now().astimezone(catalogue.LOCAL_ZONE).date()
    found, _ = likenesses_in(place, on=today, progress=progress)
    keep(place, found, on=today)
    return Finished(result=place)


def likenesses_in(place: str, *, on: date, progress: Progress | None = None) -> tuple[Pairs, Compared]:
    """Return the pairs of a place with what they are like by, and how many pairs were compared by name."""
    people = Person.objects.filter(left_on=None, place_code__range=bounds(place))
    found: Pairs = {}
    for kind, column in KEYS:
        for couple in _sharing(people, column):
            found.setdefault(couple, kind)
    compared, done, total = Compared(), 0, people.count()
    rows = people.order_by("place_code", "id").values_list(*NAMED).iterator(AT_ONCE)
    for township, group in groupby(map(Named._make, rows), key=lambda each: each.village[:TOWNSHIP]):
        named = list(group)
        limits = limits_at(catalogue.policy(), on=on, region=township.ljust(12, "0"))
        for couple in like_by_name(named, limits, alike=fuzz.ratio, compared=compared):
            found.setdefault(couple, LikenessKind.NAME)
        done += len(named)
        if progress is not None:
            progress.step(done, max(total, done))
    return found, compared


def keep(place: str, found: Pairs, *, on: date) -> None:
    """Write the pairs found in a place that are not kept yet, and remove those that both lie there and are no more."""
    inside = bounds(place)
    with transaction.atomic():
        kept = Likeness.objects.filter(person__place_code__range=inside, other__place_code__range=inside)
        known = {(person, other): key for key, person, other in kept.values_list("id", "person_id", "other_id")}
        gone = [key for couple, key in known.items() if couple not in found]
        for part in chunks(gone, AT_ONCE):
            Likeness.objects.filter(id__in=part).delete()
        add({couple: kind for couple, kind in found.items() if couple not in known}, on=on)


def add(found: Pairs, *, on: date, using: str = "default") -> None:
    """Write pairs that were found on a day; those that are kept already stay as they are."""
    rows = (_row(couple, kind, on) for couple, kind in found.items())
    Likeness.objects.using(using).bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _row(couple: tuple[UUID, UUID], kind: LikenessKind, on: date) -> Likeness:
    person, other = couple
    return Likeness(
        id=derived_id(person, "likeness", str(other)), person_id=person, other_id=other, kind=kind.value, found_on=on
    )


def _sharing(people: Any, column: str) -> Iterator[tuple[UUID, UUID]]:
    """Yield the pairs of people who have the same value of a column that is not blank."""
    stated = people.exclude(**{column: ""}).order_by()
    twice = stated.values(column).annotate(n=Count("*")).filter(n__gt=1).values_list(column, flat=True)
    rows: Iterable[tuple[str, UUID]] = (
        stated.filter(**{f"{column}__in": list(twice)}).order_by(column, "id").values_list(column, "id")
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        ids = [key for _, key in group]
        for at, one in enumerate(ids):
            for other in ids[:at]:
                yield pair(one, other)
