"""Files about households: kept sealed, opened by whoever sees the record that names them, swept when nobody does."""

import os
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from support.evidence import SECRET, document, drawing, photograph
from support.stage import FAR, HERE, NOW, THERE, actor, codes, do, done, fresh, people_of, registered
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.files import contents, owners
from xiuhua.platform.files.bringing import Brought, bring, sweep
from xiuhua.platform.files.commands import KeepFile, RemoveFile
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.files.queries import openable, opened, unknown
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household
from xiuhua.registry.queries.subjects import places_of_subjects

NAME = "何慧珍家合同.png"
REAL_NOW = datetime.now(UTC)


@pytest.fixture
def naming() -> Iterator[dict[UUID, UUID]]:
    """Let households name files: file to household. Whoever sees the household sees what it names."""
    names: dict[UUID, UUID] = {}

    def seen(viewer: Actor, files: Collection[UUID]) -> set[UUID]:
        homes = within(Household.objects.all(), viewer, QUERIES["registry.households"])
        held = set(homes.filter(id__in=names.values()).values_list("id", flat=True))
        return {each for each in files if names.get(each) in held}

    owner = owners.Owner(named=lambda files: set(files) & set(names), seen=seen)
    before = owners._installed
    of_modules, subjects = before.owners, before.subjects
    owners.install(owners=(owner,), subjects=(places_of_subjects,))
    yield names
    owners.install(owners=of_modules, subjects=subjects)


def brought(
    subject: UUID, *, by: str = "township", data: bytes | None = None, name: str = NAME, **more: UUID
) -> Brought:
    wish = more.get("wish") or fresh()
    return bring(actor(by), wish=wish, subject_id=subject, name=name, data=data or drawing(), received_at=NOW)


def kept(subject: UUID, **more: object) -> NamedFile:
    found = brought(subject, **more)
    assert found.file is not None, found.problems
    return found.file


def on_disk(home: Path) -> list[Path]:
    return list(contents.lying(home))


def problems(found: Brought) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_file_is_kept_sealed_and_opens_again(tmp_path: Path) -> None:
    household = registered()
    file = kept(household)
    view, data = opened(actor("township"), file.id)
    assert (view.name, view.media_type, view.named) == (NAME, "image/png", file)
    assert (view.size, data[:4]) == (len(data), b"\x89PNG")
    (path,) = on_disk(tmp_path)
    assert path.name == file.digest
    assert path.stat().st_mode & 0o077 == 0
    assert b"PNG" not in path.read_bytes()


def test_nothing_of_it_stands_anywhere_in_the_clear(tmp_path: Path) -> None:
    data = document(lambda writer: writer.add_metadata({"/Title": SECRET}))
    assert SECRET.encode() in data
    kept(registered(), data=data, name="何慧珍借据.pdf")
    kept(registered(), data=photograph(), name="何慧珍借据.jpg")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    rows = repr([list(model.objects.values_list()) for model in (StoredFile, Entry)])
    for word in (SECRET, "借据", "何慧珍借据"):
        assert word.encode() not in written
        assert word not in rows


def test_the_same_wish_keeps_one_file_and_the_same_content_lies_there_once(tmp_path: Path) -> None:
    household, other, wish = registered(), registered(), fresh()
    first, second = (kept(household, wish=wish) for _ in range(2))
    assert first == second
    again = kept(household)
    assert (again.id == first.id, again.digest == first.digest) == (False, True)
    assert len(on_disk(tmp_path)) == 1
    assert kept(other).digest != first.digest, "about somebody else it lies under another key"
    assert len(on_disk(tmp_path)) == 2


def test_a_person_can_be_what_a_file_is_about() -> None:
    household = registered()
    person = people_of(household)["何慧珍"]
    file = kept(person.id, by="member")
    assert opened(actor("member"), file.id)
    assert opened(actor("township"), file.id) is None


@pytest.mark.parametrize("by", ["administrator", "department", "attendee", "auditor"])
def test_who_may_not_correct_a_household_keeps_nothing_about_it(by: str, tmp_path: Path) -> None:
    assert problems(brought(registered(), by=by)) == ["not_your_role"]
    assert on_disk(tmp_path) == []


@pytest.mark.parametrize(("by", "village"), [("township", FAR), ("leader", THERE), ("neighbour", HERE)])
def test_outside_is_as_absent(by: str, village: str, tmp_path: Path) -> None:
    there, nowhere = (problems(brought(subject, by=by)) for subject in (registered(village=village), fresh()))
    assert there == nowhere == ["not_found"]
    assert on_disk(tmp_path) == []


def test_until_a_record_names_it_only_its_uploader_opens_it(naming: dict[UUID, UUID]) -> None:
    household = registered()
    file = kept(household)
    everybody = ("prefecture", "county", "township", "leader", "member", "auditor", "attendee", "administrator")
    assert [each for each in everybody if opened(actor(each), file.id)] == ["township"]
    naming[file.id] = household
    opening = [each for each in (*everybody, "neighbour", "department") if opened(actor(each), file.id)]
    assert opening == ["prefecture", "county", "township", "leader", "member", "auditor", "department"]


def test_once_named_being_its_uploader_is_no_reason(naming: dict[UUID, UUID]) -> None:
    file = kept(registered())
    naming[file.id] = registered(village=FAR)
    assert opened(actor("township"), file.id) is None
    assert opened(actor("neighbour"), file.id)


def test_a_list_of_files_costs_the_same_however_long_it_is(
    naming: dict[UUID, UUID], django_assert_num_queries: object
) -> None:
    household = registered()
    files = [kept(household, data=photograph(8 + at, 8), name="a.jpg").id for at in range(4)]
    naming.update(dict.fromkeys(files, household))
    viewer = actor("leader")
    for some in (files[:1], files):
        with django_assert_num_queries(3):
            assert set(openable(viewer, some)) == set(some)


def test_a_command_may_name_what_is_about_its_household_and_is_what_was_looked_at() -> None:
    household, other = registered(), registered()
    file = kept(household)
    good = {file.id: file.digest}
    assert unknown({file.id: (household,)}, good) == {}
    assert unknown({file.id: (other, household)}, good) == {}
    assert unknown({file.id: (other,)}, good) == {file.id: Problem("evidence_unknown")}
    assert unknown({file.id: (household,)}, {file.id: "0" * 32})
    absent = fresh()
    assert unknown({absent: (household,)}, {absent: file.digest})


def test_the_command_alone_cannot_conjure_a_file_up() -> None:
    household, other = registered(), registered()
    file = kept(household)
    for subject, digest in ((household, "0" * 32), (other, file.digest)):
        command = KeepFile(id=fresh(), file_id=fresh(), subject_id=subject, digest=digest, name="a.png")
        assert codes(do(command)) == ["evidence_not_arrived"]


def test_the_entry_holds_neither_the_name_nor_the_content_and_is_not_undone() -> None:
    kept(registered())
    entry = Entry.objects.get(code="files.keep")
    assert NAME not in entry.command + entry.changes + entry.result
    assert codes(do(Undo(id=fresh(), target=entry.command_id))) == ["not_undoable"]


def test_a_changed_file_and_a_swapped_one_do_not_open(tmp_path: Path) -> None:
    household = registered()
    one, two = kept(household), kept(household, data=photograph(9, 9), name="b.jpg")
    first, second = (contents.path_of(tmp_path, each.digest) for each in (one, two))
    whole = first.read_bytes()
    first.write_bytes(second.read_bytes())
    assert opened(actor("township"), one.id) is None
    first.write_bytes(whole[:-1] + bytes((whole[-1] ^ 1,)))
    assert opened(actor("township"), one.id) is None
    first.unlink()
    assert opened(actor("township"), one.id) is None
    assert opened(actor("township"), two.id)


def test_without_the_key_of_whom_it_is_about_nothing_opens() -> None:
    household = registered()
    file = kept(household)
    wrapped = SubjectKey.objects.get(subject=household)
    SubjectKey.objects.filter(subject=household).delete()
    assert opened(actor("township"), file.id) is None
    assert problems(brought(household)) == ["not_found"]
    wrapped.save(force_insert=True)


def test_one_s_own_file_goes_when_no_record_names_it(naming: dict[UUID, UUID], tmp_path: Path) -> None:
    household = registered()
    file = kept(household)
    naming[file.id] = household
    assert codes(do(RemoveFile(id=fresh(), file_id=file.id))) == ["evidence_in_use"]
    naming.clear()
    assert codes(do(RemoveFile(id=fresh(), file_id=file.id), "county")) == ["not_found"]
    assert codes(do(RemoveFile(id=fresh(), file_id=fresh()), "township")) == ["not_found"]
    done(RemoveFile(id=fresh(), file_id=file.id))
    assert done(RemoveFile(id=fresh(), file_id=file.id)).unchanged
    assert opened(actor("township"), file.id) is None
    assert unknown({file.id: (household,)}, {file.id: file.digest})
    assert sweep(REAL_NOW + timedelta(days=2)) == 1
    assert on_disk(tmp_path) == []


def test_the_sweep_takes_what_nobody_names_for_a_day_and_nothing_else(tmp_path: Path) -> None:
    household = registered()
    file = kept(household)
    orphan = tmp_path / contents.FOLDER / file.digest[:2] / ("f" * 32)
    orphan.write_bytes(b"left by a crash")
    (orphan.parent / ".half").write_bytes(b"half written")
    assert sweep(REAL_NOW + timedelta(hours=23)) == 0
    with contents.steady(tmp_path):
        assert sweep(REAL_NOW + timedelta(days=2)) == 0, "somebody is writing: another time"
    assert sweep(REAL_NOW + timedelta(days=2)) == 1
    assert [path.name for path in on_disk(tmp_path)] == [file.digest]
    assert opened(actor("township"), file.id)


def test_each_upload_sweeps_the_folder_it_writes_to(tmp_path: Path) -> None:
    household = registered()
    file = kept(household)
    done(RemoveFile(id=fresh(), file_id=file.id))
    orphan = contents.path_of(tmp_path, file.digest)
    before = (NOW - timedelta(days=3)).timestamp()
    os.utime(orphan, (before, before))
    again = kept(registered(), data=photograph(10, 10), name="c.jpg")
    assert orphan.exists() is (again.digest[:2] != file.digest[:2])


def test_a_name_is_only_a_name() -> None:
    household = registered()
    for name, shown in (
        ("C:\\材料\\合同.png", "合同.png"),
        ("../../etc/passwd.png", "passwd.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie: x.png"),
        ("\u202egnp.exe.png", "gnp.exe.png"),
        ("", "evidence.png"),
    ):
        file = kept(household, name=name)
        view, _ = opened(actor("township"), file.id)
        assert view.name == shown
