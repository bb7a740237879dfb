"""What is not restored: a torn, changed or newer backup, one of another key, into what is not empty."""

import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection

from data.backups import hands
from data.backups.hands import Installation, evidence, new_home, restore, rows
from support.copies import Copies, opened
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.master import load_master
from xiuhua.site.backups import restoring
from xiuhua.site.backups.container import PIECE, Opening, Sealing
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.locks import file_lock
from xiuhua.site.wordings import catalogue

Change = Callable[[dict[str, bytes]], Any]


@pytest.fixture
def machine(unblocked: Installation, empty_database: Any, tmp_path: Path) -> Iterator[Path]:
    """Return the data folder of a new machine with an empty database."""
    with opened("default", empty_database()), new_home(tmp_path / "new", key=unblocked.home) as home:
        yield home


def refused(source: Path, home: Path) -> str:
    """Restore in vain; say why, and that nothing is there afterwards."""
    with pytest.raises(BackupRefused) as found:
        restore(source, home)
    assert catalogue().word(found.value.problem).sentence().zh
    assert evidence(home) == {}
    assert sorted(path.name for path in home.iterdir() if path.name != "files") == ["master.key", "worker.lock"]
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        assert list(place.parent.glob(f"{place.name}*")) == []
    elif connection.introspection.table_names():
        assert {table for table, found in rows("default").items() if found} <= {"journal_ledger"}
    return found.value.problem.code


def rewritten(source: Installation, target: Path, change: Change) -> Path:
    """Write a backup anew with its true key, its members changed."""
    master = load_master(source.home, create=False)[0]
    with source.backup.open("rb") as file:
        opening, parts = Opening(file, master), []
        while part := opening.read(PIECE):
            parts.append(part)
    with tarfile.open(fileobj=io.BytesIO(b"".join(parts))) as archive:
        members = {each.name: archive.extractfile(each).read() for each in archive}
    change(members)
    with target.open("wb") as file:
        sealing = Sealing(file, master, {"made": "now", "version": "9.9"})
        with tarfile.open(fileobj=sealing, mode="w|") as archive:
            for name, data in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        sealing.finish()
    return target


def test_a_torn_backup_is_refused_wherever_it_is_torn(unblocked: Installation, machine: Path, tmp_path: Path) -> None:
    whole = unblocked.backup.read_bytes()
    torn = tmp_path / "torn.backup"
    for tenth in (3, 7, 10):
        torn.write_bytes(whole[: len(whole) * tenth // 10 - 1])
        assert refused(torn, machine) == "backup_torn"
    restore(unblocked.backup, machine)
    assert verify(rows=True).findings == (), "a restore that was refused stands in nobody's way"


def test_a_changed_backup_is_refused(unblocked: Installation, machine: Path, tmp_path: Path) -> None:
    data = bytearray(unblocked.backup.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.backup").write_bytes(data)
    assert refused(tmp_path / "changed.backup", machine) == "backup_changed"


def test_another_key_is_refused(unblocked: Installation, machine: Path, tmp_path: Path) -> None:
    (machine / "master.key").unlink()
    load_master(machine, create=True)
    assert refused(unblocked.backup, machine) == "backup_other_key"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda members: members.pop("manifest.json"), "backup_changed"),
        (lambda members: members.pop("tables/registry_person/000000"), "backup_changed"),
        (lambda members: members.pop(next(name for name in members if name.startswith("files/"))), "backup_changed"),
        (lambda members: members.update({"tables/registry_person/000000": b""}), "backup_changed"),
        (lambda members: members.update({"head.json": b'{"format": 2}'}), "backup_newer"),
        (lambda members: later(members), "backup_newer"),
    ],
)
def test_what_lacks_a_part_or_comes_from_later_is_refused(
    unblocked: Installation, machine: Path, tmp_path: Path, change: Change, code: str
) -> None:
    assert refused(rewritten(unblocked, tmp_path / "other.backup", change), machine) == code


def later(members: dict[str, bytes]) -> None:
    head = orjson.loads(members["head.json"])
    head["migrations"]["registry"] = ["0099_from_later"]
    members["head.json"] = orjson.dumps(head)


def test_rows_that_contradict_each_other_are_refused(unblocked: Installation, machine: Path, tmp_path: Path) -> None:
    """Whoever has the key can write what he likes; the database still takes no child without its parent."""

    def change(members: dict[str, bytes]) -> None:
        manifest = orjson.loads(members["manifest.json"])
        manifest["tables"]["registry_household"] = {"rows": 0, "digest": "0" * 32}
        members["tables/registry_household/000000"] = b""
        members["manifest.json"] = orjson.dumps(manifest)

    assert refused(rewritten(unblocked, tmp_path / "orphans.backup", change), machine) == "restore_differs"


def test_an_installation_that_holds_anything_is_left_alone(
    unblocked: Installation, copies: Copies, tmp_path: Path
) -> None:
    held = copies.copy(unblocked.url)
    with opened("default", held), new_home(tmp_path / "new", key=unblocked.home) as home:
        before = rows("default")
        with pytest.raises(BackupRefused) as found:
            restore(unblocked.backup, home)
        assert found.value.problem.code == "restore_not_empty"
        assert rows("default") == before
        assert evidence(home) == {}
    copies.drop(held)


def test_an_installation_whose_tables_are_there_and_empty_is_filled(
    unblocked: Installation, copies: Copies, tmp_path: Path
) -> None:
    """Whoever started the program once before restoring has tables without rows."""
    url = copies.migrated()
    with opened("default", url), new_home(tmp_path / "new", key=unblocked.home) as home:
        restore(unblocked.backup, home)
        assert verify(rows=True).findings == ()
    copies.drop(url)


def test_while_it_runs_nothing_is_restored(unblocked: Installation, machine: Path) -> None:
    with file_lock(machine / "worker.lock"):
        assert refused(unblocked.backup, machine) == "restore_while_running"


def test_a_file_that_is_no_backup_or_not_there(unblocked: Installation, machine: Path, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    assert refused(tmp_path / "list.xlsx", machine) == "backup_none"
    assert refused(tmp_path / "absent", machine) == "backup_unreadable"


def test_what_the_database_wrote_otherwise_is_taken_back(
    unblocked: Installation, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that keeps something else than it was given is found by reading every row again."""
    real = restoring.Table.insert

    def careless(table: Any, using: str, lines: Any) -> None:
        kept = [line.replace("阳".encode(), "阴".encode()) for line in lines]
        real(table, using, kept[:-1] if table.name == "registry_membership" else kept)

    monkeypatch.setattr(restoring.Table, "insert", careless)
    assert refused(unblocked.backup, machine) == "restore_differs"


def test_a_disk_that_is_full_leaves_no_half_backup(unblocked: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "absent folder"
    with opened("default", unblocked.url), pytest.raises(BackupRefused) as found:
        hands.back_up(folder / "a.backup", unblocked.home)
    assert found.value.problem.code == "backup_not_written"
    assert not folder.exists()
