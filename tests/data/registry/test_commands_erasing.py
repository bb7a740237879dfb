"""Erasing a person: what goes, what stays, who may, and that nothing brings anybody back."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.conf import settings

from support.evidence import photograph
from support.stage import (
    HERE,
    NOW,
    account,
    actor,
    codes,
    do,
    done,
    family,
    fresh,
    people_of,
    person,
    questions_of,
    recording,
    registered,
)
from xiuhua.platform.accounts.sessions import SessionStore
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.models import ImportSession, StagedPart
from xiuhua.platform.files import contents
from xiuhua.platform.files.bringing import bring
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.tables import TABLES
from xiuhua.platform.journal.undo import Undo, undo_batch
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.journal.words import opened_words
from xiuhua.platform.vault.keyring import KeyDestroyed, keyring
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import ChangeHead, CorrectMember, JoinHousehold, LeaveHousehold, Relation
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.models import Household, LedgerLine, Membership, Person, Question, SheetDigest
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.income_figures import household_incomes
from xiuhua.registry.queries.search import search
from xiuhua.registry.questions import SETTLED

ON = date(2018, 1, 19)
FATHER, SON = "田巧仓", "何小军"
Commits = Callable[..., Any]


@pytest.fixture
def home() -> UUID:
    """Return a household of three; of the father it is asked whether the landline and the illness are right."""
    mother, father, son = family()
    odd = father.model_copy(update={"phone": "0931-5550142", "health": "长期慢性病"})
    return registered(members=(mother, odd, son))


def erasing(home: UUID, name: str = FATHER, **more: object) -> ErasePerson:
    values = {"basis": "asked", "reference": "信访 2018-07 号", "reason": "本人要求，已核实", **more}
    who = more.pop("person_id", None) or people_of(home)[name].id
    return ErasePerson(id=fresh(), household_id=home, **{**values, "person_id": who})


def erased(home: UUID, name: str = FATHER) -> UUID:
    key = people_of(home)[name].id
    done(erasing(home, name), "county")
    return key


# What goes


def test_nothing_about_the_person_stays_in_the_row(home: UUID) -> None:
    key = erased(home)
    row = Person.objects.filter(id=key).values().get()
    kept = {name: value for name, value in row.items() if value not in ("", None)}
    assert kept == {"id": key, "household_id": home, "place_code": row["place_code"], "left_on": ON}


def test_the_key_is_destroyed_and_the_journal_says_nothing_of_before(home: UUID) -> None:
    key = erased(home)
    assert not SubjectKey.objects.filter(subject=key).exists()
    with pytest.raises(KeyDestroyed):
        keyring().open(key, "registry_person.phone", "AQE=")
    entry = Entry.objects.get(code="registry.erase_person")
    assert "初中" not in entry.changes
    assert verify(rows=True).findings == ()


def test_why_it_was_erased_stays_readable(home: UUID) -> None:
    erased(home)
    entry = Entry.objects.get(code="registry.erase_person")
    assert '"basis":"asked"' in entry.command
    assert "信访" not in entry.command
    said = opened_words(orjson.loads(entry.command), keyring())
    assert said == {"reference": "信访 2018-07 号", "reason": "本人要求，已核实"}


def test_questions_about_the_person_say_nothing_any_more(home: UUID) -> None:
    assert questions_of(home) == {"phone_not_11_digits": "open"}
    key = erased(home)
    rows = Question.objects.filter(person_id=key)
    assert rows
    assert {(row.state, row.values, row.reason) for row in rows} == {(SETTLED, "", "")}
    assert key not in {asked.person_id for asked in household(actor("county"), home, on=ON).open}


def test_an_answer_about_the_person_is_sealed_under_the_persons_key(home: UUID) -> None:
    asked = Question.objects.filter(household_id=home).first()
    done(AnswerQuestion(id=fresh(), household_id=home, question_ids=[asked.id], reason="田家都知道"), "county")
    key = erased(home)
    assert not SubjectKey.objects.filter(subject=key).exists()
    texts = [event.lines for event in household(actor("county"), home, on=ON).events]
    assert "田家" not in str(texts)


def test_nobody_finds_the_person(home: UUID) -> None:
    father = people_of(home)[FATHER]
    number = keyring().open(father.id, "registry_person.identity", father.identity)
    erased(home)
    for text in (FATHER, "tianqiaocang", "tqc", father.code, number):
        assert search(actor("county"), text, on=ON).people == ()


def test_evidence_about_the_person_is_removed_at_once(home: UUID, django_capture_on_commit_callbacks: Commits) -> None:
    key = people_of(home)[FATHER].id
    brought = bring(
        actor("county"), wish=fresh(), subject_id=key, name="田巧仓.jpg", data=photograph(), received_at=NOW
    )
    assert brought.file is not None
    path = contents.path_of(Path(settings.HOME), brought.file.digest)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erased(home)
    assert not path.exists()
    row = StoredFile.objects.get(subject_id=key)
    assert (row.name, row.removed_at) == ("", NOW)


def test_a_sheet_under_review_that_names_the_person_is_closed(home: UUID) -> None:
    code = Household.objects.get(id=home).code
    rows = f"姓名,户编号\n田巧仓,{code}\n"
    mine, other = fresh(), fresh()
    with staging.writing():
        staging.create(mine, owner=account("county"), name="a.csv", data=rows.encode(), created=NOW)
        namesake = "姓名,户编号\n田巧仓,1\n".encode()
        staging.create(other, owner=account("county"), name="b.csv", data=namesake, created=NOW)
    erased(home)
    states = dict(ImportSession.objects.values_list("id", "state"))
    assert states == {mine: "discarded", other: "uploaded"}
    assert set(StagedPart.objects.values_list("session_id", flat=True)) == {other}


def test_a_sheet_that_is_being_taken_in_is_waited_for(home: UUID) -> None:
    data = f"人编号,自然村\n{people_of(home)[FATHER].code},上社\n".encode()
    with staging.writing():
        staging.create(fresh(), owner=account("county"), name="a.csv", data=data, created=NOW)
    ImportSession.objects.update(state="accepting")
    assert codes(do(erasing(home), "county")) == ["import_of_person_at_work"]


def test_what_was_typed_to_find_the_person_is_forgotten(home: UUID) -> None:
    session = SessionStore()
    session["searches"] = {"a": "田巧", "b": "TIAN QIAO", "c": "何慧珍", "d": "张"}
    session.create()
    erased(home)
    assert SessionStore(session.session_key)["searches"] == {"c": "何慧珍", "d": "张"}


def test_the_digest_of_the_households_rows_is_deleted(home: UUID) -> None:
    SheetDigest.objects.create(household_id=home, digest="0" * 32, version=fresh())
    erased(home)
    assert not SheetDigest.objects.exists()


# What stays


def test_the_page_says_that_somebody_was_erased(home: UUID) -> None:
    key = erased(home)
    page = household(actor("county"), home, on=ON)
    (former,) = page.former
    assert (former.id, former.name, former.cause.zh) == (key, "", "信息已删除")
    assert [member.name for member in page.members] == ["何慧珍", SON]
    told = str([(event.what, event.lines) for event in page.events])
    assert "（已删除） 离开：信息已删除" in told
    assert FATHER not in told


def test_incomes_and_the_divisor_of_years_before_stand(home: UUID) -> None:
    father = people_of(home)[FATHER]
    line = StatedLine(
        id=fresh(),
        kind="wage",
        project="县内务工",
        person_id=father.id,
        amount="9000",
        first_day=date(2016, 1, 1),
        last_day=date(2016, 12, 31),
    )
    done(RecordLedger(id=fresh(), household_id=home, lines=[line], complete=True, origin="form"), "county")
    before = household(actor("county"), home, on=ON).incomes[0].per_head
    assert before.value == "3000"
    done(erasing(home), "county", days=40)
    after = household(actor("county"), home, on=ON + timedelta(40)).incomes[0].per_head
    assert (after.value, LedgerLine.objects.get().amount) == (before.value, 900_000)


def test_a_child_born_after_a_year_that_stands_is_not_counted_in_it() -> None:
    """Of the birth only the end of the income year after it is kept, and only because a figure stands before it."""
    mother, father, _ = family()
    child = person("何苗", "之女", "2016-02-09", female=True, education=None, labour=None)
    home = registered(members=(mother, father, child))
    year = {"first_day": date(2015, 1, 1), "last_day": date(2015, 12, 31)}
    line = StatedLine(id=fresh(), kind="wage", project="县内务工", amount="9000", **year)
    done(RecordLedger(id=fresh(), household_id=home, lines=[line], complete=True, origin="form"), "county")
    before = household(actor("county"), home, on=ON).incomes[0].per_head
    assert before.value == "4500"
    counted = list(household_incomes(actor("county"), HERE, year=2015))
    key = erased(home, "何苗")
    assert household(actor("county"), home, on=ON).incomes[0].per_head.value == before.value
    membership = Membership.objects.get(person_id=key)
    assert (membership.valid_from, membership.cause) == (date(2016, 9, 30), "other")
    assert list(household_incomes(actor("county"), HERE, year=2015)) == counted


def test_the_last_one_of_a_household_ends_it() -> None:
    home = registered(members=[person("何慧珍", "户主", "1970-03-05", female=True)])
    erased(home, "何慧珍")
    row = Household.objects.get(id=home)
    assert (row.valid_to, row.end_cause) == (ON, "erased")
    page = household(actor("county"), home, on=ON)
    assert (page.head, page.members) == ("", ())


def test_somebody_who_left_long_ago_is_erased_too(home: UUID) -> None:
    key = people_of(home)[FATHER].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=key, on=date(2018, 1, 5), cause="moved_out"))
    done(erasing(home, person_id=key), "county")
    membership = Membership.objects.get(person_id=key)
    assert (membership.valid_to, membership.end_cause) == (date(2018, 1, 5), "moved_out")
    assert Person.objects.get(id=key).name == ""


# What is refused


def test_the_head_only_after_another_head_is_named(home: UUID) -> None:
    head = people_of(home)["何慧珍"].id
    assert codes(do(erasing(home, "何慧珍"), "county")) == ["erasure_of_head"]
    others = [
        Relation(person_id=people_of(home)[name].id, relation=to) for name, to in (("何慧珍", "配偶"), (SON, "之子"))
    ]
    done(ChangeHead(id=fresh(), household_id=home, new_head_id=people_of(home)[FATHER].id, relations=others), "county")
    done(erasing(home, person_id=head), "county")
    assert household(actor("county"), home, on=ON).head == FATHER


def test_a_ground_has_to_be_in_force(home: UUID) -> None:
    assert codes(do(erasing(home, basis="retention_ended"), "county")) == ["erasure_without_basis"]
    assert do(erasing(home, basis="mistake"), "county").accepted


@pytest.mark.parametrize(("field", "text"), [("reason", "田巧仓本人要求"), ("reference", "电话 0931-5550142")])
def test_the_words_may_not_name_the_person(home: UUID, field: str, text: str) -> None:
    receipt = do(erasing(home, **{field: text}), "county")
    assert [(problem.code, problem.field) for problem in receipt.problems] == [("erasure_words_name", field)]


@pytest.mark.parametrize("login", ["township", "leader", "member", "administrator", "auditor"])
def test_only_county_officers_and_above(home: UUID, login: str) -> None:
    assert codes(do(erasing(home), login)) == ["not_your_role"]


def test_elsewhere_and_of_another_household_is_as_if_absent(home: UUID) -> None:
    assert codes(do(erasing(home), "neighbour")) == ["not_found"]
    other = registered()
    assert codes(do(erasing(other, person_id=people_of(home)[FATHER].id), "county")) == ["not_found"]


def test_once_is_enough(home: UUID) -> None:
    wish = erasing(home)
    done(wish, "county")
    assert do(wish, "county").repeated
    again = wish.model_copy(update={"id": fresh()})
    assert codes(do(again, "county")) == ["person_erased_already"]


# Nothing brings anybody back


def test_the_erasure_is_not_undone(home: UUID) -> None:
    wish = erasing(home)
    done(wish, "county")
    assert codes(do(Undo(id=fresh(), target=wish.id), "")) == ["not_undoable"]


def test_nothing_about_the_person_is_undone(home: UUID) -> None:
    key = people_of(home)[FATHER].id
    correct = CorrectMember(id=fresh(), household_id=home, person_id=key, work_months=3)
    leave = LeaveHousehold(id=fresh(), household_id=home, person_id=key, on=ON, cause="moved_out")
    for wish in (correct, leave):
        done(wish)
    done(erasing(home, person_id=key), "county")
    for wish in (leave, correct):
        assert codes(do(Undo(id=fresh(), target=wish.id), "")) == ["subject_erased"]
    first = Entry.objects.filter(code="registry.record_household").latest("id").command_id
    assert codes(do(Undo(id=fresh(), target=first), "")) == ["subject_erased"]


def test_a_batch_with_the_person_is_not_undone() -> None:
    command, batch = recording(), fresh()
    execute_many([command], actor=actor("prefecture"), received_at=NOW, batch=batch)
    erased(command.household_id)
    receipts = undo_batch(batch, session=fresh(), actor=actor(""), received_at=NOW, reason="x")
    assert [codes(receipt) for receipt in receipts] == [["subject_erased"]]


def test_the_same_number_again_is_a_new_person(home: UUID) -> None:
    father = people_of(home)[FATHER]
    number = keyring().open(father.id, "registry_person.identity", father.identity)
    erased(home)
    again = person(FATHER, "配偶", "1968-07-11", identity=number, code=father.code)
    done(JoinHousehold(id=fresh(), household_id=home, member=again, on=ON, cause="returned"), "county")
    assert people_of(home)[FATHER].id == again.id != father.id
    assert Membership.objects.filter(household_id=home, person_id=father.id).count() == 1


def test_every_table_with_personal_columns_can_be_blanked() -> None:
    """A module whose rows are about people is erased with them, whatever it is."""
    about_people = {name for name, spec in TABLES.items() if spec.personal or spec.sealed}
    assert about_people >= {"registry_person", "registry_question", "files_stored"}
    for name in sorted(about_people):
        spec = TABLES[name]
        assert spec.subject is not None
        for column in (*spec.personal, *spec.sealed):
            blank = spec.defaults[column]
            assert blank is None or blank == "" or blank == 0, (name, column)
            if blank is None:
                assert spec.fields[column].null, (name, column)
    assert catalogue.command_type("registry.erase_person").undoable is False
