"""Erasing a household that has ended: its texts go with its key, figures stand, nothing brings it back."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
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
    actor,
    codes,
    do,
    done,
    family,
    fresh,
    people_of,
    person,
    registered,
)
from xiuhua.platform.files import contents
from xiuhua.platform.files.bringing import bring
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.streams import ledger_of
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.journal.words import opened_words
from xiuhua.platform.vault.keyring import KeyDestroyed, keyring
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.bank import holder_of
from xiuhua.registry.commands.erasing import EraseHousehold, ErasePerson
from xiuhua.registry.commands.household_answers import RecordHouseholdAnswer
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import CorrectHousehold, LeaveHousehold, MergeHouseholds, Relation
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot
from xiuhua.registry.erased import FILE_NAME, Erased, complete, listed
from xiuhua.registry.models import BankAccount, Household, HouseholdAnswer, LedgerLine, Person, Plot, Statement
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.search import search
from xiuhua.registry.queries.village_sums import village_sums
from xiuhua.registry.restored import back_again, erase_again

ON, BEFORE = date(2018, 1, 19), date(2017, 12, 1)
YEAR = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
Commits = Callable[..., Any]


def merged(*, on: date = ON) -> tuple[UUID, UUID]:
    """Return a household of which much is known, and the one that it joined."""
    home = registered(members=(person("马福", "户主", "1940-01-01", labour="无劳动力"),), code="880099990077")
    old = people_of(home)["马福"].id
    account = {"bank_name": "甘肃银行", "bank_account": "6217000000000001234"}
    done(CorrectHousehold(id=fresh(), household_id=home, **account))
    line = StatedLine(id=fresh(), kind="business", project="马家沟卖羊", person_id=old, amount="5200.50", **YEAR)
    done(RecordLedger(id=fresh(), household_id=home, lines=[line], complete=True, origin="form"))
    plot = StatedPlot(id=fresh(), name="马家湾地", area="3.2", land_use="own", east="魏家祖坟")
    done(RecordPlots(id=fresh(), household_id=home, plots=[plot], origin="form"))
    words = {"answers": home, "said": "那一年没有卖羊", "said_by": old, "said_on": BEFORE}
    done(RecordHouseholdAnswer(id=fresh(), household_id=home, answer_id=fresh(), **words))
    into = registered(members=family())
    relations = [Relation(person_id=old, relation="之父")]
    done(MergeHouseholds(id=fresh(), household_id=home, into_id=into, relations=relations, on=on))
    return home, into


def erasing(home: UUID, **more: object) -> EraseHousehold:
    values = {"basis": "asked", "reference": "信访 2018-09 号", "reason": "本人要求，已核实", **more}
    return EraseHousehold(id=fresh(), household_id=home, **values)


@pytest.fixture
def homes() -> tuple[UUID, UUID]:
    return merged()


# What goes


def test_its_keys_are_destroyed_and_nothing_of_it_can_be_read(homes: tuple[UUID, UUID]) -> None:
    home, _ = homes
    done(erasing(home), "county")
    assert not SubjectKey.objects.filter(subject__in=(home, holder_of(home))).exists()
    with pytest.raises(KeyDestroyed):
        keyring().open(home, "registry_household_answer.said", "AQE=")
    row = Household.objects.get(id=home)
    assert (row.natural_village, row.erased_on, row.code) == ("", ON, f"*{home.hex[-12:]}")
    line, answer, account = LedgerLine.objects.get(), HouseholdAnswer.objects.get(), BankAccount.objects.get()
    assert (line.project, line.person_id, answer.said) == ("", None, "")
    assert (account.bank_name, account.bank_account, account.account_index) == ("", "", "")
    plot = Plot.objects.get(household_id=home)
    assert (plot.name, plot.east, plot.ended_on) == ("", "", ON)
    said = Statement.objects.get(household_id=home)
    assert (said.main_cause, said.per_head_income) == ("", None)
    assert verify(rows=True).findings == ()


def test_what_stands_in_entries_is_sealed_under_a_key_that_is_gone(homes: tuple[UUID, UUID]) -> None:
    home, _ = homes
    done(erasing(home), "county")
    text = "".join(Entry.objects.values_list("changes", flat=True))
    for words in ("马家沟卖羊", "魏家祖坟", "6217000000000001234", "缺技术"):
        assert words not in text
    entry = Entry.objects.get(code="registry.erase_household")
    said = opened_words(orjson.loads(entry.command), keyring())
    assert said == {"reference": "信访 2018-09 号", "reason": "本人要求，已核实"}


def test_its_files_are_removed_at_once(homes: tuple[UUID, UUID], django_capture_on_commit_callbacks: Commits) -> None:
    home, _ = homes
    brought = bring(actor("county"), wish=fresh(), subject_id=home, name="院.jpg", data=photograph(), received_at=NOW)
    assert brought.file is not None
    path = contents.path_of(Path(settings.HOME), brought.file.digest)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done(erasing(home), "county")
    assert not path.exists()


def test_its_page_names_nobody(homes: tuple[UUID, UUID]) -> None:
    home, into = homes
    done(erasing(home), "county")
    page = household(actor("county"), home, on=ON)
    assert page is not None
    assert (page.erased_on, page.state.zh, page.head) == (ON, "已删除", "")
    assert (page.members, page.former, page.statements, page.incomes, page.events) == ((), (), (), (), ())
    then = household(actor("county"), home, on=ON, day=BEFORE)
    assert then is not None
    assert (then.members, then.former, then.statements) == ((), (), ())
    assert search(actor("county"), "880099990077", on=ON).households == ()
    assert "马福" in {member.name for member in household(actor("county"), into, on=ON).members}


def test_lists_of_days_gone_by_count_it_and_name_nobody() -> None:
    home = registered(members=[person("马走远", "户主", "1940-01-01")])
    who = people_of(home)["马走远"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=who, on=date(2018, 1, 5), cause="moved_out"))

    def lines() -> list[tuple[str, int]]:
        found = households_in(actor("county"), HERE, day=BEFORE)
        assert found is not None
        return [(row.line.head, row.line.members) for row in found.rows]

    assert lines() == [("马走远", 1)]
    done(erasing(home), "county")
    assert lines() == [("", 1)]


# What stays


def test_the_figures_of_days_and_years_gone_by_stand(homes: tuple[UUID, UUID]) -> None:
    home, _ = homes
    viewer = actor("county")
    asked = {"year": 2017, "day": BEFORE, "today": ON}
    before = village_sums(viewer, HERE, **asked)
    done(erasing(home), "county")
    assert village_sums(viewer, HERE, **asked) == before
    assert LedgerLine.objects.get().amount == 520_050
    assert Plot.objects.get(household_id=home).area == 3200


def test_people_who_live_elsewhere_keep_their_record_and_can_be_erased_after(homes: tuple[UUID, UUID]) -> None:
    home, into = homes
    done(erasing(home), "county")
    old = people_of(into)["马福"]
    assert keyring().open(old.id, "registry_person.identity", old.identity)
    words = {"basis": "asked", "reference": "2018-10", "reason": "本人要求"}
    done(ErasePerson(id=fresh(), household_id=into, person_id=old.id, **words), "county")
    assert Person.objects.get(id=old.id).name == ""
    assert verify(rows=True).findings == ()


# What is refused


def test_one_that_is_still_there_is_not_erased() -> None:
    assert codes(do(erasing(registered()), "county")) == ["household_not_ended"]


def test_a_ground_has_to_be_in_force(homes: tuple[UUID, UUID]) -> None:
    assert codes(do(erasing(homes[0], basis="retention_ended"), "county")) == ["household_erasure_without_basis"]


@pytest.mark.parametrize(("field", "text"), [("reason", "马福要求"), ("reference", "880099990077 号户申请")])
def test_the_words_name_neither_the_household_nor_its_people(homes: tuple[UUID, UUID], field: str, text: str) -> None:
    receipt = do(erasing(homes[0], **{field: text}), "county")
    assert [(each.code, each.field) for each in receipt.problems] == [("household_erasure_words_name", field)]


@pytest.mark.parametrize("login", ["township", "leader", "administrator", "auditor"])
def test_only_county_officers_and_above(homes: tuple[UUID, UUID], login: str) -> None:
    assert codes(do(erasing(homes[0]), login)) == ["not_your_role"]


def test_elsewhere_is_as_if_absent(homes: tuple[UUID, UUID]) -> None:
    assert codes(do(erasing(homes[0]), "neighbour")) == ["not_found"]
    assert codes(do(erasing(fresh()), "county")) == ["not_found"]


# Nothing brings it back


def test_once_is_enough_and_it_is_not_undone(homes: tuple[UUID, UUID]) -> None:
    wish = erasing(homes[0])
    done(wish, "county")
    assert do(wish, "county").repeated
    assert codes(do(wish.model_copy(update={"id": fresh()}), "county")) == ["household_erased_already"]
    assert codes(do(Undo(id=fresh(), target=wish.id), "")) == ["not_undoable"]


def test_the_merge_is_not_undone_after_it(homes: tuple[UUID, UUID]) -> None:
    done(erasing(homes[0]), "county")
    merge = Entry.objects.filter(code="registry.merge_households").latest("id").command_id
    assert codes(do(Undo(id=fresh(), target=merge), "")) != []
    assert Household.objects.get(id=homes[0]).valid_to == ON


def test_the_list_beside_the_heads_names_it_by_its_id(homes: tuple[UUID, UUID]) -> None:
    done(erasing(homes[0]), "county")
    complete()
    (line,) = [each for each in listed() if each.household == str(homes[0])]
    assert (line.person, line.basis) == ("", "asked")


def test_an_older_database_that_holds_it_erases_it_again(homes: tuple[UUID, UUID]) -> None:
    """The list is all that tells: its line was written where the household had been erased."""
    there = registered(members=(person("魏成", "户主", "1960-01-01"),))
    ledger = ledger_of("default")
    lines = [Erased(ledger, "", str(fresh()), "asked", NOW.isoformat(), str(key)) for key in (*homes, there)]
    path = Path(settings.HOME) / FILE_NAME
    path.write_text("".join(json.dumps(asdict(line)) + "\n" for line in lines), "ascii")
    again = erase_again(actor(""), received_at=NOW)
    assert again.erased == 1
    assert Household.objects.get(id=homes[0]).erased_on == ON
    codes_of = dict(Household.objects.values_list("id", "code"))
    assert [(each.key, each.household, each.problem.code) for each in again.left] == [
        (key, codes_of[key], "restored_household_there") for key in (homes[1], there)
    ]
    assert all(each.problem.values == {"household": each.household} for each in again.left)
    assert back_again() == tuple(sorted(codes_of[key] for key in (homes[1], there)))
    (left,) = people_of(there).values()
    done(LeaveHousehold(id=fresh(), household_id=there, person_id=left.id, on=ON, cause="moved_out"))
    assert erase_again(actor(""), received_at=NOW).erased == 1, "it ended meanwhile"
    assert Household.objects.get(id=there).erased_on == ON
    assert back_again() == (codes_of[homes[1]],)
    path.unlink()
    assert verify(rows=True).findings == ()
