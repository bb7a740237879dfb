"""What the site lends this module at start: its clock and its wordings."""

from collections.abc import Callable
from datetime import datetime

from xiuhua.kernel.refusals import Problem, Wording


class _Lent:
    def __init__(self) -> None:
        self.clock: Callable[[], datetime] | None = None
        self.machine_clock: Callable[[], datetime] | None = None
        self.word: Callable[[Problem], Wording] | None = None


_lent = _Lent()


def install(
    *,
    clock: Callable[[], datetime],
    word: Callable[[Problem], Wording],
    machine_clock: Callable[[], datetime] | None = None,
) -> None:
    """Lend the clock and the catalogue's wording; site calls this at start.

    ``machine_clock`` runs on where the clock of the demo stands; without one, both are the same.
    """
    _lent.clock, _lent.word, _lent.machine_clock = clock, word, machine_clock or clock


def now() -> datetime:
    """Return this instant by the site's clock."""
    if _lent.clock is None:
        raise RuntimeError("the site has not lent its clock: accounts.lent.install")
    return _lent.clock()


def machine_time() -> datetime:
    """Return this instant as the machine, and everybody's telephone, has it: for codes and lock-outs."""
    if _lent.machine_clock is None:
        raise RuntimeError("the site has not lent its clock: accounts.lent.install")
    return _lent.machine_clock()


def word(problem: Problem) -> Wording:
    """Return the wording of a problem."""
    if _lent.word is None:
        raise RuntimeError("the site has not lent its wordings: accounts.lent.install")
    return _lent.word(problem)


def can_word(problem: Problem) -> bool:
    """Say whether a problem that came from outside can be said: its code is known, and it has what its words quote."""
    try:
        word(problem)
    except (LookupError, ValueError, TypeError, AttributeError):
        return False
    return True


def sentence(problem: Problem, language: str) -> str:
    """Return what happened, why and what to do next, as one line in the language."""
    return word(problem).sentence().in_language(language)
