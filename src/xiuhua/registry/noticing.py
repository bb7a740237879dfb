"""Whoever is recorded is compared at once with those on record: by code and number, and by name in the township.

Only what an index finds is looked up, so that recording costs little; names that are merely alike are left to the job.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.iteration import chunks
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, Context, Decided
from xiuhua.registry.finding import AT_ONCE, KEYS, NAMED, TOWNSHIP, Pairs, add
from xiuhua.registry.models import Person
from xiuhua.registry.rules.likeness import Compared, LikenessKind, Named, like_by_name, limits_at, pair


def noticing(outcomes: Sequence[Decided], context: Context) -> list[Decided]:
    """Return the outcomes, the last of which looks for those who may be on record already, once all are written.

    Nothing is refused and nothing is asked for by it: a pair is kept, and whoever sees both is told.
    """
    found = list(outcomes)
    new: list[Mapping[str, Any]] = []
    last = None
    for at, outcome in enumerate(found):
        people = list(_inserted(outcome))
        if people:
            new.extend(people)
            last = at
    given = found[last] if last is not None else None
    if last is not None and isinstance(given, Accepted):
        look = partial(notice, new, on=context.today, using=context.using)
        found[last] = replace(given, together=(*given.together, look))
    return found


def notice(new: Sequence[Mapping[str, Any]], *, on: date, using: str) -> None:
    """Keep the pairs in which one of these new people may be somebody who is on record; a few queries for all."""
    pairs: Pairs = {}
    for part in chunks(new, AT_ONCE):
        for couple, kind in _pairs(part, on, using):
            pairs.setdefault(couple, kind)
    add(pairs, on=on, using=using)


def _pairs(new: Sequence[Mapping[str, Any]], on: date, using: str) -> Iterator[tuple[tuple[UUID, UUID], LikenessKind]]:
    ids = {row["id"] for row in new}
    present = Person.objects.using(using).filter(left_on=None)
    for kind, column in KEYS:
        wanted = {row[column] for row in new} - {""}
        same: defaultdict[str, list[UUID]] = defaultdict(list)
        rows = present.filter(**{f"{column}__in": wanted}).values_list(column, "id") if wanted else ()
        for value, key in rows:
            same[value].append(key)
        for couple in (pair(*two) for some in same.values() for two in combinations(some, 2)):
            if not ids.isdisjoint(couple):
                yield couple, kind
    by_township: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in new:
        by_township[row["place_code"][:TOWNSHIP]].append(row)
    for township, rows in by_township.items():
        code = township.ljust(12, "0")
        names, readings = ({row[name] for row in rows} - {""} for name in ("name", "name_pinyin"))
        alike = Q(name__in=names) | Q(name_pinyin__in=readings)
        held = present.filter(alike, place_code__range=bounds(code)).values_list(*NAMED)
        limits = limits_at(catalogue.policy(), on=on, region=code)
        people = [Named._make(row) for row in held]
        for couple in like_by_name(people, limits, alike=_read_alike, compared=Compared()):
            if not ids.isdisjoint(couple):
                yield couple, LikenessKind.NAME


def _inserted(outcome: Decided) -> Iterable[Mapping[str, Any]]:
    changes = outcome.changes if isinstance(outcome, Accepted) else ()
    return (each.values for each in changes if isinstance(each, Insert) and each.model is Person)


def _read_alike(one: str, other: str) -> float:
    return 100.0 if one == other else 0.0
