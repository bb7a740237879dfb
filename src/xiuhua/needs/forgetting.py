"""What needs hold of somebody who is erased: words about the person under the household's key."""

from collections.abc import Iterator

from xiuhua.needs.models import Match, Need
from xiuhua.platform.journal.changes import Update
from xiuhua.registry.letting_go import Leaving


def needs_let_go(leaving: Leaving) -> Iterator[Update]:
    """Yield the blanking of what one of a household's people needed, was given and said of it."""
    own = Need.objects.using(leaving.using).filter(person_id=leaving.person_id).order_by("id")
    homes = dict(own.values_list("id", "subject_id"))
    for need, home in homes.items():
        yield Update(Need, need, need, {"text": ""}, {"text": ""}, subject=home)
    blank = {"what": "", "words": ""}
    rounds = Match.objects.using(leaving.using).filter(need_id__in=homes).order_by("id")
    for key, need in rounds.values_list("id", "need_id"):
        yield Update(Match, key, need, blank, blank, subject=homes[need])
