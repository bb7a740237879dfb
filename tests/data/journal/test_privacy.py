"""Nobody can be read in the journal: neither in its tables, nor in the signed heads, nor in what is logged."""

import logging
from uuid import uuid4

import pytest
from django.db import connection

from data.accounts.cast import NOW, TODAY, fresh
from data.journal.world import World, a_household, codes, do, do_all, members, opened, undo
from support.copies import Copies
from support.copies import opened as opened_database
from xiuhua.kernel.access import Role
from xiuhua.kernel.commands import personal_paths
from xiuhua.platform.accounts.commands import AddPerson, Appoint, ChangePerson, DeactivatePerson
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.browsing import at
from xiuhua.platform.journal.models import Entry, RefusedCommand, Touch
from xiuhua.platform.journal.queries import record_history
from xiuhua.platform.journal.replay import replay
from xiuhua.platform.journal.undo import Undo, undo_batch
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.keyring import KeyDestroyed, keyring
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember, JoinHousehold
from xiuhua.registry.commands.record import Member
from xiuhua.registry.commands.villages import RecordVillage
from xiuhua.registry.models import Household, Person, Question, Statement
from xiuhua.registry.rules.causes import JoinCause

CANARIES = {
    "name": "金丝雀",
    "phone": "13987654321",
    "health": "金丝雀病",
    "cause": "金丝雀灾",
    "kind": "金丝雀户",
    "income": "7654321",
    "reason": "金丝雀的邻居说填错了",
}
JOURNAL = ("journal_entry", "journal_refused", "journal_touch", "journal_stream", "journal_ledger")


def live(household: Household) -> None:
    """Let canaries pass through every personal field, accepted, refused, undone, and of people who work here."""
    person = members(household)[1]
    here = {"household_id": household.id}
    facts = {"name": CANARIES["name"], "phone": CANARIES["phone"], "health": CANARIES["health"]}
    correct = CorrectMember(id=fresh(), **here, person_id=person.id, **facts)
    state = CorrectHousehold(
        id=fresh(),
        **here,
        per_head_income=CANARIES["income"],
        main_cause=CANARIES["cause"],
        household_kind=CANARIES["kind"],
    )
    newborn = Member(id=uuid4(), relation="之子", **facts)
    join = JoinHousehold(id=fresh(), **here, member=newborn, on=TODAY, cause=JoinCause.BIRTH)
    wrong = correct.model_copy(update={"id": fresh(), "identity": "620199199001019999"})
    for wish in (correct, state, join):
        assert do(wish).accepted
    assert do(wrong).problems
    for wish in (join, state):
        assert do(Undo(id=fresh(), target=wish.id, reason=CANARIES["reason"])).accepted
    village = RecordVillage(
        id=fresh(), village_code=household.place_code, origin="form", stated_on=TODAY, longitude=103_000_001
    )
    assert do(village).accepted
    assert do(Undo(id=fresh(), target=village.id, reason=CANARIES["reason"])).accepted
    assert do(state.model_copy(update={"id": fresh()})).accepted
    account = uuid4()
    here = {"account_id": account, "name": CANARIES["name"], "phone": CANARIES["phone"]}
    assert do(AddPerson(id=fresh(), login="canary", place_code="620122000000", **here)).accepted
    assert do(ChangePerson(id=fresh(), **{**here, "name": CANARIES["name"] * 2})).accepted
    post = {"account_id": account, "role": Role.ATTENDEE, "place_code": household.place_code, "valid_from": TODAY}
    assert do(Appoint(id=fresh(), post_id=fresh(), basis=CANARIES["reason"], **post)).accepted
    assert do(DeactivatePerson(id=fresh(), account_id=account, reason=CANARIES["reason"])).accepted


def told() -> list[str]:
    """Return what must stand nowhere: canaries, and every name, number, phone and income of the register."""
    keys = keyring()
    found = set(CANARIES.values()) | {"765432100", "620199199001019999"}
    found |= {person.name for person in [*Person.objects.all(), *Account.objects.all()] if len(person.name) > 1}
    people = list(Person.objects.all())
    keys.load(person.id for person in people)
    for column in ("identity", "phone"):
        found |= {opened(person, column, keys) for person in people}
    found |= {str(person.birth_date) for person in people if person.birth_date}
    found |= {value for value in Person.objects.values_list("identity_index", flat=True) if value}
    found |= {f'":{cents}' for cents in Statement.objects.values_list("per_head_income", flat=True) if cents}
    found |= {
        keys.open(q.person_id or q.household_id, "registry_question.values", q.values) for q in Question.objects.all()
    }
    return sorted(each for each in found if len(each) > 1)


def read_in(table: str, words: list[str]) -> list[str]:
    """Return which of the words can be read in a table, whatever the column."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        text = "\n".join("\x1f".join(map(str, row)) for row in cursor.fetchall())
    return [word for word in words if word in text]


@pytest.fixture
def lived(world: World, caplog: pytest.LogCaptureFixture) -> tuple[World, str]:
    """Return the world after canaries flew through it, and what was logged meanwhile."""
    with caplog.at_level(logging.DEBUG):
        live(a_household())
        assert verify(rows=True).findings == ()
    return world, "\n".join(record.getMessage() for record in caplog.records)


def test_the_tables_of_the_journal_name_nobody(lived: tuple[World, str]) -> None:
    words = told()
    assert len(words) > 400
    assert {table: read_in(table, words) for table in JOURNAL} == {table: [] for table in JOURNAL}
    assert len(read_in("registry_person", words)) > 300, "the same look at the rows themselves does find them"


def test_reasons_are_opened_for_whoever_may_see_the_entry(lived: tuple[World, str]) -> None:
    reasons = [
        found.reason
        for entry in Entry.objects.filter(code__in=("journal.undo", "accounts.deactivate_person"))
        if (found := at(Entry.objects.all(), entry.stream, entry.sequence, keyring()))
    ]
    assert reasons == [CANARIES["reason"]] * 4


def test_the_reasons_of_a_batch_without_people_share_one_key(world: World) -> None:
    places = sorted(set(Household.objects.values_list("place_code", flat=True)))
    stated = {"origin": "form", "stated_on": TODAY, "longitude": 103_000_001}
    wishes = [RecordVillage(id=fresh(), village_code=code, **stated) for code in places]
    batch, session, keys = fresh(), fresh(), SubjectKey.objects.count()
    assert all(receipt.accepted for receipt in do_all(wishes, batch=batch))
    undone = undo_batch(batch, session=session, actor=LOCAL_OPERATOR, received_at=NOW, reason=CANARIES["reason"])
    assert len(undone) == len(places) > 3
    assert all(receipt.accepted for receipt in undone)
    assert SubjectKey.objects.count() == keys + 1
    assert SubjectKey.objects.filter(subject=session).exists()
    assert world.verify() == []


def test_no_command_keeps_long_text_as_it_is() -> None:
    """Whoever may write two hundred characters may name somebody in them."""
    plain = [
        f"{kind.command.code}.{name}"
        for kind in catalogue.command_types()
        for name, info in kind.command.model_fields.items()
        if name not in personal_paths(kind.command)
        and "str" in str(info.annotation)
        and any((getattr(mark, "max_length", None) or 0) >= 200 for mark in info.metadata)
    ]
    assert plain == []


def test_signed_heads_and_logs_name_nobody(lived: tuple[World, str]) -> None:
    world, logged = lived
    text = world.heads.read_text("ascii") + logged
    assert [word for word in told() if word in text] == []


def test_the_command_in_an_entry_keeps_the_rest(lived: tuple[World, str]) -> None:
    """What is left out is what is personal, no more."""
    entry = Entry.objects.filter(code="registry.join_household").get()
    assert '"relation":"之子"' in entry.command
    assert '"cause":"birth"' in entry.command
    assert not RefusedCommand.objects.filter(problems__contains=CANARIES["name"]).exists()


# Erasing: the key is destroyed


@pytest.fixture
def erased(world: World) -> Person:
    """Return a person whose key was destroyed."""
    household = a_household()
    live(household)
    person = members(household)[1]
    SubjectKey.objects.filter(subject=person.id).delete()
    return person


def test_nobody_opens_the_values_any_more(erased: Person) -> None:
    with pytest.raises(KeyDestroyed):
        opened(erased, "phone")


def test_the_history_goes_on_with_blanks(erased: Person) -> None:
    history = record_history(erased.household_id, keyring())
    assert len(history) == Touch.objects.filter(record=erased.household_id).count()
    shown = [
        change for entry in history for change in entry.changes if str(getattr(change, "key", "")) == str(erased.id)
    ]
    assert shown
    for change in shown:
        assert {side[name] for side in (change.before, change.after) for name in ("name",) if name in side} <= {""}
    registered = history[0].changes
    blank = next(c.values for c in registered if c.model is Person and c.values["id"] == str(erased.id))
    assert (blank["name"], blank["birth_date"], blank["identity_index"]) == ("", None, "")
    other = next(c.values for c in registered if c.model is Person and c.values["id"] != str(erased.id))
    assert other["name"]


def test_verify_says_which_row_is_not_blank_yet(world: World, erased: Person) -> None:
    (found,) = world.verify()
    assert found[0] == "row_changed"
    assert found[1]["key"] == str(erased.id)
    assert set(found[1]["fields"]) >= {"name", "birth_date", "identity_index"}
    blank = {"name": "", "birth_date": None, "identity_index": ""}
    Person.objects.filter(id=erased.id).update(**blank, **Person.derive({"name": ""}))
    assert world.verify() == []


def test_replay_goes_on_without_the_erased(own_world: World, copies: Copies) -> None:
    household = a_household()
    live(household)
    person = members(household)[1]
    SubjectKey.objects.filter(subject=person.id).delete()
    blank = {"name": "", "birth_date": None, "identity_index": ""}
    Person.objects.filter(id=person.id).update(**blank, **Person.derive({"name": ""}))
    with opened_database("replayed", copies.migrated()):
        assert replay(into="replayed").differing == ()
        assert verify(rows=True, using="replayed").findings == ()


def test_nothing_is_written_about_the_erased(world: World, erased: Person) -> None:
    entry = Entry.objects.filter(code="registry.correct_member", changes__contains=str(erased.id)).first()
    assert codes(undo(entry.command_id)) in (["subject_erased"], ["built_on"])
    rename = CorrectMember(id=fresh(), household_id=erased.household_id, person_id=erased.id, name="又来了")
    assert codes(do(rename)) == ["subject_erased"]
    work = CorrectMember(id=fresh(), household_id=erased.household_id, person_id=erased.id, work_months=2)
    assert codes(do(work)) == ["subject_erased"], "it would ask again about the phone, under the key that is gone"
