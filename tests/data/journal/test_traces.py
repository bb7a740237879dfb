"""After an erasure nothing of the person can be read in any file; a stolen database names people, and no more."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from data.accounts.cast import NOW, fresh
from data.journal.world import World, a_household, do, members, opened
from support.copies import Copies, raw
from support.copies import opened as opened_database
from support.databases import SQLITE
from support.evidence import document
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.files.bringing import bring
from xiuhua.platform.journal.erasing import UNTIDY, tidy
from xiuhua.platform.journal.replay import replay
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember
from xiuhua.registry.models import Person
from xiuhua.registry.rules.codes import RELATIONS

LEAST = 20
CARD, OTHER_CARD = "6217995550001234561", "6217995550001234579"
KEEPERS = ("ANALYZE", "VACUUM FULL", "CHECKPOINT")
"""What takes away what a server keeps between the rows and in its statistics."""
SEALED = ("identity", "phone", "health")


def erasing(person: Person) -> ErasePerson:
    words = {"basis": "mistake", "reference": "2018-07", "reason": "重复登记"}
    return ErasePerson(id=fresh(), household_id=person.household_id, person_id=person.id, **words)


def told_of(person: Person) -> set[str]:
    """Return all by which somebody is named, plain, derived and opened, where no chance writes it elsewhere."""
    plain = (person.name, person.name_pinyin, person.given_pinyin, person.identity_index)
    found = {*plain, str(person.birth_date), *(opened(person, column) for column in SEALED)}
    return {value for value in found if len(value.encode()) > 6}


def bytes_of(world: World) -> bytes:
    """Return everything that lies on the disk; of a server the files of this database, and what can be asked for."""
    found = [path.read_bytes() for path in sorted(Path(settings.HOME).rglob("*")) if path.is_file()]
    if world.url.startswith(SQLITE):
        base = Path(connection.settings_dict["NAME"])
        return b"".join((*found, *(path.read_bytes() for path in base.parent.glob(base.name + "*"))))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            found.extend(str(text).encode() for (text,) in cursor.fetchall())
        cursor.execute("SELECT pg_relation_filepath('registry_person')")
        folder = Path(cursor.fetchone()[0]).parent
    return b"".join((*found, *files_of_the_server(folder)))


def files_of_the_server(folder: Path) -> Iterator[bytes]:
    """Yield what lies in a folder of the server once everything is written out."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        files = sorted(path for path in (Path(cursor.fetchone()[0]) / folder).rglob("*") if path.is_file())
    yield from (path.read_bytes() for path in files)


def written_anew(world: World) -> None:
    """Do what the operations guide asks of a server's keepers: statistics hold names, too."""
    if not world.url.startswith(SQLITE):
        with connection.cursor() as cursor:
            for line in KEEPERS:
                cursor.execute(line)


def read_in(data: bytes, words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if word.encode() in data)


def test_nothing_of_the_erased_can_be_read_in_any_file(own_world: World, copies: Copies) -> None:
    household = a_household()
    child = members(household)[1]
    canaries = {"name": "欧阳金雀", "phone": "13987650042", "health": "金丝雀病"}
    assert do(CorrectMember(id=fresh(), household_id=household.id, person_id=child.id, **canaries)).accepted
    kept = bring(
        LOCAL_OPERATOR, wish=fresh(), subject_id=child.id, name="欧阳金雀.pdf", data=document(), received_at=NOW
    )
    assert kept.file is not None
    people = [person for person in Person.objects.all() if RELATIONS.code(person.relation) != "head"]
    others = Person.objects.exclude(id__in=[person.id for person in people])
    stay = "\x1f".join(word for person in others for word in told_of(person))
    words = {word for person in people for word in told_of(person) if word not in stay}
    assert len(words) > LEAST
    if not own_world.url.startswith(SQLITE):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    assert len(read_in(bytes_of(own_world), words)) > LEAST, "the same look finds them before"
    for person in people:
        assert do(erasing(person)).accepted
    written_anew(own_world)
    assert read_in(bytes_of(own_world), words) == []
    assert not (Path(settings.HOME) / UNTIDY).exists()
    assert verify(rows=True).findings == ()
    with opened_database("replayed", copies.migrated()):
        assert replay(into="replayed").differing == ()


def test_what_a_server_is_asked_to_write_anew_is_what_the_guide_says() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
    assert all(f"`{line}`" in guide for line in KEEPERS)


def test_a_stolen_database_gives_no_number_no_account_and_no_illness(own_world: World) -> None:
    """Names stand in the rows, so that people are found by them; what is sealed stands nowhere."""
    household = a_household()
    person = members(household)[1]
    facts = {"phone": "13987650042", "health": "金丝雀病"}
    assert do(CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, **facts)).accepted
    paid = CorrectHousehold(id=fresh(), household_id=household.id, bank_name="金丝雀银行", bank_account=CARD)
    assert do(paid).accepted
    assert do(CorrectHousehold(id=fresh(), household_id=household.id, bank_account=OTHER_CARD)).accepted
    keys, people = keyring(), list(Person.objects.all())
    keys.load(each.id for each in people)
    words = {opened(each, column, keys) for each in people for column in ("identity", "phone")} - {""}
    assert len(words) > LEAST
    words |= {facts["health"], CARD, OTHER_CARD, "金丝雀银行"}
    data = bytes_of(own_world)
    if not own_world.url.startswith(SQLITE):
        data += b"".join(files_of_the_server(Path("pg_wal")))
    assert read_in(data, words) == []
    assert read_in(data, {person.name}), "the same look finds names"


def test_what_could_not_be_tidied_is_tidied_by_the_next_start(own_world: World) -> None:
    """A killed process leaves a mark; a reader keeps the log of an embedded database from being cut off."""
    assert tidy() is False, "nothing was erased"
    person = members(a_household())[1]
    with closing(raw(own_world.url)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM registry_person").fetchone()
        assert do(erasing(person)).accepted
        waiting = (Path(settings.HOME) / UNTIDY).exists()
        assert waiting == own_world.url.startswith(SQLITE)
    if waiting:
        assert tidy() is True
    assert not (Path(settings.HOME) / UNTIDY).exists()
