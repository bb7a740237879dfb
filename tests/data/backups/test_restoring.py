"""A backup restored on a new machine is the same installation, on the same database and on the other one."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from data.accounts import cast
from data.backups.hands import Installation, back_up, evidence, new_home, restore, rows
from data.journal.world import a_household, do, in_another_connection, members
from support.copies import Copies, opened
from support.databases import POSTGRESQL, SQLITE
from support.evidence import SECRET
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.queries import opened as opened_file
from xiuhua.platform.journal.models import Entry, Ledger, Touch
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.master import load_master
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.members import CorrectHousehold
from xiuhua.registry.erased import FILE_NAME as ERASED
from xiuhua.registry.erased import complete, listed, younger_than
from xiuhua.registry.models import Person
from xiuhua.registry.restored import erase_again
from xiuhua.site.backups.reading import check_backup
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.worker import take_over

SOURCE = "source"


def test_every_row_comes_back_and_every_file_opens(
    unblocked: Installation, empty_database: Any, tmp_path: Path
) -> None:
    with (
        opened(SOURCE, unblocked.url),
        opened("default", empty_database()),
        new_home(tmp_path / "new", key=unblocked.home) as home,
    ):
        backup, read = restore(unblocked.backup, home)
        assert_same(home, unblocked)
        assert (read.rows, read.files, backup.head.engine) == (unblocked.made.rows, 2, connection.vendor)
        assert not (home / "demo-x").exists()


def test_a_database_file_becomes_a_server_s_database_and_back(
    unblocked: Installation, copies: Copies, empty_database: Any, tmp_path: Path, database_engine: str
) -> None:
    """A server's backup into a file, and the backup of that file into another database of the server."""
    if database_engine == SQLITE:
        pytest.skip("needs both databases: the run on PostgreSQL does this")
    file = f"sqlite:///{tmp_path / 'crossed.sqlite3'}"
    with (
        opened(SOURCE, unblocked.url),
        opened("default", file),
        new_home(tmp_path / "one", key=unblocked.home) as one,
    ):
        restore(unblocked.backup, one)
        back_up(tmp_path / "crossed.backup", one)
        assert connection.vendor == "sqlite"
        assert_same(one, unblocked)
    with (
        opened(SOURCE, unblocked.url),
        opened("default", empty_database()),
        new_home(tmp_path / "two", key=unblocked.home) as two,
    ):
        backup, _ = restore(tmp_path / "crossed.backup", two)
        assert (backup.head.engine, connection.vendor) == ("sqlite", POSTGRESQL)
        assert_same(two, unblocked)


def assert_same(home: Path, source: Installation) -> None:
    """The restored installation is whole, equal row by row, opens its files, and goes on living."""
    assert verify(rows=True).findings == ()
    was, became = rows(SOURCE), rows("default")
    assert set(was) == set(became)
    for table in was:
        assert became[table] == was[table], table
    assert sum(map(len, was.values())) == source.made.rows > 800
    used = set(StoredFile.objects.filter(removed_at=None).values_list("digest", flat=True))
    assert evidence(home) == {name: data for name, data in evidence(source.home).items() if name in used}
    for file_id in StoredFile.objects.filter(removed_at=None).values_list("id", flat=True):
        assert opened_file(LOCAL_OPERATOR, file_id)
    last = max(Entry.objects.values_list("id", flat=True)), max(Touch.objects.values_list("id", flat=True))
    lived = CorrectHousehold(id=cast.fresh(), household_id=a_household().id, natural_village="阴坡")
    assert do(lived).accepted
    assert Entry.objects.get(command_id=lived.id).id > last[0]
    assert Touch.objects.filter(command_id=lived.id, id__gt=last[1]).exists()
    assert verify(rows=True).findings == ()


def test_nothing_of_it_stands_in_the_backup_in_the_clear(unblocked: Installation) -> None:
    data = unblocked.backup.read_bytes()
    with opened("default", unblocked.url):
        names = {a_household().code, str(Ledger.objects.get().id), SECRET, "registry_household", "借据", "county"}
        digests = set(StoredFile.objects.values_list("digest", flat=True))
    assert [word for word in names | digests if word.encode() in data] == []
    assert (unblocked.home / "master.key").read_bytes() not in data
    assert unblocked.backup.stat().st_mode & 0o077 == 0


def test_the_heads_of_a_backup_are_those_of_its_moment(
    unblocked: Installation, empty_database: Any, tmp_path: Path, copies: Copies
) -> None:
    """Others go on writing while a backup is made; what they add belongs to the next one."""
    source = copies.copy(unblocked.url)
    target, wrote = tmp_path / "meanwhile.backup", []

    def meanwhile(done: int) -> None:
        if not wrote and done > 200:
            wrote.append(written_elsewhere())

    with opened("default", source):
        before = Entry.objects.count()
        back_up(target, unblocked.home, progress=meanwhile)
        assert Entry.objects.count() == before + 1
    assert wrote == [True]
    with opened("default", empty_database()), new_home(tmp_path / "new", key=unblocked.home) as home:
        restore(target, home)
        assert Entry.objects.count() == before
        assert verify(rows=True).findings == ()
    copies.drop(source)


def written_elsewhere() -> bool:
    """Carry out a command through a connection of its own, as another process would."""
    lived = CorrectHousehold(id=cast.fresh(), household_id=a_household().id, natural_village="阳坡")
    return in_another_connection(lambda: do(lived).accepted)


def test_the_demo_stays_the_demo(unblocked: Installation, empty_database: Any, tmp_path: Path) -> None:
    """Else its invented people would be taken for real ones, and its clock would run."""
    with opened("default", unblocked.url):
        back_up(tmp_path / "demo.backup", unblocked.home, demo=True)
    with opened("default", empty_database()), new_home(tmp_path / "new", key=unblocked.home) as home:
        backup, _ = restore(tmp_path / "demo.backup", home)
        assert backup.head.demo
        assert (home / "demo-x").exists()


def test_a_file_whose_content_is_gone_is_noted_and_the_rest_is_saved(unblocked: Installation, tmp_path: Path) -> None:
    with opened("default", unblocked.url):
        digest = StoredFile.objects.filter(removed_at=None).order_by("digest").first().digest
        path = next(path for path in (unblocked.home / "files").glob(f"*/{digest}"))
        away = path.rename(tmp_path / "away")
        made = back_up(tmp_path / "lacking.backup", unblocked.home)
        away.rename(path)
    assert (made.missing, made.files) == ([digest], 1)


def test_checking_reads_all_of_it_and_touches_nothing(unblocked: Installation, tmp_path: Path) -> None:
    with new_home(tmp_path / "new", key=unblocked.home) as home:
        backup, read = check_backup(unblocked.backup, master=load_master(home, create=False)[0])
        assert {name: each.rows for name, each in read.tables.items()} == {
            name: each.rows for name, each in unblocked.made.tables.items()
        }
        assert [path.name for path in home.iterdir()] == ["master.key"]
        assert backup.made == cast.NOW.isoformat()


def test_a_backup_overwrites_nothing(unblocked: Installation) -> None:
    data = unblocked.backup.read_bytes()
    with opened("default", unblocked.url), pytest.raises(BackupRefused) as refused:
        back_up(unblocked.backup, unblocked.home)
    assert refused.value.problem.code == "backup_exists"
    assert unblocked.backup.read_bytes() == data


def test_without_tables_there_is_nothing_to_back_up(
    unblocked: Installation, empty_database: Any, tmp_path: Path
) -> None:
    with opened("default", empty_database()), pytest.raises(BackupRefused) as refused:
        back_up(tmp_path / "none.backup", unblocked.home)
    assert refused.value.problem.code == "backup_nothing"
    assert list(tmp_path.iterdir()) == []


def test_whom_an_older_backup_brings_back_is_erased_again(
    unblocked: Installation, copies: Copies, empty_database: Any, tmp_path: Path
) -> None:
    """The list of erasures lies beside the signed heads; it goes to the new machine as the key does."""
    with opened("default", copies.copy(unblocked.url)):
        child = members(a_household())[1]
        words = {"basis": "mistake", "reference": "2018-07", "reason": "重复登记"}
        assert do(ErasePerson(id=cast.fresh(), household_id=child.household_id, person_id=child.id, **words)).accepted
        (unblocked.home / ERASED).unlink()
        assert complete() == 1, "who was killed before the line was written has it written by the next start"
        assert complete() == 0
    (line,) = listed()
    assert child.name not in (unblocked.home / ERASED).read_text()
    assert [each.person for each in younger_than(cast.NOW - timedelta(days=1))] == [str(child.id)]
    assert younger_than(cast.NOW) == []
    with opened("default", empty_database()), new_home(tmp_path / "new", key=unblocked.home) as home:
        shutil.copy(unblocked.home / ERASED, home)
        restore(unblocked.backup, home)
        assert Person.objects.get(id=child.id).name == child.name
        again = erase_again(LOCAL_OPERATOR, received_at=cast.NOW)
        assert (again.erased, again.left) == (1, ())
        assert Person.objects.get(id=child.id).name == ""
        assert not SubjectKey.objects.filter(subject=child.id).exists()
        assert verify(rows=True).findings == ()
        assert erase_again(LOCAL_OPERATOR, received_at=cast.NOW).erased == 0
    with opened("default", empty_database()), new_home(tmp_path / "next", key=unblocked.home) as home:
        restore(unblocked.backup, home)
        shutil.copy(unblocked.home / ERASED, home)
        take_over()
        assert Person.objects.get(id=child.id).name == "", "what the restore could not do, the next start does"
    (unblocked.home / ERASED).unlink()
    assert line.basis == "mistake"
