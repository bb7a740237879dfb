"""What groups hold of somebody who is erased: whom a visit saw, what was said, and which texts are a group's own."""

from collections.abc import Collection, Iterator
from uuid import UUID

from xiuhua.groups.models import CourseSeat, Task, Visit, WorkGroup
from xiuhua.platform.journal.changes import Update
from xiuhua.registry.letting_go import Leaving


def groups_at(places: Collection[str]) -> Collection[UUID]:
    """Return under whose keys the minutes, tasks, findings and training of the groups of villages stand."""
    groups = WorkGroup.objects.filter(place_code__in=places).values_list("id", flat=True)
    courses = CourseSeat.objects.filter(place_code__in=places).values_list("course_id", flat=True)
    return frozenset({*groups, *courses})


def groups_let_go(leaving: Leaving) -> Iterator[Update]:
    """Yield visits and tasks of the person's households without whom they saw and what the person said."""
    yield from _seen(leaving)
    yield from _said(leaving)


def _seen(leaving: Leaving) -> Iterator[Update]:
    """Yield visits without the person among whom they saw."""
    key = str(leaving.person_id)
    visits = Visit.objects.using(leaving.using).filter(household_id__in=leaving.homes, seen__contains=key)
    for visit, home, seen in visits.order_by("id").values_list("id", "household_id", "seen"):
        others = {"seen": " ".join(each for each in seen.split() if each != key)}
        yield Update(Visit, visit, visit, others, others, subject=home)


def _said(leaving: Leaving) -> Iterator[Update]:
    """Yield tasks without the words of the person, where it is written that the person said them."""
    label = f"{Task._meta.db_table}.said_by"
    tasks = Task.objects.using(leaving.using).filter(household_id__in=leaving.homes).exclude(said_by="")
    for key, subject, said_by in tasks.order_by("id").values_list("id", "subject_id", "said_by"):
        if leaving.known.is_named_in(leaving.keyring.open(subject, label, said_by)):
            blank = {"words": "", "said_by": ""}
            yield Update(Task, key, key, blank, blank, subject=subject)
