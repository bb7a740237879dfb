"""The kinds of jobs of this installation, and what the site lends them: a clock and the wordings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xiuhua.kernel.refusals import Problem, Wording
from xiuhua.kernel.text import Text
from xiuhua.platform.work.progress import Progress


@dataclass(frozen=True, slots=True)
class Finished:
    """What a job hands back: the id of its result, and a worded message with whole numbers, if it has one."""

    result: str = ""
    message: str = ""
    values: Mapping[str, int] = field(default_factory=dict)


class JobFailed(Exception):
    """The job cannot go on, for a reason that the catalogue of refusals words; ``values`` are whole numbers."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


JobFunction = Callable[[Mapping[str, Any], Progress], Finished | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. ``resumable`` promises that running it again after a kill goes on and repeats nothing.

    ``result_route`` names the page of the result; it takes the result's id.
    """

    code: str
    function: JobFunction
    label: Text
    unit: Text
    resumable: bool
    result_route: str


class _Installed:
    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.clock: Callable[[], datetime] | None = None
        self.word: Callable[[Problem], Wording] | None = None


_installed = _Installed()


def install(*, clock: Callable[[], datetime], word: Callable[[Problem], Wording]) -> None:
    """Lend the clock and the catalogue's wording; site calls this at start."""
    _installed.clock, _installed.word = clock, word


def register(
    code: str,
    function: JobFunction,
    *,
    label: Text,
    unit: Text,
    resumable: bool = False,
    result_route: str = "",
) -> None:
    """Add a kind of job, or replace the one of the same code."""
    _installed.kinds[code] = Kind(code, function, label, unit, resumable, result_route)


def kind_of(code: str) -> Kind | None:
    """Return a registered kind, or ``None`` for one that this version of the code no longer has."""
    return _installed.kinds.get(code)


def now() -> datetime:
    """Return this instant by the site's clock."""
    if _installed.clock is None:
        raise RuntimeError("the site has not lent its clock: work.kinds.install")
    return _installed.clock()


def word(problem: Problem) -> Wording:
    """Return the wording of a job's message."""
    if _installed.word is None:
        raise RuntimeError("the site has not lent its wordings: work.kinds.install")
    return _installed.word(problem)
