"""What modules above the register hold of somebody who is erased, under other keys than that person's own."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from xiuhua.platform.journal.changes import Update
from xiuhua.platform.vault.keyring import Keyring
from xiuhua.registry.rules.erasing import Known


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who is erased: the households they ever belonged to, and by what words can name them."""

    person_id: UUID
    homes: Collection[UUID]
    known: Known
    keyring: Keyring
    using: str


Forgets = Callable[[Leaving], Iterable[Update]]
"""Yields the changes of one module: what was said of or by the person goes, what is about others stays without them."""


Speaks = Callable[[Collection[str]], Iterable[UUID]]
"""Returns the subjects that are no person and no household under whose keys texts of these villages stand."""


class _Installed:
    def __init__(self) -> None:
        self.forgetters: tuple[Forgets, ...] = ()
        self.speakers: tuple[Speaks, ...] = ()


_installed = _Installed()


def install(forgetters: Iterable[Forgets], *, speakers: Iterable[Speaks]) -> None:
    """Set who lets go of people who are erased, and whose texts are looked through; site calls this at start."""
    _installed.forgetters, _installed.speakers = tuple(forgetters), tuple(speakers)


def speaking_in(places: Collection[str]) -> frozenset[UUID]:
    """Return the subjects, such as groups, under whose keys texts of these villages stand."""
    return frozenset(each for speaks in _installed.speakers for each in speaks(places))


def forgotten_beside(leaving: Leaving) -> Iterator[Update]:
    """Yield the changes of all modules above."""
    for forgets in _installed.forgetters:
        yield from forgets(leaving)
