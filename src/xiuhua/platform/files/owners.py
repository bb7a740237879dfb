"""Whose files these are: what the site wires, because the platform knows no subject matter.

A *subject* is the person or household a file is about; under its key the file is sealed. An *owner* is a kind of
record that names files: whoever may see such a record may open the files it names, and nobody else.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from xiuhua.kernel.actors import Actor

Subjects = Callable[[Collection[UUID], str], Mapping[UUID, str]]
"""Of some ids, those that are people or households of the database named second, with the codes of their places."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One kind of record that names files.

    ``named`` returns those of some files that any such record names, now or in its history; ``seen`` those that a
    record names which the viewer may see.
    """

    named: Callable[[Collection[UUID]], Collection[UUID]]
    seen: Callable[[Actor, Collection[UUID]], Collection[UUID]]


class _Installed:
    def __init__(self) -> None:
        self.owners: tuple[Owner, ...] = ()
        self.subjects: tuple[Subjects, ...] = ()


_installed = _Installed()


def install(*, owners: Iterable[Owner], subjects: Iterable[Subjects]) -> None:
    """Set which records name files, and what files can be about; site calls this at start."""
    _installed.owners = tuple(owners)
    _installed.subjects = tuple(subjects)


def named(files: Collection[UUID]) -> set[UUID]:
    """Return those of these files that some record names."""
    return {each for owner in _installed.owners for each in owner.named(files)}


def seen(viewer: Actor, files: Collection[UUID]) -> set[UUID]:
    """Return those of these files that a record names which the viewer may see."""
    return {each for owner in _installed.owners for each in owner.seen(viewer, files)}


def places_of(subjects: Collection[UUID], *, using: str = "default") -> dict[UUID, str]:
    """Return the place code of each of these people and households; one that does not exist is left out."""
    return {key: code for each in _installed.subjects for key, code in each(subjects, using).items()}
