"""One transaction's worth of commands: decide run by run, write in bulk, chain the entries at the end."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, models, transaction

from xiuhua.kernel.actors import Actor, Post
from xiuhua.kernel.commands import Command, personal_paths
from xiuhua.kernel.decisions import Outcome
from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.places import lies_in, narrowest
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal import catalogue, sql
from xiuhua.platform.journal.apply import Writer
from xiuhua.platform.journal.chain import HASHED, entry_hash
from xiuhua.platform.journal.conflicts import conflict
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Receipt, Refused, Unchanged
from xiuhua.platform.journal.erasing import erase, handled
from xiuhua.platform.journal.heads import Head
from xiuhua.platform.journal.models import Entry, RefusedCommand, Stream, Touch
from xiuhua.platform.journal.repeats import doubles, first_receipt
from xiuhua.platform.journal.spool import Spool
from xiuhua.platform.journal.stored import text_of
from xiuhua.platform.journal.streams import ledger_of, locked_streams, streams_at
from xiuhua.platform.journal.tables import instant, uuid_hex
from xiuhua.platform.journal.words import with_sealed, words_of
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, master
from xiuhua.platform.vault.models import SubjectKey

_ENTRY_COLUMNS = ("previous_hash", "hash", *HASHED)
_IDS = tuple(HASHED.index(name) for name in ("command_id", "batch", "actor", "post"))
_SEQUENCE = HASHED.index("sequence")
_NOT_FOUND = Refused((Problem("not_found"),))

Codes = tuple[str, ...]


class Batch:
    """Takes chunks of commands inside one transaction; :meth:`remember` ends it.

    ``begun`` are the heads of streams that it began.
    """

    begun: Sequence[Head] = ()

    def __init__(self, *, actor: Actor, received_at: datetime, batch: UUID | None, using: str) -> None:
        if received_at.tzinfo is None:
            raise ValueError("received_at must be an aware instant")
        self._using = using
        self._writer = Writer(using)
        self._keyring = Keyring(master(), using=using)
        self._entries = Spool()
        self._fresh: list[tuple[str, list[Any]]] = []
        self._erasing: list[Accepted] = []
        self._versions: dict[UUID, UUID | None] = {}
        self._done: dict[UUID, tuple[str, Receipt]] = {}
        self._received = instant(received_at)
        self._context = Context(
            actor=actor,
            received_at=received_at,
            today=received_at.astimezone(catalogue.LOCAL_ZONE).date(),
            policy=catalogue.policy(),
            keyring=self._keyring,
            using=using,
            batch=batch,
        )

    def take(self, commands: Sequence[Command]) -> list[Receipt]:
        """Decide and write a chunk; return its receipts in order."""
        digests = [self._keyring.digest(_payload(command)) for command in commands]
        self._versions = self._lock_all(commands)
        # Looked up under the locks: whoever waited for the same wish sent twice must find its entry.
        receipts = self._repeated(commands, digests)
        again = doubles(commands)
        for kind, run in _runs(commands, {*receipts, *again}):
            for index, (outcome, codes) in zip(run, self._decide(kind, [commands[i] for i in run]), strict=True):
                receipts[index] = self._settle(commands[index], digests[index], outcome, codes)
            self._writer.flush()
            self._save_keys()
            erase(self._erasing, self._keyring, self._using)
        for index, first in again.items():
            receipts[index] = first_receipt(receipts[first], same=digests[index] == digests[first])
        for stream, values in self._fresh:
            self._entries.add(stream, values)
        self._fresh.clear()
        self._keyring.forget()
        done = [receipts[index] for index in range(len(commands))]
        self._keep_refusals([receipt for receipt in done if receipt.outcome is Outcome.REFUSED], commands)
        return done

    def take_singly(self, commands: Sequence[Command]) -> list[Receipt]:
        """Do the same one by one: a command that meets what the database itself forbids is refused alone."""
        receipts: list[Receipt] = []
        for command in commands:
            touched = len(self._writer.touched)
            try:
                with transaction.atomic(using=self._using):
                    receipts.extend(self.take((command,)))
            except IntegrityError:
                self._fresh.clear()
                self._erasing.clear()
                self._done.pop(command.id, None)
                self._writer.drop(touched)
                self._keyring.drop()
                receipts.append(Receipt(command.id, Outcome.REFUSED, (Problem("meets_existing"),)))
                self._keep_refusals(receipts[-1:], (command,))
        return receipts

    def remember(self) -> list[Head]:
        """Chain and store the entries of everything taken; lock the heads only now, in order."""
        if not self._entries.streams:
            return []
        ledger = ledger_of(self._using)
        streams = locked_streams(self._using, sorted(self._entries.streams))
        self.begun = [Head(ledger, name, 0, "") for name, head in streams.items() if head.sequence == 0]
        key = master().chaining
        for piece in self._entries.pieces():
            rows = []
            for stream, values in piece:
                head = streams[stream]
                head.sequence += 1
                values[_SEQUENCE] = head.sequence
                previous, head.hash = head.hash, entry_hash(key, head.hash, values)
                rows.append([previous, head.hash, *self._parameters(values)])
            sql.insert_rows(self._using, Entry._meta.db_table, _ENTRY_COLUMNS, rows)
        touched = [(uuid_hex(record), uuid_hex(command)) for record, command in self._writer.touched]
        sql.insert_rows(self._using, Touch._meta.db_table, ("record", "command_id"), touched)
        changed = [(head.sequence, head.hash, name) for name, head in streams.items()]
        sql.update_rows(self._using, Stream._meta.db_table, ("sequence", "hash"), "name", changed)
        return [Head(ledger, name, head.sequence, head.hash) for name, head in streams.items()]

    def _decide(self, kind: CommandType, commands: list[Command]) -> list[tuple[Decided, Codes]]:
        """Return the outcome of each command, with the places that the command concerns."""
        actor, roles = self._context.actor, kind.access.roles
        if not actor.operator and not kind.access.allows(actor.roles()):
            not_your_role = Refused((Problem("not_your_role", values=kind.access.who()),))
            return [(not_your_role, ()) for _ in commands]
        outcomes: list[tuple[Decided, Codes]] = [(_NOT_FOUND, ()) for _ in commands]
        places = list(kind.places(commands))
        open_ = [
            index
            for index, (command, codes) in enumerate(zip(commands, places, strict=True))
            if codes is not None
            and all(actor.reaches(code, roles) for code in codes)
            and (kind.root_model is None or all(root in self._versions for root in command.roots()))
        ]
        decided = handled(kind, [commands[index] for index in open_], self._context)
        for index, outcome in zip(open_, decided, strict=True):
            command = commands[index]
            if isinstance(outcome, Accepted) and command.base_version is not None and kind.root_model:
                found = conflict(command, outcome, self._versions, self._context)
                outcome = Refused((found,)) if found else outcome
            outcomes[index] = outcome, places[index] or ()
        return outcomes

    def _lock_all(self, commands: Sequence[Command]) -> dict[UUID, UUID | None]:
        """Lock the existing records of a whole chunk, table by table and sorted by id, and return their versions."""
        wanted: dict[type[models.Model], set[UUID]] = {}
        by_code: dict[str, list[Command]] = {}
        for command in commands:
            by_code.setdefault(command.code, []).append(command)
        for code, same in by_code.items():
            kind = catalogue.command_type(code)
            if kind.root_model is not None:
                ids = wanted.setdefault(kind.root_model, set())
                ids.update(root for command in same for root in command.roots())
                ids.update(kind.find_roots(same) if kind.find_roots else ())
            for model, root in kind.find_records(same) if kind.find_records else ():
                wanted.setdefault(model, set()).add(root)
        versions: dict[UUID, UUID | None] = {}
        for model, roots in sorted(wanted.items(), key=lambda pair: pair[0]._meta.db_table):
            meta = model._meta
            key = str(meta.pk.column)
            ids_text = [uuid_hex(root) for root in roots]
            for found, version in sql.select_in(self._using, meta.db_table, (key, "version"), key, ids_text, lock=True):
                versions[as_uuid(found)] = None if version is None else as_uuid(version)
        return versions

    def _settle(self, command: Command, digest: str, outcome: Decided, codes: Codes) -> Receipt:
        if isinstance(outcome, Refused):
            return Receipt(command.id, Outcome.REFUSED, outcome.problems)
        if isinstance(outcome, Unchanged):
            return Receipt(command.id, Outcome.ACCEPTED, result=outcome.result, unchanged=True)
        self._keyring.make(outcome.subjects)
        try:
            changes = text_of(outcome.changes, self._keyring)
            kept = self._kept(command, outcome)
        except KeyDestroyed:
            return Receipt(command.id, Outcome.REFUSED, (Problem("subject_erased"),))
        self._versions.update(dict.fromkeys(self._writer.add(command.id, outcome.changes), command.id))
        if outcome.erased or outcome.together or outcome.afterwards:
            self._erasing.append(outcome)
        result = orjson.dumps(dict(outcome.result)).decode()
        for stream, inside in streams_at(outcome.place_codes, codes):
            self._fresh.append((stream, self._entry(stream, command, digest, kept, changes, result, narrowest(inside))))
            changes = "[]"
        receipt = Receipt(command.id, Outcome.ACCEPTED, result=outcome.result)
        self._done[command.id] = digest, receipt
        return receipt

    def _kept(self, command: Command, outcome: Accepted) -> str:
        """Return what the journal keeps of a command: free text sealed, and nothing else that is personal."""
        kept = _plain(command)
        words = words_of(command)
        if not words:
            return kept
        # The words of an erasure say why it was right: they must not go with the key of whoever is erased.
        changes = () if outcome.erased else outcome.changes
        return with_sealed(kept, words, changes, self._keyring, otherwise=self._context.batch or command.id)

    def _entry(
        self, stream: str, command: Command, digest: str, kept: str, changes: str, result: str, place_code: str
    ) -> list[Any]:
        actor = self._context.actor
        post = _post(actor, place_code)
        observed = command.observed_at
        return [
            stream,
            0,
            command.id,
            command.code,
            command.version,
            kept,
            changes,
            result,
            digest,
            place_code,
            self._context.batch,
            actor.person_id,
            post.id if post else None,
            actor.door,
            observed.isoformat() if observed else "",
            self._received,
            self._context.policy.version,
            catalogue.code_version(),
        ]

    def _repeated(self, commands: Sequence[Command], digests: Sequence[str]) -> dict[int, Receipt]:
        """Return the receipts of commands that were carried out before, here or in an earlier transaction."""
        columns = ("command_id", "payload_digest", "result")
        known = {command.id: self._done[command.id] for command in commands if command.id in self._done}
        ids = sorted({uuid_hex(command.id) for command in commands})
        for key, digest, result in sql.select_in(self._using, Entry._meta.db_table, columns, "command_id", ids):
            found = as_uuid(key)
            known[found] = digest, Receipt(found, Outcome.ACCEPTED, result=orjson.loads(result))
        receipts: dict[int, Receipt] = {}
        for index, command in enumerate(commands):
            if command.id in known:
                digest, first = known[command.id]
                same = digest == digests[index] or digest in self._keyring.digests(_payload(command))
                receipts[index] = first_receipt(first, same=same)
        return receipts

    def _keep_refusals(self, receipts: list[Receipt], commands: Sequence[Command]) -> None:
        if not receipts:
            return
        table = RefusedCommand._meta.db_table
        codes = {command.id: command.code for command in commands}
        unique = {receipt.command_id: receipt for receipt in sorted(receipts, key=attrgetter("command_id"))}
        sql.delete_rows(self._using, table, "command_id", [uuid_hex(each) for each in unique])
        actor = self._context.actor.person_id
        rows = [
            (
                uuid_hex(each),
                codes[each],
                ",".join(problem.code for problem in receipt.problems)[:400],
                None if actor is None else uuid_hex(actor),
                self._received,
            )
            for each, receipt in unique.items()
        ]
        sql.insert_rows(self._using, table, ("command_id", "code", "problems", "actor", "received_at"), rows)

    def _save_keys(self) -> None:
        keys = [(uuid_hex(subject), wrapped) for subject, wrapped in self._keyring.take_unsaved()]
        sql.insert_rows(self._using, SubjectKey._meta.db_table, ("subject", "wrapped"), keys)

    def _parameters(self, values: list[Any]) -> list[Any]:
        for at in _IDS:
            if values[at] is not None:
                values[at] = uuid_hex(values[at])
        return values


def _runs(commands: Sequence[Command], done: Container[int]) -> Iterator[tuple[CommandType, list[int]]]:
    """Yield runs of one command type in which no record comes twice, so that each run sees the one before."""
    run: list[int] = []
    code, roots = "", set[UUID]()
    for index, command in enumerate(commands):
        if index in done:
            continue
        touched = command.roots()
        if run and (command.code != code or not roots.isdisjoint(touched)):
            yield catalogue.command_type(code), run
            run, roots = [], set()
        code = command.code
        run.append(index)
        roots.update(touched)
    if run:
        yield catalogue.command_type(code), run


@cache
def _paths(command: type[Command]) -> dict[str, Any]:
    return personal_paths(command)


def _plain(command: Command) -> str:
    """Return a command without everything that is personal."""
    return command.__pydantic_serializer__.to_json(command, exclude=_paths(type(command)), exclude_none=True).decode()


def _payload(command: Command) -> bytes:
    return command.code.encode() + command.__pydantic_serializer__.to_json(command)


def _post(actor: Actor, place_code: str) -> Post | None:
    """Return the post that the actor used: the narrowest that holds the place."""
    held = [post for post in actor.posts if not place_code or lies_in(place_code, post.place_code)]
    return max(held, key=lambda post: len(post.place_code.rstrip("0")), default=None)
