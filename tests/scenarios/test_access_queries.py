"""Every function that reads for a viewer: what lies outside is answered as if nothing were there, and never shown."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

import xiuhua
from support import gathered
from support.canaries import met
from support.cast import Cast
from support.door import masked
from support.matrix import PARTS
from support.standing import ABSENT, BESIDE, INSIDE, LATE, OUTSIDE, Sampler, Standing, standings
from xiuhua.kernel.actors import Actor

pytestmark = pytest.mark.django_db

Query = Callable[..., Any]

ALIKE: Mapping[str, Any] = gathered.table("ALIKE")
"""Arguments that name nothing, by name."""

NAMES: Mapping[str, Sampler] = {
    name: sampler for name, sampler in {**PARTS, **gathered.table("NAMES")}.items() if name not in ALIKE
}
"""Arguments that name something of a zone, by name."""

SEVERAL: Mapping[str, tuple[Sampler, ...]] = gathered.table("SEVERAL")
"""Arguments that stand for several kinds of things: each is tried."""

INNER: Mapping[str, str] = gathered.table("INNER")
"""Modules and functions that are not asked by themselves, and why."""


def reading() -> Iterator[tuple[str, Query]]:
    """Yield every public function of the product whose first argument is the viewer, with where it stands."""
    for found in pkgutil.walk_packages(xiuhua.__path__, "xiuhua."):
        if ".migrations" in found.name:
            continue
        for name, function in inspect.getmembers(import_module(found.name), inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            if first == "viewer" and function.__module__ == found.name and not name.startswith("_"):
                yield f"{found.name}:{name}", function


FOUND = dict(reading())
QUERIES = [query for place, query in FOUND.items() if place not in INNER and place.partition(":")[0] not in INNER]


def label(query: Query) -> str:
    """Return where a query stands."""
    return f"{query.__module__.removeprefix('xiuhua.')}.{query.__name__}"


def test_there_are_queries_and_those_left_out_exist() -> None:
    assert len(QUERIES) > 25
    assert INNER.keys() <= {name for where in FOUND for name in (where, where.partition(":")[0])}


@pytest.mark.parametrize("query", QUERIES, ids=label)
def test_outside_answers_as_if_nothing_were_there(query: Query, cast: Cast) -> None:
    wrong = []
    for viewer in cast.viewers.values():
        actor, seen, hidden = viewer.actor, standings(cast, viewer), cast.canaries(viewer)
        for where in (BESIDE, OUTSIDE):
            for chosen in choices(query) if where in seen else ():
                there, typed = answer(query, actor, seen[where], chosen)
                nowhere, other = answer(query, actor, seen[ABSENT], chosen)
                if masked(there, typed) != masked(nowhere, other):
                    wrong.append((viewer.login, where, chosen, there[:400], nowhere[:400]))
                shown = [each for each in met(there, hidden) if not any(each in text for text in typed)]
                wrong += [(viewer.login, where, each) for each in shown]
    assert wrong == []


@pytest.mark.parametrize("query", QUERIES, ids=label)
def test_inside_nothing_of_outside_is_shown(query: Query, cast: Cast) -> None:
    shown = []
    for viewer in cast.viewers.values():
        standing, hidden = standings(cast, viewer)[INSIDE], cast.canaries(viewer)
        for chosen in choices(query):
            told, _ = answer(query, viewer.actor, standing, chosen)
            shown += [(viewer.login, each) for each in met(told, hidden)]
    assert shown == []


def choices(query: Query) -> Iterator[dict[str, int]]:
    """Yield which of several samplers is chosen for each argument that has several."""
    several = [name for name in parameters(query) if name in SEVERAL]
    assert len(several) < 2
    for at in range(len(SEVERAL[several[0]])) if several else (0,):
        yield dict.fromkeys(several, at)


def parameters(query: Query) -> list[str]:
    """Return the names of the arguments besides the viewer."""
    return list(inspect.signature(query).parameters)[1:]


def answer(query: Query, actor: Actor, standing: Standing, chosen: Mapping[str, int]) -> tuple[str, list[str]]:
    """Return what a query answers, as text, and what it was given."""
    given, typed = {}, []
    for name in parameters(query):
        needed = inspect.signature(query).parameters[name].default is inspect.Parameter.empty
        if name in SEVERAL or name in NAMES:
            given[name] = (SEVERAL[name][chosen[name]] if name in SEVERAL else NAMES[name])(standing)
            typed += map(str, given[name] if isinstance(given[name], list) else [given[name]])
        elif needed:
            folder = gathered.where(query.__module__)
            assert name in ALIKE, f"add {name} of {label(query)} to NAMES or ALIKE in {folder}"
            given[name] = ALIKE[name]
    with transaction.atomic():
        try:
            found = query(actor, **given)
            found = found.values() if isinstance(found, QuerySet) else found
            told = repr(list(found) if isinstance(found, QuerySet | Iterator) else found)
        except LookupError as error:
            told = type(error).__name__
        transaction.set_rollback(True)
    return told, typed


def test_an_id_that_is_late_is_late(cast: Cast) -> None:
    """Cursors of this kind come after everything that the cast holds."""
    assert all(str(zone.session) < LATE for zone in cast.zones.values())
