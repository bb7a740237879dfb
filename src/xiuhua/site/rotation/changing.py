"""Changing the master key: the new one is put in place in one step, then everything is brought under it.

Until that is done the file of the master key holds both, so that all is readable; whoever is killed leaves a state
from which the next run, or the next start, goes on. Afterwards the old key lies beside, for somebody to take away.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange import parcels
from xiuhua.platform.exchange.staging import seal_anew
from xiuhua.platform.files import contents
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.heads import sign_anew
from xiuhua.platform.journal.queries import sequences
from xiuhua.platform.journal.queue import writers_turn
from xiuhua.platform.vault.forms import LAST_GENERATION
from xiuhua.platform.vault.keyring import keyring, master
from xiuhua.platform.vault.master import FILE_NAME, Master, load_master, next_master, side_file, write_master
from xiuhua.platform.vault.renewing import keep_proofs, subjects, wrap_anew
from xiuhua.platform.vault.steady import still
from xiuhua.registry.commands.renewing import AT_ONCE, RenewIndexes
from xiuhua.registry.queries.renewing import all_households
from xiuhua.registry.remembered import forget_all_rows
from xiuhua.site import clock
from xiuhua.site.locks import Held, file_lock

USING = "default"
TRIES, PAUSE_SECONDS = 20, 0.25
"""How often a moment without backup and upload is looked for, and how long is waited between."""

Progress = Callable[[int], None]


class RotationRefused(Exception):
    """The master key stays as it is; ``problem`` says why and what to do."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code, values=values)


@dataclass(slots=True)
class Rotated:
    """What was done: both keys, where the old one lies, and how much was brought under the new one.

    ``unreadable`` counts wrapped keys that no master key opens; they stay, for ``verify`` to name.
    """

    old: Master
    new: Master
    side_file: Path
    keys: int = 0
    unreadable: int = 0
    staged: int = 0
    heads: int = 0
    households: int = 0


def rotate(home: Path, *, progress: Progress | None = None) -> Rotated:
    """Put a new master key in the place of the present one, or go on where that was interrupted.

    Raise :class:`RotationRefused`; then nothing has changed.
    """
    try:
        with file_lock(home / "rotation.lock", wait=False):
            present = master()
            if present.before is None:
                present = _switched(home, present)
            return _finished(home, present, progress)
    except Held:
        raise RotationRefused("rotation_running") from None


def finish(home: Path, *, progress: Progress | None = None) -> Rotated | None:
    """Go on with a change of the master key that was interrupted, if there is one and nobody is at it."""
    if master().before is None:
        return None
    try:
        return rotate(home, progress=progress)
    except RotationRefused:
        return None


def _switched(home: Path, present: Master) -> Master:
    """Let every writer use the new master key from one moment on, and return it.

    Where each stream of the journal stands in that moment goes into the same file, so that it holds both or neither.
    """
    if present.generation == LAST_GENERATION:
        raise RotationRefused("rotation_exhausted", count=LAST_GENERATION - 1)
    beside = side_file(home, present)
    if beside.exists() and load_master(home, create=False, name=beside.name)[0].secret != present.secret:
        raise RotationRefused("rotation_old_key_lies_here", file=beside.name)
    write_master(beside, present)
    for _ in range(TRIES):
        with contents.alone(home) as held:
            if held:
                with still(home):
                    write_master(home / FILE_NAME, next_master(present, sequences(USING)))
                return master()
        time.sleep(PAUSE_SECONDS)
    raise RotationRefused("rotation_not_now")


def _finished(home: Path, present: Master, progress: Progress | None) -> Rotated:
    if present.before is None:
        raise ValueError("no change of the master key is under way")
    done = Rotated(present.before, replace(present, before=None, boundary={}), side_file(home, present.before))
    if not done.side_file.exists():
        write_master(done.side_file, done.old)
    with writers_turn(USING):
        keep_proofs(present, using=USING)
    done.heads = sign_anew(home, present)
    ring = keyring(using=USING)
    for some in subjects(using=USING):
        with writers_turn(USING):
            wrapped, unreadable = wrap_anew(some, ring, using=USING)
        done.keys, done.unreadable = done.keys + wrapped, done.unreadable + unreadable
        if progress is not None:
            progress(done.keys)
    done.staged = seal_anew() + parcels.seal_anew()
    for ids in chunks(all_households(), AT_ONCE):
        done.households += _renewed(tuple(ids), clock.now())
    with writers_turn(USING):
        forget_all_rows()
    write_master(home / FILE_NAME, done.new)
    return done


def _renewed(ids: tuple[UUID, ...], now: datetime) -> int:
    """Make the indexes of some households anew; one that is gone meanwhile is left out."""
    wish = RenewIndexes(id=clock.new_id(), household_ids=ids)
    receipt = execute(wish, actor=LOCAL_OPERATOR, received_at=now)
    if not receipt.accepted:
        raise RuntimeError(f"indexes were not made anew: {receipt.problems[0].code}")
    return 0 if receipt.unchanged else len(ids)
