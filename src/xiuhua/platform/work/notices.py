"""Notices: what changed for a person. Modules offer them, the site wires them, the Today page shows them.

They are read from the journal and from dated rows; nothing is written for them but how far a person has read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.worded import Worded
from xiuhua.platform.work.models import Reading

DAYS = 30
"""So far back notices reach; whatever is older stands in the journal."""

FEW = 8
"""So many notices are read at a glance."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that changed for the viewer: when, what, where, and the page that shows it.

    ``plain`` says it without naming anybody and ``place`` where, for texts that leave this installation.
    """

    at: datetime
    text: Text
    where: Text | str
    url: str
    plain: Text
    place: str = ""

    @property
    def outside(self) -> Text:
        """Return what may be said of it elsewhere."""
        if not self.place:
            return self.plain
        return Text(f"{self.plain.zh}（{self.place}）", f"{self.plain.en} ({self.place})")


Provider = Callable[[Actor, datetime], Sequence[Notice]]
"""Returns what changed for a viewer since an instant."""


@dataclass(frozen=True, slots=True)
class Notices:
    """What changed for the viewer and is not read yet, the newest first."""

    lines: tuple[Notice, ...]

    @property
    def shown(self) -> tuple[Notice, ...]:
        """Those that are read at a glance."""
        return self.lines[:FEW]

    @property
    def folded(self) -> tuple[Notice, ...]:
        """The others, which the page folds away."""
        return self.lines[FEW:]

    @property
    def newest(self) -> datetime | None:
        """Up to when a person has read who has read these."""
        return self.lines[0].at if self.lines else None


class _Installed:
    def __init__(self) -> None:
        self.providers: tuple[Provider, ...] = ()


_installed = _Installed()


def install(providers: Iterable[Provider]) -> None:
    """Set who offers notices; site calls this at start."""
    _installed.providers = tuple(providers)


def unread(viewer: Actor, *, at: datetime) -> Notices:
    """Return what changed for the viewer since they last said that they had read it, and within the last ``DAYS``."""
    if viewer.person_id is None:
        return Notices(())
    read = _READ.first(account=viewer.person_id)
    since = max(filter(None, (read, at - timedelta(days=DAYS))))
    found = [each for provider in _installed.providers for each in provider(viewer, since) if each.at > since]
    once = {(each.text, each.url, each.at): each for each in found}
    return Notices(tuple(sorted(once.values(), key=lambda each: each.at, reverse=True)))


_READ: Final = Worded(lambda gap: Reading.objects.filter(account_id=gap("account")).values_list("up_to", flat=True))


def mark_read(viewer: Actor, up_to: datetime) -> None:
    """Note how far the viewer has read; nobody reads backwards."""
    if viewer.person_id is None:
        return
    _, made = Reading.objects.get_or_create(account_id=viewer.person_id, defaults={"up_to": up_to})
    if not made:
        Reading.objects.filter(account_id=viewer.person_id, up_to__lt=up_to).update(up_to=up_to)
