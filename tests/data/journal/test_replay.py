"""The journal alone rebuilds the rows: on the same database, on the other one, and after the tables have grown."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from data.accounts.cast import TODAY, account_id, fresh
from data.journal.world import World, a_household, do, members, opened, undo
from support.copies import Copies
from support.copies import opened as opened_database
from xiuhua.platform.accounts.commands import SetLanguage
from xiuhua.platform.journal.models import Entry, RefusedCommand
from xiuhua.platform.journal.replay import NotEmpty, compare, replay
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.commands.members import CorrectMember, JoinHousehold, LeaveHousehold, Relation, SplitHousehold
from xiuhua.registry.commands.record import Member
from xiuhua.registry.models import Household, Person
from xiuhua.registry.rules.causes import JoinCause, LeaveCause

TARGET = "replayed"
TEXTS = ("stream", "sequence", "hash", "command", "changes", "result", "received_at")


@contextmanager
def replayed(url: str, *, using: str = "default", alias: str = TARGET) -> Iterator[None]:
    """Replay into a database and keep it open; rows and entries are equal and whole."""
    with opened_database(alias, url):
        done = replay(into=alias, using=using)
        assert done.differing == ()
        assert done.entries == Entry.objects.using(using).count()
        assert texts(alias) == texts(using)
        assert verify(rows=True, using=alias).findings == ()
        yield


def texts(using: str) -> list[tuple[Any, ...]]:
    """Return the texts of all entries, in order."""
    return list(Entry.objects.using(using).order_by("id").values_list(*TEXTS))


def live_a_little() -> UUID:
    """Do a bit of everything; return the household that it happened to."""
    household = a_household()
    _, other, third = members(household)[:3]
    here = {"household_id": household.id}
    newborn = Member(id=uuid4(), name="柳新芽", relation="之子", phone="13900000000", health="健康")
    assert do(JoinHousehold(id=fresh(), **here, member=newborn, on=TODAY, cause=JoinCause.BIRTH)).accepted
    renamed = CorrectMember(id=fresh(), **here, person_id=other.id, name="柳改名", phone="13911111111")
    assert do(renamed).accepted
    gone = LeaveHousehold(id=fresh(), **here, person_id=third.id, on=TODAY, cause=LeaveCause.MARRIAGE)
    assert do(gone, "county").accepted
    split = SplitHousehold(
        id=fresh(),
        **here,
        new_household_id=uuid4(),
        new_code="620122999999999",
        leaving=(Relation(person_id=newborn.id, relation="户主"),),
        on=TODAY,
    )
    assert do(split).accepted
    assert undo(split.id).accepted
    assert undo(gone.id, "county").accepted
    assert do(SetLanguage(id=fresh(), account_id=account_id("county"), language="en"), "county").accepted
    assert not do(renamed.model_copy(update={"id": fresh()})).accepted
    return household.id


def test_an_empty_database_becomes_equal(own_world: World, copies: Copies) -> None:
    household_id = live_a_little()
    assert own_world.verify() == []
    with replayed(copies.migrated()):
        people = Person.objects.using(TARGET).filter(household_id=household_id)
        assert people.get(name="柳改名").name_pinyin.startswith("liu")
        assert SubjectKey.objects.using(TARGET).count() == SubjectKey.objects.count()
        assert not RefusedCommand.objects.using(TARGET).exists()


def test_from_one_engine_to_the_other_and_back(own_world: World, copies: Copies) -> None:
    """On PostgreSQL: through SQLite and back. On SQLite: twice over."""
    live_a_little()
    with replayed(copies.migrated("sqlite"), alias="between"), replayed(copies.migrated(), using="between"):
        assert compare("default", TARGET)[1] == ()
        assert texts("default") == texts(TARGET)


def test_the_rebuilt_database_is_one_to_work_on(own_world: World, copies: Copies) -> None:
    """It takes over: commands go on in its chains, under the same keys and the same signed heads."""
    live_a_little()
    url = copies.migrated()
    with replayed(url):
        pass
    with opened_database("default", url):
        before = Entry.objects.count()
        household = a_household(at=1)
        person = members(household)[1]
        wish = CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, phone="13922222222")
        assert do(wish).accepted
        assert opened(person, "phone") == "13922222222"
        assert undo(wish.id).accepted
        assert Entry.objects.count() == before + 2
        assert own_world.verify() == []


def test_a_database_with_rows_is_left_alone(own_world: World, copies: Copies) -> None:
    connection.close()
    with opened_database(TARGET, copies.copy(own_world.url)):
        entries = Entry.objects.using(TARGET).count()
        with pytest.raises(NotEmpty):
            replay(into=TARGET)
        assert Entry.objects.using(TARGET).count() == entries


def test_a_difference_is_named(own_world: World, copies: Copies) -> None:
    person = members(a_household())[0]
    Person.objects.filter(id=person.id).update(relation="之妹")
    with opened_database(TARGET, copies.migrated()):
        assert replay(into=TARGET).differing == (("registry_person", str(person.id)),)


def test_a_code_that_passed_from_one_household_to_another(own_world: World, copies: Copies) -> None:
    """Bulk statements for many commands cannot do that: here it is replayed one command at a time."""
    code = "620122888888888"
    splits = []
    for household in (a_household(), a_household(at=1)):
        leaving = (Relation(person_id=members(household)[1].id, relation="户主"),)
        wish = {"household_id": household.id, "new_household_id": uuid4(), "new_code": code, "leaving": leaving}
        splits.append(SplitHousehold(id=fresh(), on=TODAY, **wish))
    one, other = splits
    assert do(one).accepted
    assert undo(one.id).accepted
    assert do(other).accepted
    assert undo(other.id).accepted
    assert do(one.model_copy(update={"id": fresh(), "new_household_id": uuid4()})).accepted
    with replayed(copies.migrated()):
        assert Household.objects.using(TARGET).filter(code=code).count() == 1


def test_after_a_later_migration(own_world: World, copies: Copies, root: Path) -> None:
    """Columns were added meanwhile: the old entries still say what the rows are, and can be undone."""
    live_a_little()
    targets = [copies.migrated(), copies.migrated("sqlite")]
    connection.close()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "support.later.settings",
        "XIUHUA_HOME": str(own_world.heads.parent),
        "DATABASE_URL": own_world.url,
        "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root / "tests"))),
    }
    program = [sys.executable, "-m", "support.later", *targets]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["migrated"] == found["worked"] == []
    assert found["answers"] == {
        "note": ["accepted"],
        "note the household alone": ["accepted"],
        "undo an older correction": ["accepted"],
        "undo a registration that was noted on": ["built_on"],
        "undo a registration": ["accepted"],
        "undo that": ["accepted"],
    }
    assert found["back"] == {"visits": 3, "note": "未填"}
    assert found["replayed"] == 2 * [{"differing": [], "findings": [], "nicknames": ["小名"], "visits": 4}]
