"""Another master key: everything is readable, found and provable before, meanwhile and after, under the new one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.accounts.cast import NOW, TODAY, actor, fresh
from data.journal.world import World, a_household, do, members, opened
from support.copies import Copies
from support.copies import opened as opened_database
from xiuhua.platform.exchange import staging, steps
from xiuhua.platform.exchange.models import ImportSession, StagedPart
from xiuhua.platform.journal.heads import FILE_NAME as HEADS
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.replay import replay
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault import keyring as vault
from xiuhua.platform.vault.forms import generation_of
from xiuhua.platform.vault.keyring import Keyring, Unreadable, keyring, master
from xiuhua.platform.vault.master import FILE_NAME, Master, load_master
from xiuhua.platform.vault.models import Generation, SubjectKey
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.models import Person, Question, SheetDigest
from xiuhua.registry.queries.search import search
from xiuhua.site.backups.making import make_backup
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.rotation import changing
from xiuhua.site.rotation.changing import RotationRefused, finish, rotate

SEALED = ("identity", "phone", "health")
STEPS = ("keep_proofs", "sign_anew", "wrap_anew", "seal_anew", "execute", "forget_all_rows")
"""What a change does one after the other once the new key is there, by the names under which it calls them."""


class Killed(BaseException):
    """What a process does not survive."""


@pytest.fixture
def own_home(own_world: World, home: Path, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Return a data folder of this test's own, with an upload under review and an open question."""
    settings.HOME = there = tmp_path / "home"
    shutil.copytree(home, there)
    vault.forget_master()
    upload = {"name": "名单.csv", "data": "姓名,户编号\n何慧珍,1\n".encode(), "received_at": NOW}
    steps.begin(actor("county"), fresh(), **upload)
    yield there
    vault.forget_master()


def everything() -> list[tuple[str, ...]]:
    """Return what is sealed about everybody, opened."""
    keys, people = keyring(), list(Person.objects.order_by("id"))
    keys.load(each.id for each in people)
    values = [tuple(opened(each, column, keys) for column in SEALED) for each in people]
    staged = [(staging.file_name(each), *map(str, _parts(each))) for each in ImportSession.objects.order_by("id")]
    return [*values, *staged]


def _parts(session: ImportSession) -> list[bytes | None]:
    rows = StagedPart.objects.filter(session=session).order_by("part", "position")
    return [staging.get(session.id, part, position=at) for part, at in rows.values_list("part", "position")]


def found_by_number() -> bool:
    """Say whether everybody with a number is found by it, whole."""
    people = list(Person.objects.exclude(identity="").order_by("id")[:12])
    return all(
        person.id in {hit.id for hit in search(actor("prefecture"), opened(person, "identity"), on=TODAY).people}
        for person in people
    )


def opens(key: bytes, sealed: bytes, bound: bytes) -> bool:
    """Say whether a key alone opens something."""
    try:
        vault._decrypt(AESGCM(key), sealed, bound)
    except Unreadable:
        return False
    return True


def assert_whole(before: list[tuple[str, ...]], old: Master, copies: Copies) -> None:
    """Everything is under the new key, and nothing of the database under the old one."""
    assert everything() == before
    assert found_by_number()
    assert verify(rows=True).findings == ()
    assert master().before is None
    wrapped = list(SubjectKey.objects.values_list("subject", "wrapped"))
    assert {generation_of(vault._raw(each)) for _, each in wrapped} == {master().generation}
    assert not any(opens(old.wrapping, vault._raw(each), subject.bytes) for subject, each in wrapped)
    indexes = set(Person.objects.exclude(identity="").values_list("identity_index", flat=True))
    label = "registry_person.identity"
    numbers = [number[:18] for number, *_ in before if number.isascii() and len(number) > 17]
    assert indexes.isdisjoint(Keyring(old).blind(label, number) for number in numbers)
    for part in StagedPart.objects.all():
        label = f"exchange/{part.session_id}/{part.part}/{part.position}"
        assert opens(master().staging, bytes(part.sealed), label.encode())
        assert not opens(old.staging, bytes(part.sealed), label.encode())
    with opened_database("replayed", copies.migrated()):
        assert replay(into="replayed").differing == ()
        assert verify(rows=True, using="replayed").findings == ()


def test_everything_is_brought_under_the_new_key(own_home: Path, copies: Copies) -> None:
    before, old = everything(), master()
    marks = set(Question.objects.values_list("fingerprint", flat=True))
    SheetDigest.objects.all().delete()
    done = rotate(own_home)
    assert (done.old.secret, done.new.generation, done.unreadable) == (old.secret, 2, 0)
    assert_whole(before, old, copies)
    assert marks.isdisjoint(Question.objects.values_list("fingerprint", flat=True))
    assert load_master(own_home, create=False, name=done.side_file.name)[0].secret == old.secret
    for path in (own_home / FILE_NAME, done.side_file):
        assert os.stat(path).st_mode & 0o777 == 0o600
    assert Generation.objects.get().number == 1


def test_again_and_again(own_home: Path, copies: Copies) -> None:
    """What proves the first years is kept under each next key."""
    before = everything()
    for _ in range(3):
        old = master()
        rotate(own_home)
        person = members(a_household())[1]
        wish = CorrectMember(id=fresh(), household_id=person.household_id, person_id=person.id, work_months=None)
        months = (person.work_months or 0) % 12 + 1
        assert do(wish.model_copy(update={"work_months": months})).accepted
    assert_whole(before, old, copies)
    assert list(Generation.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("step", STEPS)
def test_whoever_is_killed_on_the_way_is_followed_by_the_next_start(
    own_home: Path, copies: Copies, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before, old = everything(), master()

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(changing, step, die)
        with pytest.raises(Killed):
            rotate(own_home)
    vault.forget_master()
    assert master().before == old
    assert everything() == before
    assert found_by_number()
    assert verify(rows=True).findings == ()
    person = members(a_household())[1]
    phone = CorrectMember(id=fresh(), household_id=person.household_id, person_id=person.id, phone="13987650042")
    assert do(phone).accepted
    with pytest.raises(BackupRefused) as refused:
        make_backup(own_home / "x.backup", home=own_home, master=master(), made=NOW, demo=False)
    assert refused.value.problem.code == "rotation_unfinished"
    before = everything()
    assert finish(own_home) is not None
    assert finish(own_home) is None
    assert_whole(before, old, copies)


def test_before_the_new_key_is_there_nothing_has_changed(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, copies: Copies
) -> None:
    old = master()

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(changing, "next_master", die)
        with pytest.raises(Killed):
            rotate(own_home)
    vault.forget_master()
    assert master() == old
    assert verify(rows=True).findings == ()
    assert rotate(own_home).new.generation == 2, "the old key that lies beside is this one's"


def test_the_same_wish_sent_again_after_the_change_gets_its_first_receipt(own_home: Path) -> None:
    person = members(a_household())[1]
    wish = CorrectMember(id=fresh(), household_id=person.household_id, person_id=person.id, phone="13987650042")
    assert do(wish).accepted
    rotate(own_home)
    again = do(wish)
    assert (again.accepted, again.repeated) == (True, True)
    other = wish.model_copy(update={"phone": "13987650043"})
    assert [problem.code for problem in do(other).problems] == ["id_used_otherwise"]


def test_a_piece_of_work_that_began_before_goes_on(own_home: Path) -> None:
    """A request that is on its way opens what was wrapped anew meanwhile."""
    keys, person = keyring(), Person.objects.exclude(identity="").latest("id")
    rotate(own_home)
    assert keys.open(person.id, "registry_person.identity", person.identity)
    assert len(keys.blinds("registry_person.identity", "1")) == 1


def test_a_forged_entry_is_found_on_both_sides_of_the_change(own_home: Path) -> None:
    rotate(own_home)
    person = members(a_household())[1]
    phone = CorrectMember(id=fresh(), household_id=person.household_id, person_id=person.id, phone="13987650042")
    assert do(phone).accepted
    stream = Entry.objects.get(command_id=phone.id).stream
    for entry in (Entry.objects.filter(stream=stream).earliest("id"), Entry.objects.get(command_id=phone.id)):
        was = entry.result
        Entry.objects.filter(id=entry.id).update(result='{"x":1}')
        assert [found.code for found in verify().findings] == ["entry_changed"]
        Entry.objects.filter(id=entry.id).update(result=was)
    assert verify().findings == ()


def test_the_heads_are_signed_by_the_new_key_alone(own_home: Path) -> None:
    old, text = master(), (own_home / HEADS).read_bytes()
    rotate(own_home)
    assert (own_home / HEADS).read_bytes() != text
    assert verify().findings == ()
    (own_home / HEADS).write_bytes(text)
    assert {found.code for found in verify().findings} >= {"head_signature_false"}
    assert old.signing.public_key() != master().signing.public_key()


def test_what_is_refused(own_home: Path) -> None:
    def code(act: Callable[[], object]) -> str:
        with pytest.raises(RotationRefused) as refused:
            act()
        return refused.value.problem.code

    with changing.file_lock(own_home / "rotation.lock"):
        assert code(lambda: rotate(own_home)) == "rotation_running"
        assert finish(own_home) is None
    changing.write_master(own_home / "master-1.key", Master(b"x" * 32))
    assert code(lambda: rotate(own_home)) == "rotation_old_key_lies_here"
    (own_home / "master-1.key").unlink()
    with changing.contents.steady(own_home):
        changing.TRIES, tries = 1, changing.TRIES
        try:
            assert code(lambda: rotate(own_home)) == "rotation_not_now"
        finally:
            changing.TRIES = tries
    assert master().generation == 1
