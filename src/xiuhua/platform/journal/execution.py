"""The one door for writes: who, may it, write, remember, answer."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError, connections, transaction

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.decisions import Outcome
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.batch import Batch
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.heads import write_heads
from xiuhua.platform.journal.queue import many_records_turn, writers_turn
from xiuhua.platform.vault.keyring import master

CHUNK = 2000
"""Commands that are decided and written at once: large enough for bulk statements, small enough for memory."""

ATTEMPTS = 3

Progress = Callable[[int], None]


class NotWritten(IntegrityError):
    """The database refused what was to be written. It says which constraint, never which values."""


class _NotTaken(Exception):
    """Rolls back a batch that was wanted whole or not at all."""


def execute(command: Command, *, actor: Actor, received_at: datetime, using: str = "default") -> Receipt:
    """Carry out one command and return its receipt; see :func:`execute_many`."""
    return execute_many((command,), actor=actor, received_at=received_at, using=using)[0]


def execute_many(
    commands: Iterable[Command],
    *,
    actor: Actor,
    received_at: datetime,
    batch: UUID | None = None,
    all_or_nothing: bool = False,
    progress: Progress | None = None,
    using: str = "default",
) -> list[Receipt]:
    """Carry out commands in one transaction and return their receipts in order.

    Each command is accepted or refused by itself; with ``all_or_nothing`` one refusal leaves nothing
    written. The same id and payload again returns the first receipt; the same id with another payload is
    refused. ``progress`` is told the number of commands done so far. ``batch`` marks the entries, so that they
    can be undone together. Two writers who meet are retried where ``commands`` can be read twice, at last one
    command at a time, so that only the one that cannot be is refused. Otherwise :class:`NotWritten` is raised.
    """
    attempts = 1 if iter(commands) is commands else ATTEMPTS
    for attempt in range(1, attempts + 1):
        singly = attempt == ATTEMPTS
        try:
            with writers_turn(using):
                return _one_transaction(commands, actor, received_at, batch, all_or_nothing, progress, using, singly)
        except (IntegrityError, DataError, OperationalError) as error:
            waited = isinstance(error, OperationalError)
            if attempt == attempts or isinstance(error, DataError) or (waited and connections[using].in_atomic_block):
                if waited:
                    raise
                raise NotWritten(_named(error)) from None
    raise AssertionError("unreachable")


def _one_transaction(
    commands: Iterable[Command],
    actor: Actor,
    received_at: datetime,
    batch: UUID | None,
    all_or_nothing: bool,
    progress: Progress | None,
    using: str,
    singly: bool,
) -> list[Receipt]:
    receipts: list[Receipt] = []
    try:
        with transaction.atomic(using=using):
            work = Batch(actor=actor, received_at=received_at, batch=batch, using=using)
            for chunk in chunks(commands, CHUNK):
                if not receipts and (len(chunk) > 1 or not catalogue.command_type(chunk[0].code).reaches_one(chunk[0])):
                    many_records_turn(using, alone=singly or len(chunk) == CHUNK)
                receipts.extend(work.take_singly(chunk) if singly else work.take(chunk))
                if progress is not None:
                    progress(len(receipts))
            if all_or_nothing and not all(receipt.accepted for receipt in receipts):
                raise _NotTaken
            heads = work.remember()
            if heads and using == "default":
                home = Path(settings.HOME)
                if work.begun:
                    # Signed before they exist: a process killed after the commit leaves no stream that nobody signed.
                    write_heads(home, master(), work.begun)
                # What is committed is accepted, even where a full disk takes no signature: the next write signs it too.
                transaction.on_commit(lambda: write_heads(home, master(), heads), using=using, robust=True)
    except _NotTaken:
        return [_not_taken(receipt) for receipt in receipts]
    return receipts


def _named(error: Exception) -> str:
    """Return what the database objects to, without the values that its own message shows."""
    details = getattr(error.__cause__, "diag", None)
    if details is None:
        return str(error)
    return " ".join(filter(None, (details.sqlstate, details.table_name, details.constraint_name)))


def _not_taken(receipt: Receipt) -> Receipt:
    if not receipt.accepted or receipt.repeated:
        return receipt
    return Receipt(receipt.command_id, Outcome.REFUSED, (Problem("batch_not_taken"),))
