"""The contract between the journal, the modules that decide, and the doors that ask."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.decisions import Outcome
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.vault.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Accepted:
    """The handler's yes: what changes, where, and what the caller may want to know.

    ``place_codes`` (full codes) decide the streams: the county of each, or ``system`` when empty. The first
    stream's entry carries the changes. ``subjects`` get a key if they have none. ``result`` must be JSON and
    free of personal data.

    The keys of ``erased`` subjects are destroyed with the write, after its entry was sealed under them: nobody opens
    what it says of before. ``together`` does, in the same transaction and once the rows are written,
    what is about no domain row; ``afterwards`` runs
    when all of it is committed.
    """

    changes: Sequence[Change]
    place_codes: tuple[str, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    subjects: tuple[UUID, ...] = ()
    erased: tuple[UUID, ...] = ()
    together: tuple[Callable[[], None], ...] = ()
    afterwards: tuple[Callable[[], None], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The handler's no, with at least one problem."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may use besides the database: who asks, when, under which policy, with which keys."""

    actor: Actor
    received_at: datetime
    today: date
    policy: Policy
    keyring: Keyring
    using: str = "default"
    batch: UUID | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The handler's yes to a wish that is already so: nothing is written and no entry is made."""

    result: Mapping[str, Any] = field(default_factory=dict)


Decided = Accepted | Refused | Unchanged
Handler = Callable[[Sequence[Any], Context], Sequence[Decided]]
PlacesOf = Callable[[Sequence[Any]], Sequence[tuple[str, ...] | None]]


Records = Iterable[tuple[type[models.Model], UUID]]


@dataclass(frozen=True, slots=True)
class UndoCheck:
    """What only a module can say of taking a command back: why it cannot be now, though nothing was built on its rows.

    ``reached`` returns the records that decide, given those that would change back; they are locked with them.
    ``begin`` is given all changes that are to be made and reads in bulk; what it returns is asked once for each
    command, with its changes, after everything else was found to be well, and counts what it lets pass.
    """

    reached: Callable[[Records], Records]
    begin: Callable[[Sequence[Change], Context], Callable[[Sequence[Change]], Problem | None]]


@dataclass(frozen=True, slots=True)
class CommandType:
    """One kind of wish: its command class, who may wish it, where it acts, and who decides.

    ``places`` returns, for each command, the full place codes it concerns, ``()`` for the whole system, or
    ``None`` where a record it names does not exist. ``root_model`` is the model of the existing records that
    the command's ``roots()`` name: they are locked, and their versions compared with ``base_version``.
    ``find_roots`` adds the ids of existing records that commands find in another way than by naming them as roots, and
    ``find_records`` existing records of any kind, with their models, that commands reach in another way.
    What may not be taken back by undoing, because its inverse has rules of its own, is not ``undoable``. Where more
    than a role decides who may wish it, such as a membership or who else was involved, it is ``own``: only whoever
    wished it, or the operator, takes it back. ``undo_check`` says why it cannot be taken back now.
    """

    command: type[Command]
    handle: Handler
    places: PlacesOf
    access: Access
    root_model: type[models.Model] | None = None
    find_roots: Callable[[Sequence[Any]], Iterable[UUID]] | None = None
    find_records: Callable[[Sequence[Any]], Records] | None = None
    undoable: bool = True
    own: bool = False
    undo_check: UndoCheck | None = None

    def reaches_one(self, command: Command) -> bool:
        """Say whether the command locks at most one record."""
        return self.find_records is None and len(command.roots()) < 2


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one command.

    ``repeated`` marks the first receipt given once more, ``unchanged`` a wish that was already so.
    """

    command_id: UUID
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    repeated: bool = False
    unchanged: bool = False

    @property
    def accepted(self) -> bool:
        """Say whether the wish was carried out."""
        return self.outcome is Outcome.ACCEPTED
