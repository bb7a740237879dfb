"""What help holds of somebody who is erased: the words with which the person answered for the household."""

from collections.abc import Iterator

from xiuhua.care.models import Measure
from xiuhua.platform.journal.changes import Update
from xiuhua.registry.letting_go import Leaving


def help_lets_go(leaving: Leaving) -> Iterator[Update]:
    """Yield the blanking of what the person said of results; that somebody confirmed them stays."""
    said = Measure.objects.using(leaving.using).filter(confirmed_by=leaving.person_id).exclude(words="")
    for key, plan, home in said.order_by("id").values_list("id", "plan_id", "household_id"):
        yield Update(Measure, key, plan, {"words": ""}, {"words": ""}, subject=home)
