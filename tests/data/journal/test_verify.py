"""Whatever somebody does to rows or entries behind the journal's back is found, and named."""

from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db.models import F

from data.accounts.cast import fresh
from data.journal.world import COUNTY, NEIGHBOUR, World, a_household, do, in_another_connection, members
from support.copies import Copies, opened, raw
from xiuhua.kernel.refusals import RefusalCatalogue
from xiuhua.platform import journal
from xiuhua.platform.journal.chain import HASHED, entry_hash
from xiuhua.platform.journal.models import Entry, Ledger, Stream, Touch
from xiuhua.platform.journal.replay import NotWhole, replay
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.keyring import master
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.models import Household, Membership, Person, Question, Statement

Found = list[tuple[str, dict[str, Any]]]


def test_an_untouched_database_is_whole(world: World) -> None:
    found = verify(rows=True)
    assert found.findings == ()
    assert found.entries == Entry.objects.count() > 80
    assert found.rows > 400
    assert verify().rows == 0


# Rows


def changed_cells() -> list[Any]:
    """Return a column of each kind: plain, personal, sealed, derived, empty, the version, and another table's."""
    return [
        (Person, "relation", "之妹"),
        (Person, "name", "贾改之"),
        (Person, "birth_date", "1901-01-01"),
        (Person, "identity_index", "0" * 32),
        (Person, "name_pinyin", "jia gai zhi"),
        (Person, "work_months", 99),
        (Person, "left_on", "2017-08-01"),
        (Statement, "per_head_income", 999999),
        (Statement, "exit_status", "从没有人这样写过"),
        (Household, "place_code", "620122101999"),
        (Household, "version", UUID(int=7)),
        (Membership, "valid_from", "2016-01-01"),
        (Question, "values", "x"),
    ]


@pytest.mark.parametrize(
    ("model", "column", "value"), changed_cells(), ids=lambda value: getattr(value, "__name__", None)
)
def test_a_changed_row(world: World, model: Any, column: str, value: Any) -> None:
    row = model.objects.order_by("id").first()
    assert getattr(row, column) != value
    model.objects.filter(id=row.id).update(**{column: value})
    expected = {"table": model._meta.db_table, "key": str(row.id), "fields": [column]}
    assert world.verify() == [("row_changed", expected)]


def test_a_sealed_cell_taken_from_another_person(world: World) -> None:
    one, other = members(a_household())[:2]
    Person.objects.filter(id=one.id).update(identity=other.identity)
    assert world.verify() == [("row_changed", {"table": "registry_person", "key": str(one.id), "fields": ["identity"]})]


def test_a_removed_and_an_added_row(world: World) -> None:
    statement = Statement.objects.order_by("id").first()
    Statement.objects.filter(id=statement.id).delete()
    statement.id = uuid4()
    Statement.objects.bulk_create([statement])
    codes = sorted(code for code, _ in world.verify())
    assert codes == ["row_missing", "row_unknown"]
    assert ("row_unknown", {"table": "registry_statement", "key": str(statement.id)}) in world.verify()


def test_a_history_that_hides_or_invents_an_entry(world: World) -> None:
    Touch.objects.filter(id=Touch.objects.order_by("-id").first().id).delete()
    Touch.objects.create(record=a_household().id, command_id=uuid4())
    assert world.verify() == [("history_differs", {"count": 2})]


def test_a_key_taken_from_another_person(world: World) -> None:
    person = members(a_household(at=1))[0]
    other = SubjectKey.objects.exclude(subject=person.id).first()
    SubjectKey.objects.filter(subject=person.id).update(wrapped=other.wrapped)
    found = world.verify()
    registered = Entry.objects.get(code="registry.record_household", changes__contains=str(person.id))
    assert found[0] == ("entry_unreadable", {"stream": COUNTY, "sequence": registered.sequence})
    assert {code for code, _ in found[1:]} == {"row_unknown", "history_differs"}


# Entries

FORGED = {
    "command_id": uuid4(),
    "code": "registry.leave_household",
    "version": 2,
    "command": '{"id":"forged"}',
    "changes": "[]",
    "result": '{"household":"other"}',
    "payload_digest": "0" * 32,
    "place_code": "620122101999",
    "batch": uuid4(),
    "actor": uuid4(),
    "post": uuid4(),
    "door": "api",
    "observed_at": "2017-01-01",
    "received_at": "2016-09-12T01:00:00.000000Z",
    "policy_version": "other",
    "code_version": "9.9",
}


def test_every_hashed_column_is_tried() -> None:
    assert {*FORGED, "stream", "sequence"} == set(HASHED)


@pytest.mark.parametrize("column", FORGED)
@pytest.mark.parametrize("at", ["first", "middle", "last"])
def test_a_changed_entry(world: World, column: str, at: str) -> None:
    entry = position(COUNTY, at)
    assert getattr(entry, column) != FORGED[column]
    Entry.objects.filter(id=entry.id).update(**{column: FORGED[column]})
    found = chain()
    assert found == [("entry_changed", {"stream": COUNTY, "sequence": entry.sequence})]


def test_an_identifier_that_is_none(own_world: World) -> None:
    entry = position(COUNTY, "middle")
    forge = f"UPDATE journal_entry SET batch = 'nobody' WHERE id = {entry.id}"
    with closing(raw(own_world.url)) as hand:
        if own_world.url.startswith("sqlite"):
            hand.execute(forge)
            assert chain() == [("entry_changed", {"stream": COUNTY, "sequence": entry.sequence})]
        else:
            with pytest.raises(psycopg.DataError):
                hand.execute(forge)


@pytest.mark.parametrize(
    ("table", "column", "code"),
    [
        ("journal_entry", "command_id", "entry_changed"),
        ("journal_touch", "record", "history_differs"),
        ("registry_person", "id", "row_unknown"),
        ("registry_membership", "household_id", "row_changed"),
        ("registry_household", "version", "row_changed"),
    ],
)
def test_an_identifier_that_is_none_beside_rows(own_world: World, table: str, column: str, code: str) -> None:
    """SQLite keeps any value in any column; it is named, and the rest is still looked at."""
    forge = f"UPDATE {table} SET {column} = 'nobody' WHERE id = (SELECT id FROM {table} ORDER BY id DESC LIMIT 1)"
    with closing(raw(own_world.url)) as hand:
        if own_world.url.startswith("sqlite"):
            hand.execute(forge)
            assert code in {found for found, _ in own_world.verify()}
        else:
            with pytest.raises(psycopg.DataError):
                hand.execute(forge)


def test_an_entry_that_cannot_be_read_any_more(world: World) -> None:
    entry = position(COUNTY, "last")
    Entry.objects.filter(id=entry.id).update(changes='[["no_such_table",1,null,{}]]')
    at = {"stream": COUNTY, "sequence": entry.sequence}
    assert world.verify()[:2] == [("entry_changed", at), ("entry_unreadable", at)]


def test_an_entry_moved_to_another_stream(world: World) -> None:
    entry = position(COUNTY, "middle")
    last = position(NEIGHBOUR, "last").sequence
    Entry.objects.filter(id=entry.id).update(stream=NEIGHBOUR, sequence=last + 1)
    moved = {"stream": NEIGHBOUR, "sequence": last + 1}
    gap = {"stream": COUNTY, "sequence": entry.sequence + 1, "missing": entry.sequence}
    expected = {"entry_missing": gap, "chain_broken": moved, "entry_changed": moved}
    found = dict(chain())
    assert found.pop("head_differs") == {"stream": NEIGHBOUR, "sequence": last + 1}
    assert found == expected


@pytest.mark.parametrize("at", ["first", "middle"])
def test_a_removed_entry(world: World, at: str) -> None:
    entry = position(COUNTY, at)
    entry.delete()
    gap = {"stream": COUNTY, "sequence": entry.sequence + 1, "missing": entry.sequence}
    assert chain() == [("entry_missing", gap)]
    assert {code for code, _ in world.verify()} == {"entry_missing", "row_unknown", "history_differs"}


def test_a_removed_entry_that_others_were_pushed_up_to_fill(world: World) -> None:
    entry = position(COUNTY, "middle")
    entry.delete()
    for later in Entry.objects.filter(stream=COUNTY, sequence__gt=entry.sequence).order_by("sequence"):
        Entry.objects.filter(id=later.id).update(sequence=F("sequence") - 1)
    Stream.objects.filter(name=COUNTY).update(sequence=F("sequence") - 1)
    found = chain()
    assert ("chain_broken", {"stream": COUNTY, "sequence": entry.sequence}) in found
    assert found[-1][0] == "tail_cut"


@pytest.mark.parametrize("apart", [1, 5])
def test_two_swapped_entries(world: World, apart: int) -> None:
    one = position(COUNTY, "middle")
    other = Entry.objects.get(stream=COUNTY, sequence=one.sequence + apart)
    Entry.objects.filter(id=one.id).update(sequence=10**6)
    Entry.objects.filter(id=other.id).update(sequence=one.sequence)
    Entry.objects.filter(id=one.id).update(sequence=other.sequence)
    found = chain()
    for place in (one.sequence, other.sequence):
        assert ("entry_changed", {"stream": COUNTY, "sequence": place}) in found
        assert ("chain_broken", {"stream": COUNTY, "sequence": place}) in found


def test_two_entries_whose_places_in_the_table_were_swapped(world: World) -> None:
    """The number of the row is under no hash, and it is what folding goes by."""
    one, other = Entry.objects.filter(stream=COUNTY).order_by("sequence")[3:5]
    one_id, other_id = one.id, other.id
    Entry.objects.filter(id=one_id).update(id=10**9)
    Entry.objects.filter(id=other_id).update(id=one_id)
    Entry.objects.filter(id=10**9).update(id=other_id)
    assert ("chain_broken", {"stream": COUNTY, "sequence": other.sequence}) in chain()


# Tails and rewritten chains


@pytest.mark.parametrize("adjusted", [False, True])
@pytest.mark.parametrize("cut", [1, 9])
def test_a_cut_tail(world: World, cut: int, adjusted: bool) -> None:
    last = position(COUNTY, "last").sequence
    Entry.objects.filter(stream=COUNTY, sequence__gt=last - cut).delete()
    if adjusted:
        set_head(COUNTY)
    assert chain() == [("tail_cut", {"stream": COUNTY, "sequence": last - cut, "known": last})]


@pytest.mark.parametrize("adjusted", ["not", "emptied", "removed"])
def test_a_whole_stream_cut(world: World, adjusted: str) -> None:
    last = position(NEIGHBOUR, "last").sequence
    Entry.objects.filter(stream=NEIGHBOUR).delete()
    if adjusted == "emptied":
        Stream.objects.filter(name=NEIGHBOUR).update(sequence=0, hash="")
    if adjusted == "removed":
        Stream.objects.filter(name=NEIGHBOUR).delete()
    assert chain() == [("tail_cut", {"stream": NEIGHBOUR, "sequence": 0, "known": last})]


def test_a_head_that_is_gone(world: World) -> None:
    Stream.objects.filter(name=COUNTY).delete()
    assert chain() == [("head_differs", {"stream": COUNTY, "sequence": position(COUNTY, "last").sequence})]


def test_a_whole_journal_that_is_gone(world: World) -> None:
    for model in (Entry, Stream, Touch, Ledger):
        model.objects.all().delete()
    assert chain() == [("journal_gone", {})]


def test_a_head_that_went_back(world: World) -> None:
    last = position(COUNTY, "last")
    Stream.objects.filter(name=COUNTY).update(sequence=last.sequence - 1)
    assert chain() == [("head_differs", {"stream": COUNTY, "sequence": last.sequence})]


@pytest.mark.parametrize("at", ["first", "middle", "last"])
def test_a_chain_rewritten_without_a_flaw(world: World, at: str) -> None:
    """Hashes and heads in the database all fit; only what was signed outside of it tells."""
    entry = position(COUNTY, at)
    Entry.objects.filter(id=entry.id).update(door="api")
    rewrite(COUNTY)
    last = position(COUNTY, "last").sequence
    assert world.verify() == [("chain_rewritten", {"stream": COUNTY, "sequence": last})]


FOREIGN_KEYS = [b"", b"\0" * 32, b"a guess"]


@pytest.mark.parametrize("key", FOREIGN_KEYS)
def test_an_entry_added_after_the_signed_head(own_world: World, copies: Copies, key: bytes) -> None:
    """Its maker can write the whole database but has no master key; the next honest write chains and signs on."""
    last = position(COUNTY, "last")
    forged = {name: getattr(last, name) for name in HASHED}
    forged |= {"sequence": last.sequence + 1, "command_id": uuid4()}
    made = entry_hash(key, last.hash, list(forged.values()))
    Entry.objects.create(previous_hash=last.hash, hash=made, **forged)
    set_head(COUNTY)
    at = {"stream": COUNTY, "sequence": last.sequence + 1}
    assert chain() == [("entry_changed", at)]
    person = members(a_household())[1]
    wish = CorrectMember(id=fresh(), household_id=person.household_id, person_id=person.id, school="高中三年级")
    assert do(wish).accepted
    assert position(COUNTY, "last").previous_hash == made
    assert chain() == [("entry_changed", at)]
    with opened("replayed", copies.migrated()):
        with pytest.raises(NotWhole) as refused:
            replay(into="replayed")
        assert [(found.code, found.values) for found in refused.value.findings] == [("entry_changed", at)]
        assert not Entry.objects.using("replayed").exists()
        assert not Person.objects.using("replayed").exists()


@pytest.mark.parametrize("key", FOREIGN_KEYS)
def test_a_chain_rewritten_without_the_key(world: World, key: bytes) -> None:
    rewrite(COUNTY, key)
    entries = Entry.objects.filter(stream=COUNTY).count()
    assert len([code for code, _ in chain() if code == "entry_changed"]) == entries


def test_a_removed_entry_in_a_rewritten_chain(world: World) -> None:
    position("system", "middle").delete()
    rewrite("system")
    last = position("system", "last").sequence
    assert chain() == [("tail_cut", {"stream": "system", "sequence": last, "known": last + 1})]


def test_a_journal_under_another_name(world: World) -> None:
    Ledger.objects.update(id=uuid4())
    assert {code for code, _ in chain()} == {"head_never_signed"}


# What it says, and to whom


def test_every_finding_is_worded_with_its_values(world: World) -> None:
    Person.objects.filter(id=members(a_household())[0].id).update(relation="之妹")
    position(COUNTY, "middle").delete()
    rewrite("system")
    Entry.objects.filter(id=position(NEIGHBOUR, "first").id).update(door="api")
    world.heads.write_bytes(b"")
    catalogue = RefusalCatalogue()
    catalogue.load(Path(journal.__path__[0]) / "refusals.yaml")
    found = verify(rows=True).findings
    assert len({problem.code for problem in found}) > 4
    for problem in found:
        wording = catalogue.word(problem)
        assert 1450 <= wording.number <= 1469
        assert str(problem.values.get("sequence", "")) in wording.sentence().zh


def test_others_go_on_writing_while_it_reads(own_world: World) -> None:
    """What is written between two of its reads is neither a cut nor an added row."""
    household = a_household()
    written: list[bool] = []

    def go_on(count: int) -> None:
        for person in members(household):
            wish = CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, school=f"高中{count}")
            written.append(in_another_connection(lambda wish=wish: do(wish)).accepted)

    assert verify(rows=True, progress=go_on).findings == ()
    assert len(written) > 5
    assert all(written)
    assert own_world.verify() == []


def chain() -> Found:
    """Return what verifying entries alone finds."""
    return [(problem.code, dict(problem.values)) for problem in verify().findings]


def position(stream: str, at: str) -> Entry:
    """Return the first, a middle or the last entry of a stream."""
    entries = list(Entry.objects.filter(stream=stream).order_by("sequence"))
    return entries[{"first": 0, "middle": len(entries) // 2, "last": -1}[at]]


def rewrite(stream: str, key: bytes | None = None) -> None:
    """Number the entries of a stream and compute all hashes and the head anew, as somebody with the code would.

    Unless another key is given, with the true one, so that only the signed heads can tell.
    """
    key = master().chaining if key is None else key
    previous = ""
    for number, entry in enumerate(Entry.objects.filter(stream=stream).order_by("sequence"), 1):
        entry.sequence = number
        values = [getattr(entry, name) for name in HASHED]
        made = entry_hash(key, previous, values)
        Entry.objects.filter(id=entry.id).update(sequence=number, previous_hash=previous, hash=made)
        previous = made
    set_head(stream)


def set_head(stream: str) -> None:
    """Let the head in the database be that of the last entry."""
    last = position(stream, "last")
    Stream.objects.filter(name=stream).update(sequence=last.sequence, hash=last.hash)
