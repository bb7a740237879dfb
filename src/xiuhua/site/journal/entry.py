"""One entry whole: who, when, through which post and door, what it changed in words, its place in the chain."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import posts_by_id
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.accounts.shown import people_shown
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.browsing import ListedEntry, WholeEntry, at, positions
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.queries.named import people_of, statements_of
from xiuhua.site.journal.queries import EntryLine, command_label, entries_seen, entry_lines, record_names
from xiuhua.site.journal.telling import RowTold, Teller, other_statements, referred

_NOTHING_HERE = Text(
    "这一条只记下它也涉及这个县，改动写在第一条里",
    "this entry only says that the county was concerned too; the changes stand in the first one",
)
_FOR_GOOD = Text("这种操作有自己的反操作，不用撤销", "this has an opposite of its own and is not undone")
_AUTHOR = Text("做这件事的人自己", "whoever did it")
_UNREADABLE = Text("内容读不出来，请先核对日志", "its content cannot be read; have the journal verified first")


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """Where an entry stands, for a link to it."""

    stream: str
    sequence: int

    @property
    def url(self) -> str:
        """Return the address of the entry's page."""
        return reverse("journal-entry", args=[self.stream, self.sequence])


@dataclass(frozen=True, slots=True)
class EntryTold:
    """One entry for its page.

    ``why_not_undo`` says why nobody can undo it, ``who_may_undo`` who may where the viewer may not.
    ``undoes`` is the entry that this one took back, ``also`` the entries of the same command in other streams.
    """

    line: EntryLine
    hash: str
    previous_hash: str
    version: int
    observed: str
    role: Text | None
    policy_version: str
    code_version: str
    rows: tuple[RowTold, ...]
    readable: bool
    reason: str
    undoes: EntryPlace | None
    also: tuple[EntryPlace, ...]
    why_not_undo: Text | None
    who_may_undo: Text | None

    @property
    def hidden(self) -> bool:
        """Say whether some of it is about records that the viewer may not see."""
        return any(not row.open for row in self.rows)


def entry_told(viewer: Actor, stream: str, sequence: int) -> EntryTold | None:
    """Return one entry in words; ``None`` where it is absent or the viewer may not see it."""
    keys = keyring()
    scoped = entries_seen(viewer)
    whole = at(scoped, stream, sequence, keys)
    if whole is None:
        return None
    listed = whole.listed
    people, others = referred(whole.changes)
    names = record_names(viewer, {*whole.records, *others})
    known = {**people_of(viewer, people), **people_shown(viewer, people)}
    former = statements_of(viewer, other_statements(whole.changes).values())
    teller = Teller(viewer, listed.place_code, names, known, former, keys)
    post = posts_by_id([listed.post]).get(listed.post) if listed.post else None
    undone = whole.result.get("undone")
    places = positions(scoped, UUID(undone)) if undone else ()
    rows = teller.rows(whole.changes)
    return EntryTold(
        line=entry_lines(viewer, [listed])[0],
        hash=whole.hash,
        previous_hash=whole.previous_hash,
        version=whole.version,
        observed=whole.observed,
        role=ROLE_NAMES[Role(post.role)] if post else None,
        policy_version=whole.policy_version,
        code_version=whole.code_version,
        rows=rows,
        readable=whole.readable,
        reason=whole.reason if all(row.open for row in rows) else "",
        undoes=EntryPlace(*places[0]) if places else None,
        also=tuple(EntryPlace(*each) for each in positions(scoped, listed.command_id) if each != (stream, sequence)),
        why_not_undo=_why_not_undo(whole),
        who_may_undo=_who_may_undo(viewer, listed),
    )


def entry_of_command(viewer: Actor, command_id: UUID) -> EntryPlace | None:
    """Return where a command's first entry stands, if the viewer may see it."""
    found = positions(entries_seen(viewer), command_id)
    return EntryPlace(*found[0]) if found else None


def _why_not_undo(whole: WholeEntry) -> Text | None:
    """Return why nobody can ask for the undoing; whether it can still be done, the journal decides when asked."""
    try:
        kind = catalogue.command_type(whole.listed.code)
    except KeyError:
        return command_label(whole.listed.code)
    if not whole.readable:
        return _UNREADABLE
    if not whole.changes:
        return _NOTHING_HERE
    return None if kind.undoable else _FOR_GOOD


def _who_may_undo(viewer: Actor, listed: ListedEntry) -> Text | None:
    """Return who may undo the entry where the viewer may not: whoever may do a thing there may undo it there."""
    if viewer.operator:
        return None
    try:
        kinds = [catalogue.command_type(code) for code in (listed.code, Undo.code)]
    except KeyError:
        return None
    if kinds[0].own and listed.actor != viewer.person_id:
        return _AUTHOR
    for access in (kind.access for kind in kinds):
        inside = reaches(viewer, access, listed.place_code) if listed.place_code else access.allows(viewer.roles())
        if not inside:
            return access.reason
    return None
