"""What needs hold of somebody who is erased: words about the person under the household's key."""

from collections.abc import Collection, Iterator
from uuid import UUID

from xiuhua.needs.models import Coming, Commitment, ExpertDay, Job, Match, Miss, Need, Wish
from xiuhua.platform.journal.changes import Update
from xiuhua.registry.letting_go import Leaving


def needs_let_go(leaving: Leaving) -> Iterator[Update]:
    """Yield the blanking of what one of a household's people needed, was given and said of it.

    No change says what stood there before: not all of these columns are sealed in entries.
    """
    own = Need.objects.using(leaving.using).filter(person_id=leaving.person_id).order_by("id")
    homes = dict(own.values_list("id", "subject_id"))
    for need, home in homes.items():
        yield Update(Need, need, need, {"text": ""}, {"text": ""}, subject=home)
    wishes = Wish.objects.using(leaving.using).filter(need_id__in=homes).exclude(skills="").order_by("id")
    for key, need in wishes.values_list("id", "need_id"):
        yield Update(Wish, key, need, {"skills": ""}, {"skills": ""})
    jobs = Job.objects.using(leaving.using).filter(need_id__in=homes).order_by("id")
    for key, need in jobs.values_list("id", "need_id"):
        yield Update(Job, key, need, {"firm_said_by": ""}, {"firm_said_by": ""}, subject=homes[need])
    blank = {"what": "", "words": ""}
    rounds = Match.objects.using(leaving.using).filter(need_id__in=homes).order_by("id")
    for key, need in rounds.values_list("id", "need_id"):
        yield Update(Match, key, need, blank, blank, subject=homes[need])
    yield from _paired(leaving)


def promised_at(places: Collection[str]) -> Collection[UUID]:
    """Return under whose keys what was promised to villages stands, and who comes on their expert days."""
    own = Commitment.objects.filter(place_code__in=places, for_kind="village").values_list("id", flat=True)
    return frozenset({*own, *ExpertDay.objects.filter(place_code__in=places).values_list("id", flat=True)})


def _paired(leaving: Leaving) -> Iterator[Update]:
    """Yield the blanking of what was promised to the person, what was done, and what the person said of it."""
    own = Commitment.objects.using(leaving.using).filter(person_id=leaving.person_id).order_by("id")
    homes = dict(own.values_list("id", "subject_id"))
    promised, came, reason = {"what": "", "end_reason": ""}, {"what": "", "words": ""}, {"reason": ""}
    for key, home in homes.items():
        yield Update(Commitment, key, key, promised, promised, subject=home)
    comings = Coming.objects.using(leaving.using).filter(commitment_id__in=homes).order_by("id")
    for key, commitment in comings.values_list("id", "commitment_id"):
        yield Update(Coming, key, commitment, came, came, subject=homes[commitment])
    misses = Miss.objects.using(leaving.using).filter(commitment_id__in=homes).order_by("id")
    for key, commitment in misses.values_list("id", "commitment_id"):
        yield Update(Miss, key, commitment, reason, reason, subject=homes[commitment])
