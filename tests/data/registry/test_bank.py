"""The bank account of a household: sealed, masked, looked at for a purpose, told of, and gone with the household."""

from typing import Any
from uuid import UUID

import orjson
import pytest

from data.registry.exports import looked, rows_of, taken
from support import exports
from support.stage import (
    FAR,
    HERE,
    NOW,
    TODAY,
    actor,
    codes,
    do,
    done,
    fresh,
    people_of,
    questions_of,
    registered,
    version,
)
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.bank import holder_of
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.members import CorrectHousehold, LeaveHousehold
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.corrections import COLUMNS, opened
from xiuhua.registry.models import BankAccount, Correction, Question
from xiuhua.registry.queries.bank import same_account
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.reveals import revealed, who_looked
from xiuhua.registry.stored import load

CARD, OTHER, PASSBOOK = "6217995550001234561", "6217995550001234579", "620199000000000001"
BANK = "甘肃农信"


@pytest.fixture
def home() -> UUID:
    return registered()


def paid(home: UUID, number: str | None = CARD, by: str = "township", **more: Any) -> Any:
    given = {"bank_name": BANK, "bank_account": number, **more}
    return do(CorrectHousehold(id=fresh(), household_id=home, **given), by)


def account_of(home: UUID) -> tuple[str, str] | None:
    stored = load([home], keyring())[home].bank
    return (stored["bank_name"], stored["bank_account"]) if stored else None


def shown(home: UUID, by: str = "member") -> tuple[str, str] | None:
    page = household(actor(by), home, on=TODAY)
    assert page is not None
    return (page.bank.bank, page.bank.account) if page.bank else None


def test_it_is_recorded_sealed_and_shown_masked(home: UUID) -> None:
    assert shown(home) is None
    assert paid(home, "6217 9955-5000 1234561").accepted
    assert account_of(home) == (BANK, CARD)
    row = BankAccount.objects.get()
    assert CARD not in "".join(map(str, (row.bank_account, row.bank_name, row.account_index)))
    assert BANK not in row.bank_name
    assert all(CARD not in entry.changes and BANK not in entry.changes for entry in Entry.objects.all())
    for login in ("member", "county", "auditor", "department"):
        assert shown(home, login) == (BANK, "••••••••4561")
    page = household(actor("member"), home, on=TODAY)
    assert page is not None
    assert any(f"银行账号记为 {BANK} ••••••••4561" in line.zh for event in page.events for line in event.lines)


def test_another_one_follows_and_the_former_stays_in_the_history(home: UUID) -> None:
    assert paid(home).accepted
    assert do(CorrectHousehold(id=fresh(), household_id=home, bank_account=OTHER), days=2).accepted
    assert account_of(home) == (BANK, OTHER)
    assert BankAccount.objects.filter(valid_to=None).count() == 1
    assert BankAccount.objects.count() == 2
    assert codes(do(CorrectHousehold(id=fresh(), household_id=home, bank_account=OTHER))) == ["nothing_changed"]
    assert do(CorrectHousehold(id=fresh(), household_id=home, cleared=("bank_name", "bank_account"))).accepted
    assert account_of(home) is None


def test_what_cannot_be_an_account_is_refused_and_its_check_digit_only_asked_about(home: UUID) -> None:
    refused = paid(home, "62179955")
    assert codes(refused) == ["bank_account_form"]
    assert "62179955" not in str(refused.problems)
    assert paid(home, PASSBOOK).accepted
    assert questions_of(home)["bank_account_check_digit"] == "open"
    asked = Question.objects.get(code="bank_account_check_digit")
    keys = keyring()
    assert asked.person_id is not None
    keys.load((asked.person_id,))
    assert orjson.loads(keys.open(asked.person_id, "registry_question.values", asked.values)) == {"ends": "0001"}
    assert paid(home).accepted
    assert questions_of(home)["bank_account_check_digit"] == "settled"


def test_two_who_state_it_at_once_are_told_with_both_sides_masked(home: UUID) -> None:
    seen = version(home)
    assert paid(home).accepted
    again = paid(home, OTHER, base_version=seen)
    assert codes(again) == ["changed_meanwhile"]
    assert again.problems[0].values["theirs"] == ["••••••••4561"]
    assert again.problems[0].values["yours"] == ["••••••••4579"]
    assert paid(home, OTHER, base_version=version(home)).accepted
    assert do(CorrectHousehold(id=fresh(), household_id=home, size=9, base_version=seen)).accepted


def test_it_is_looked_at_for_a_purpose_through_the_head_and_that_is_seen(home: UUID) -> None:
    head = people_of(home)["何慧珍"].id
    given = {
        "household_id": home,
        "person_id": head,
        "field": "bank_account",
        "purpose": "payment",
        "reason": "核对卡号",
    }
    assert codes(do(RevealField(id=fresh(), **given), "member")) == ["reveal_nothing_there"]
    assert paid(home).accepted
    wish = RevealField(id=fresh(), **given)
    done(wish, "member")
    found = revealed(actor("member"), wish.id, at=NOW)
    assert found is not None
    assert (found.value, found.name.zh) == (CARD, "银行账号")
    assert revealed(actor("county"), wish.id, at=NOW) is None
    assert [look.field.zh for look in who_looked(actor("auditor"), home)] == ["银行账号"]
    assert codes(do(RevealField(id=fresh(), **given), "auditor")) == ["not_your_role"]
    assert codes(do(RevealField(id=fresh(), **given), "neighbour")) == ["not_found"]


def test_who_sees_both_is_told_that_two_households_have_the_same_number(home: UUID) -> None:
    near, far = registered(), registered(village=FAR)
    for each in (home, near, far):
        assert paid(each, by="prefecture").accepted
    assert {each.household_id for each in same_account(actor("prefecture"), home)} == {near, far}
    assert {each.household_id for each in same_account(actor("township"), home)} == {near}
    assert same_account(actor("neighbour"), home) == ()
    assert paid(near, OTHER).accepted
    assert {each.household_id for each in same_account(actor("prefecture"), home)} == {far}


def test_a_sheet_brings_it_goes_out_masked_and_comes_back_unchanged(home: UUID) -> None:
    assert paid(home).accepted
    data = exports.exported("people", HERE)
    rows = exports.table(data)
    assert {(row["开户银行"], row["银行账号"]) for row in rows if row.get("姓名")} == {(BANK, "••••••••4561")}
    assert exports.looked(data).same == 3
    edited = exports.set_cells(data, {(2, "银行账号"): OTHER})
    found = exports.looked(edited)
    assert exports.changes(found) == [(2, "银行账号", "••••••••4561", OTHER)]
    exports.taken(edited)
    assert account_of(home) == (BANK, OTHER)
    torn = exports.set_cells(exports.exported("people", HERE), {(2, "银行账号"): "•••4579"})
    assert exports.errors(exports.looked(torn)) == [(2, "银行账号", "export_mask_changed")]


def test_it_is_told_to_the_system_and_an_old_value_does_not_come_back(home: UUID) -> None:
    taken_in = rows_of(home)
    with_account = {name: {**row, "bank_name": BANK, "bank_account": OTHER} for name, row in taken_in.items()}
    taken(with_account)
    assert account_of(home) == (BANK, OTHER)
    assert paid(home).accepted
    (line,) = opened(Correction.objects.filter(state="open").values(*COLUMNS), keyring())
    assert (line.field, line.stated, line.wanted, line.subject_id) == ("bank_account", OTHER, CARD, holder_of(home))
    taken(with_account)
    assert account_of(home) == (BANK, CARD)
    assert looked(with_account).judged[0].changes == []
    taken({name: {**row, "bank_account": CARD} for name, row in with_account.items()})
    assert not Correction.objects.filter(state="open").exists()


def test_it_ends_with_the_household_and_is_back_when_that_is_undone(home: UUID) -> None:
    assert paid(home).accepted
    people = people_of(home)
    head = next(each for each in people.values() if each.relation == "户主")
    for each in people.values():
        if each is not head:
            done(LeaveHousehold(id=fresh(), household_id=home, person_id=each.id, cause="marriage", on=TODAY))
    last = LeaveHousehold(id=fresh(), household_id=home, person_id=head.id, cause="death", on=TODAY)
    done(last)
    assert not BankAccount.objects.filter(valid_to=None).exists()
    assert shown(home) == (BANK, "••••••••4561")
    done(Undo(id=fresh(), target=last.id, reason="记错了"))
    assert account_of(home) == (BANK, CARD)


def test_it_goes_for_good_with_the_last_person_of_the_household(home: UUID) -> None:
    assert paid(home, OTHER).accepted
    assert paid(home).accepted
    assert Correction.objects.filter(subject_id=holder_of(home)).exclude(wanted="").exists()
    people = sorted(people_of(home).values(), key=lambda each: each.relation == "户主")
    for each in people:
        assert BankAccount.objects.exclude(bank_account="").count() == 2
        given = {"basis": "mistake", "reference": "2018-07", "reason": "重复登记"}
        done(ErasePerson(id=fresh(), household_id=home, person_id=each.id, **given), "county")
    assert not SubjectKey.objects.filter(subject=holder_of(home)).exists()
    assert not BankAccount.objects.exclude(bank_account="", bank_name="", account_index="").exists()
    assert shown(home) is None
    assert not Correction.objects.filter(subject_id=holder_of(home)).exclude(stated="", wanted="").exists()
