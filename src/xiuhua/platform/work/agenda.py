"""The agenda: what a person can do now. Modules offer lines, the site wires them, the Today page shows them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.work.queries import JobView, my_jobs


class Group(StrEnum):
    """Where a line stands, in the order of the page. ``waiting`` is for what others (or a job) have to do."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    WAITING = "waiting"


GROUP_NAMES: Mapping[Group, Text] = {
    Group.OVERDUE: Text("已过期", "Overdue"),
    Group.TODAY: Text("今天", "Today"),
    Group.SOON: Text("近日", "Soon"),
    Group.WAITING: Text("等着的", "Waiting"),
}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One thing to do: a verb, the name of what it is done to, where, by when, and the page where it is done.

    ``when`` is a date or words, ``None`` where no day is set.
    """

    verb: Text
    name: Text | str
    where: Text | str
    when: date | Text | None
    url: str
    group: Group = Group.TODAY

    @property
    def text(self) -> Text:
        """Return the line as it is said: verb and name."""
        name = self.name if isinstance(self.name, Text) else Text(self.name, self.name)
        return Text(f"{self.verb.zh} {name.zh}", f"{self.verb.en} {name.en}")


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """The lines of one group, in the order in which the providers gave them."""

    group: Group
    title: Text
    lines: tuple[AgendaLine, ...]


Provider = Callable[[Actor, date], Sequence[AgendaLine]]


class _Installed:
    def __init__(self) -> None:
        self.providers: tuple[Provider, ...] = ()


_installed = _Installed()


def install(providers: Iterable[Provider]) -> None:
    """Set who offers lines, in the order of the page; site calls this at start."""
    _installed.providers = tuple(providers)


def collect(viewer: Actor, today: date) -> tuple[AgendaGroup, ...]:
    """Return what the viewer can do now, in groups that hold something."""
    lines = [line for provider in _installed.providers for line in provider(viewer, today)]
    groups = [(group, tuple(line for line in lines if line.group is group)) for group in Group]
    return tuple(AgendaGroup(group, GROUP_NAMES[group], found) for group, found in groups if found)


def own_jobs(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the viewer's jobs: those that stopped can go on, the others are waited for."""
    return [_job_line(job) for job in my_jobs(viewer)]


def _job_line(job: JobView) -> AgendaLine:
    if job.can_go_on:
        return AgendaLine(Text("继续", "Go on with"), job.label, job.state_label, None, job.url)
    verb = Text("等", "Wait for")
    return AgendaLine(verb, job.label, job.state_label, job.time_left, job.url, Group.WAITING)
