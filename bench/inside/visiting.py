"""The pages that will be looked at, and an officer to look; runs inside a prepared process."""

import random
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bench.inside.officers import PASSWORD, officer
from bench.inside.writing import correction
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange import jobs
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.work import services
from xiuhua.registry.models import Household, Person, Village
from xiuhua.site import clock

PREFECTURE = "620100000000"
LOGIN = "bench-prefecture"
SAMPLE = 200


def correct() -> int:
    """Correct some of the people of an installation, one by one; return how many people it has."""
    chance = random.Random(SAMPLE)
    for person in _spread(Person):
        wish = correction((person.id, person.household_id), chance)
        execute(wish, actor=LOCAL_OPERATOR, received_at=clock.now())
    return Person.objects.count()


def visits() -> dict[str, Any]:
    """Return who can sign in, and the addresses to visit by kind; ``row`` is the other thing: one row by its key."""
    viewer = officer(LOGIN, Role.PREFECTURE_OFFICER, PREFECTURE)
    households = [*_spread(Household)]
    people = [*_spread(Person)]
    villages = [*_spread(Village)]
    pages: dict[str, list[str]] = {
        "row": [reverse("job", args=[_ended_job(viewer)])],
        "household": [reverse("household", args=[row.id]) for row in households],
        "village": [reverse("place", args=[row.place_code]) for row in villages],
        "search": [f"{reverse('search')}?{urlencode({'q': text})}" for text in _texts(people, households)],
        "journal": [*_journal(villages)],
    }
    return {"login": LOGIN, "password": PASSWORD, "pages": pages}


def _spread(model: Any) -> Iterator[Any]:
    """Yield some rows that lie evenly among all."""
    ids = list(model.objects.order_by("id").values_list("id", flat=True))
    yield from model.objects.filter(id__in=ids[:: max(1, len(ids) // SAMPLE)][:SAMPLE])


def _ended_job(viewer: Actor) -> Any:
    """Return a job of the viewer that has come to its end."""
    job_id = clock.new_id()
    arguments = {"session": str(clock.new_id())}
    services.start(jobs.PREVIEW, job_id=job_id, owner=viewer.person_id, arguments=arguments)
    services.run(job_id)
    return job_id


def _texts(people: Iterable[Person], households: Iterable[Household]) -> Iterator[str]:
    """Yield what one types: a name, a surname, pinyin, initials, a code, the beginning of one."""
    for person, household in zip(people, households, strict=False):
        yield from (person.name, person.name[:1], person.name_pinyin, person.name_initials)
        yield from (person.code, household.code, household.code[:8])


def _journal(villages: Iterable[Village]) -> Iterator[str]:
    """Yield the list of entries from its beginning and from the middle; whole, by place, by kind."""
    address, last = reverse("journal"), Entry.objects.order_by("id").values_list("id", flat=True).last() or 0
    for village, middle in zip(villages, range(last, 0, -max(1, last // SAMPLE)), strict=False):
        for place in (PREFECTURE, f"{village.place_code[:6]}000000", village.place_code):
            yield f"{address}?place={place}"
        yield from (address, f"{address}?before={middle}", f"{address}?kind=registry.record_village")
        yield f"{address}?kind=registry.correct_member&place={village.place_code[:6]}000000"
