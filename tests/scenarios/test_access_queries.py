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
from support.canaries import met
from support.cast import NOW, TODAY, Cast
from support.door import masked
from support.matrix import ABSENT, BESIDE, INSIDE, LATE, OUTSIDE, PARAMETERS, Sampler, Standing, standings
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.access import PLACES

pytestmark = pytest.mark.django_db

HERE = "tests/scenarios/test_access_queries.py"
Query = Callable[..., Any]

NAMES: Mapping[str, Sampler] = {
    "code": lambda s: s.zone.place_code,
    "place_code": lambda s: s.zone.place_code,
    "place": lambda s: s.zone.place_code,
    "village": lambda s: s.zone.place_code,
    "household_id": lambda s: s.zone.household,
    "person_id": lambda s: s.zone.child,
    "account_id": lambda s: s.zone.clerk,
    "session_id": lambda s: s.zone.session,
    "job_id": lambda s: s.zone.job,
    "report": lambda s: s.zone.report,
    "batch": lambda s: s.zone.session,
    "command_id": lambda s: s.zone.entry,
    "stream": lambda s: s.zone.place_code[:6],
    "sequence": lambda s: s.zone.sequence,
    "likeness_id": lambda s: s.zone.likeness,
    "snapshot_id": PARAMETERS["snapshot_id"],
    "codes": lambda s: [s.zone.place_code],
    "households": lambda s: [s.zone.household],
    "besides": lambda s: s.zone.second,
    "person": lambda s: str(s.zone.spouse),
    "paper_id": lambda s: s.zone.paper,
    "reveal_id": lambda s: s.zone.reveal,
    "file_id": lambda s: s.zone.file.id,
    "comparison_id": lambda s: s.zone.comparison,
    "line_id": lambda s: s.zone.compared,
    "files": lambda s: [s.zone.file.id, s.zone.named.id],
    "parcel_id": lambda s: s.zone.export,
}
"""Arguments that name something of a zone, by name."""

ALIKE: Mapping[str, Any] = {
    "on": TODAY,
    "today": TODAY,
    "day": TODAY,
    "received_at": NOW,
    "at": NOW,
    "year": 2017,
    "scheme": None,
    "class_code": "all",
    "missing": "",
    "use": "",
    "willing": "",
    "state": "",
    "number": "620121-20180620-01",
    "data_set": "income",
    "purpose": "help",
    "scope": "matching",
    "asked": False,
    "after": None,
    "before": None,
    "past": None,
    "size": 50,
    "limit": 50,
    "group": "",
    "figure": "people",
    "kind": "",
    "kind_code": "people",
    "language": "en",
    "access": PLACES,
    "filters": None,
    "operator": False,
}
"""Arguments that name nothing, by name."""

SEVERAL: Mapping[str, tuple[Sampler, ...]] = {
    "text": (
        lambda s: s.zone.members[0].name,
        lambda s: s.zone.members[0].identity,
        lambda s: s.zone.household_code,
        lambda s: s.zone.members[0].code,
        lambda s: s.zone.names["village"],
    ),
    "ids": tuple(
        (lambda s, name=name: [getattr(s.zone, name)])
        for name in ("household", "head", "clerk", "clerk_post", "organisation", "entry", "session", "question")
    ),
}
"""Arguments that stand for several kinds of things: each is tried."""

INNER = {
    "xiuhua.platform.accounts.scope": "asks the posts themselves; every query below stands on it",
    "xiuhua.platform.accounts.why:holders": "takes a place that was looked up for the viewer",
    "xiuhua.registry.queries.overviews": "takes a place that was looked up for the viewer",
    "xiuhua.registry.queries.village_households": "takes households that were looked up for the viewer",
    "xiuhua.registry.queries.plot_totals:totals_of": "takes a place that was looked up for the viewer",
    "xiuhua.registry.queries.village_rows:read_villages": "takes a basis that was worked out for the viewer",
    "xiuhua.site.journal.queries:entry_lines": "takes entries that were looked up for the viewer",
    "xiuhua.site.journal.queries:record_names": "asks the functions that are asked here by themselves",
    "xiuhua.platform.exchange.columns:read_corrections": "writes nothing; takes what a form of one's own import sent",
    "xiuhua.platform.exchange.steps": "changes imports; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.comparing:begin": "brings a list; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.exporting:remember": "writes an entry; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.exporting:written": "writes a file; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.export_jobs": "queues a job; asked through the addresses of the matrix",
    "xiuhua.platform.files.bringing:bring": "keeps a file; asked through the API's operations of the matrix",
}
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
QUERIES = [query for where, query in FOUND.items() if where not in INNER and where.partition(":")[0] not in INNER]


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
            assert name in ALIKE, f"add {name} of {label(query)} to NAMES or ALIKE in {HERE}"
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
