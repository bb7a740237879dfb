"""The agenda: what a person can do now. Modules offer lines, the site wires them, the Today page shows them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import Probe, probed
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.queries import OPEN, STOPPED, JobView, my_jobs


class Group(StrEnum):
    """Where a line stands, in the order of the page. ``waiting`` is for what others (or a job) have to do."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    WAITING = "waiting"


FEW = 8
"""So many lines of a group are read at a glance; the others stand on its list, unless it is only one."""

ASKED_FOR = frozenset({Group.OVERDUE, Group.TODAY})
"""The groups that wait for the viewer and for nobody else."""

GROUP_NAMES: Mapping[Group, Text] = {
    Group.OVERDUE: Text("已过期", "Overdue"),
    Group.TODAY: Text("今天", "Today"),
    Group.SOON: Text("近日", "Soon"),
    Group.WAITING: Text("等着的", "Waiting"),
}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One thing to do: a verb, the name of what it is done to, where, by when, and the page where it is done.

    ``when`` is a date or words, ``None`` where no day is set. ``plain`` says the line without naming anybody and
    ``place`` where it is done, for texts that leave this installation; without them only the verb goes out.
    ``day`` says what the date is where it is not the day by which it is to be done.
    """

    verb: Text
    name: Text | str
    where: Text | str
    when: date | Text | None
    url: str
    group: Group = Group.TODAY
    plain: Text | None = None
    place: str = ""
    day: Text | None = None

    @property
    def bare(self) -> Text:
        """Return what is done, without whom it concerns and where."""
        return self.plain or Text(self.verb.zh.rstrip("："), self.verb.en.rstrip(":"))

    @property
    def outside(self) -> Text:
        """Return what may be said of the line elsewhere: what is done and where, never a person and never a number."""
        said = self.bare
        return Text(f"{said.zh}（{self.place}）", f"{said.en} ({self.place})") if self.place else said

    @property
    def text(self) -> Text:
        """Return the line as it is said: verb and name."""
        name = self.name if isinstance(self.name, Text) else Text(self.name, self.name)
        return Text(f"{self.verb.zh} {name.zh}", f"{self.verb.en} {name.en}")


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """The lines of one group: those with a day first, the earliest first; then in the order of the providers."""

    group: Group
    title: Text
    lines: tuple[AgendaLine, ...]

    @property
    def shown(self) -> tuple[AgendaLine, ...]:
        """The lines that are read at a glance."""
        return self.lines[:FEW] if len(self.lines) > FEW + 1 else self.lines

    @property
    def more(self) -> int:
        """How many stand only on the list of the group."""
        return len(self.lines) - len(self.shown)


Provider = Callable[[Actor, date], Sequence[AgendaLine]]


def offered_for(*probes: Probe) -> Callable[[Provider], Provider]:
    """Let a provider be asked only where one of these finds something; without any of them it is asked always."""

    def mark(provider: Provider) -> Provider:
        provider.probes = probes
        return provider

    return mark


class _Installed:
    def __init__(self) -> None:
        self.providers: tuple[Provider, ...] = ()


_installed = _Installed()


def install(providers: Iterable[Provider]) -> None:
    """Set who offers lines, in the order of the page; site calls this at start."""
    _installed.providers = tuple(providers)


def collect(viewer: Actor, today: date) -> tuple[AgendaGroup, ...]:
    """Return what the viewer can do now, in groups that hold something.

    A line that is offered twice stands once, in the most urgent of its groups.
    """
    lines = [line for provider in _worth_asking(viewer) for line in provider(viewer, today)]
    once: dict[tuple[Text, str], AgendaLine] = {}
    for group in Group:
        for line in lines:
            if line.group is group:
                once.setdefault((line.text, line.url), line)
    groups = [(group, sorted((line for line in once.values() if line.group is group), key=_day)) for group in Group]
    return tuple(AgendaGroup(group, GROUP_NAMES[group], tuple(found)) for group, found in groups if found)


def _worth_asking(viewer: Actor) -> list[Provider]:
    """Return the providers that may have something to offer: for most people most have nothing; one query."""
    wanted = [(each, tuple(getattr(each, "probes", ()))) for each in _installed.providers]
    found = iter(probed(viewer, [probe for _, probes in wanted for probe in probes]))
    answers = [(each, [next(found) for _ in probes]) for each, probes in wanted]
    return [each for each, said in answers if any(said) or not said]


def waiting(groups: Iterable[AgendaGroup]) -> int:
    """Return how many lines wait for the viewer: those that are overdue and those of today."""
    return sum(len(each.lines) for each in groups if each.group in ASKED_FOR)


def outside(groups: Iterable[AgendaGroup]) -> tuple[tuple[Text, tuple[Text, ...]], ...]:
    """Return what may be said of the agenda elsewhere: by the title of each group, what is done and where, once."""
    return tuple((each.title, tuple(dict.fromkeys(line.outside for line in each.lines))) for each in groups)


def _day(line: AgendaLine) -> date:
    return line.when if isinstance(line.when, date) else date.max


@offered_for(Probe(Job, own="owner_id", values={"put_aside": [False], "state": sorted(OPEN | STOPPED)}))
def own_jobs(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the viewer's jobs: those that stopped can go on, the others are waited for."""
    return [_job_line(job) for job in my_jobs(viewer)]


def _job_line(job: JobView) -> AgendaLine:
    if job.can_go_on:
        return AgendaLine(Text("继续", "Go on with"), job.label, job.state_label, None, job.url)
    verb = Text("等", "Wait for")
    return AgendaLine(verb, job.label, job.state_label, job.time_left, job.url, Group.WAITING)
