"""The newest entries of a territory, for whoever wants to know what changed since."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.queries import EntryView, page

Range = tuple[str, str]
"""The lowest and the highest place code of a territory, both included."""


def latest(seen: Sequence[tuple[Collection[str], Sequence[Range]]], *, size: int) -> Sequence[EntryView]:
    """Return the newest entries, without their changes: for each pair those of its commands in its ranges.

    The caller knows in which territories the viewer may know of which commands. No pair shows nothing.
    """
    wanted = Q(pk__in=())
    for codes, ranges in seen:
        for lowest, highest in ranges:
            wanted |= Q(code__in=codes, place_code__range=(lowest, highest))
    return page(Entry.objects.filter(wanted), before=None, size=size)
