"""Writing the income ledger of a household: lines, their year and basis, refusals, what stays of a declaration."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.stage import FAR, codes, do, done, family, fresh, people_of, registered, version
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import CorrectMember, LeaveHousehold
from xiuhua.registry.models import Ledger, LedgerLine, Question

RENT = {"kind": "property", "project": "土地流转租金", "amount": "660", "quantity": "11", "unit": "亩"}
WAGE = {"kind": "wage", "project": "牡丹种植劳务费", "amount": "3200"}


@pytest.fixture
def home() -> UUID:
    return registered()


def line(facts: dict[str, Any] | None = None, **more: Any) -> StatedLine:
    given = {"id": fresh(), "first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31), **(facts or RENT), **more}
    return StatedLine(**given)


def recording(home: UUID, *lines: StatedLine, **more: Any) -> RecordLedger:
    return RecordLedger(id=fresh(), household_id=home, lines=lines, **more)


def ledgers(home: UUID) -> list[tuple[int, str, bool]]:
    return list(
        Ledger.objects.filter(household_id=home).order_by("year", "basis").values_list("year", "basis", "complete")
    )


def lines_of(home: UUID) -> dict[str, int]:
    present = LedgerLine.objects.filter(household_id=home, ended_on=None)
    return dict(present.order_by("project").values_list("project", "amount"))


def problem(receipt: Receipt) -> Problem:
    assert len(receipt.problems) == 1, receipt.problems
    return receipt.problems[0]


def test_a_household_is_written_at_once_and_its_year_follows_from_the_days(home: UUID) -> None:
    receipt = done(recording(home, line(extra=True), line(WAGE, last_day=date(2017, 12, 20), extra=True)), "member")
    assert ledgers(home) == [(2017, "calendar", False)]
    assert lines_of(home) == {"土地流转租金": 66_000, "牡丹种植劳务费": 320_000}
    rent = LedgerLine.objects.get(household_id=home, kind="property")
    assert (rent.period_from, rent.period_to) == (date(2017, 1, 1), date(2018, 1, 1))
    assert (rent.quantity, rent.unit, rent.extra, rent.qualifier, rent.origin) == (11_000, "亩", True, "exact", "form")
    assert (receipt.result["year"], receipt.result["basis"], receipt.result["warnings"]) == (2017, "calendar", [])


def test_nothing_about_the_family_can_be_read_in_the_entry(home: UUID) -> None:
    command = recording(home, line(evidence="流转合同第7号", amount="6601234.56", quantity="7654.321"))
    done(command)
    entry = Entry.objects.get(command_id=command.id)
    assert all(
        word not in entry.command + entry.changes for word in ("土地流转", "6601234", "7654321", "7654.321", "第7号")
    )


def test_a_line_is_changed_in_what_is_named_and_stays_in_the_rest(home: UUID) -> None:
    rent = line(evidence="流转合同")
    done(recording(home, rent))
    done(recording(home, StatedLine(id=rent.id, amount="690", cleared=("quantity", "unit", "evidence"))))
    now = LedgerLine.objects.get(id=rent.id)
    assert (now.amount, now.project, now.quantity, now.unit, now.evidence) == (69_000, "土地流转租金", None, "", "")
    assert done(recording(home, StatedLine(id=rent.id, amount="690"))).unchanged


def test_a_line_that_is_taken_out_counts_no_more_and_stays_in_the_journal(home: UUID) -> None:
    rent, wage = line(), line(WAGE)
    done(recording(home, rent, wage))
    taking_out = recording(home, removed=(rent.id,))
    done(taking_out)
    assert lines_of(home) == {"牡丹种植劳务费": 320_000}
    assert codes(do(recording(home, removed=(rent.id,)))) == ["line_not_in_ledger"]
    assert codes(do(recording(home, StatedLine(id=rent.id, amount="1")))) == ["line_not_in_ledger"]
    done(Undo(id=fresh(), target=taking_out.id))
    assert set(lines_of(home)) == {"土地流转租金", "牡丹种植劳务费"}


def test_a_ledger_is_one_of_its_household_year_and_basis(home: UUID) -> None:
    done(recording(home, line()))
    done(recording(home, line(WAGE)))
    done(recording(home, line(first_day=date(2015, 10, 1), last_day=date(2016, 9, 30))))
    assert ledgers(home) == [(2016, "october", False), (2017, "calendar", False)]


def test_a_ledger_takes_the_basis_that_all_its_lines_have(home: UUID) -> None:
    done(recording(home, line(last_day=date(2017, 6, 30))))
    assert ledgers(home) == [(2017, "calendar", False)]
    done(recording(home, line(WAGE, first_day=date(2016, 10, 1), last_day=date(2017, 9, 30)), year=2017))
    assert ledgers(home) == [(2017, "october", False)]
    assert set(lines_of(home)) == {"土地流转租金", "牡丹种植劳务费"}


def test_bases_do_not_mix(home: UUID) -> None:
    october = line(WAGE, first_day=date(2016, 10, 1), last_day=date(2017, 9, 30))
    refused = problem(do(recording(home, line(), october)))
    assert (refused.code, refused.field, refused.values["last"]) == (
        "ledger_mixes_bases",
        "lines.1.period",
        "2017-09-30",
    )
    assert ledgers(home) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"last_day": None}, "amount_without_period"),
        ({"amount": None, "qualifier": "more_than"}, "amount_without_number"),
        ({"amount": None}, "line_without_amount"),
        ({"amount": "-660"}, "expense_as_income"),
        ({"project": "化肥支出"}, "expense_as_income"),
        ({"kind": None}, "line_without_kind"),
        ({"last_day": date(2016, 12, 31)}, "period_reversed"),
        ({"last_day": date(2018, 1, 1)}, "ledger_mixes_bases"),
        ({"person_id": UUID(int=7)}, "line_person_unknown"),
    ],
)
def test_what_cannot_stand_in_a_ledger_is_refused_by_its_number(home: UUID, facts: dict[str, Any], code: str) -> None:
    refused = problem(
        do(recording(home, line(WAGE, first_day=date(2017, 2, 1), last_day=date(2017, 2, 28)), line(**facts)))
    )
    assert refused.code == code
    assert (refused.field or "").startswith("lines.1.")
    assert LedgerLine.objects.count() == 0


def test_a_line_outside_of_the_named_year_is_refused(home: UUID) -> None:
    assert problem(do(recording(home, line(), year=2016))).code == "line_outside_year"


def test_the_same_income_twice_is_refused_also_against_what_is_stored(home: UUID) -> None:
    assert codes(do(recording(home, line(), line()))) == ["lines_overlap"]
    done(recording(home, line()))
    assert codes(do(recording(home, line()))) == ["lines_overlap"]
    done(recording(home, line(project="入股分红")))


def test_a_line_of_another_household_is_refused(home: UUID) -> None:
    other, rent = registered(members=family()), line()
    done(recording(other, rent))
    assert codes(do(recording(home, StatedLine(id=rent.id, amount="1")))) == ["line_of_other_household"]
    assert codes(do(recording(home, line(id=rent.id)))) == ["line_of_other_household"]
    assert codes(do(recording(home, removed=(rent.id,)))) == ["line_not_in_ledger"]
    assert lines_of(other) == {"土地流转租金": 66_000}


def test_a_line_that_somebody_elsewhere_holds_is_no_more_told_than_any_other_id(home: UUID) -> None:
    far, rent = registered(village=FAR, members=family()), line()
    done(recording(far, rent), "neighbour")
    assert codes(do(recording(home, line(id=rent.id)))) == ["meets_existing"]


def test_lines_name_people_of_the_household_also_those_who_left(home: UUID) -> None:
    father = people_of(home)["田巧仓"].id
    leaving = {"person_id": father, "on": date(2018, 1, 5), "cause": "moved_out"}
    done(LeaveHousehold(id=fresh(), household_id=home, **leaving))
    done(recording(home, line(WAGE, person_id=father)))
    assert LedgerLine.objects.get(household_id=home).person_id == father


def test_complete_is_declared_and_taken_back(home: UUID) -> None:
    assert codes(do(recording(home, complete=True))) == ["ledger_not_named"]
    done(recording(home, line(), complete=True))
    ledger = Ledger.objects.get(household_id=home)
    assert (ledger.complete, ledger.declared_on, ledger.open_questions) == (True, date(2018, 1, 19), 0)
    assert done(recording(home, complete=True)).unchanged
    done(recording(home, complete=False))
    ledger.refresh_from_db()
    assert (ledger.complete, ledger.declared_on, ledger.open_questions) == (False, None, None)


def test_a_ledger_without_a_line_is_not_complete(home: UUID) -> None:
    rent = line()
    done(recording(home, rent))
    assert codes(do(recording(home, removed=(rent.id,), complete=True))) == ["complete_without_lines"]


def test_open_questions_at_a_declaration_are_a_warning_that_stays_with_it(home: UUID) -> None:
    member = people_of(home)["田巧仓"].id
    done(CorrectMember(id=fresh(), household_id=home, person_id=member, phone="0931-123"))
    open_ = Question.objects.filter(household_id=home, state="open").count()
    assert open_
    receipt = done(recording(home, line(), complete=True))
    assert receipt.result["warnings"] == ["complete_with_open_questions"]
    assert Ledger.objects.get(household_id=home).open_questions == open_


def test_two_people_change_other_lines_and_both_stay(home: UUID) -> None:
    rent, wage = line(), line(WAGE)
    done(recording(home, rent, wage))
    seen = version(home)
    done(recording(home, StatedLine(id=rent.id, amount="690"), base_version=seen), "leader")
    done(recording(home, StatedLine(id=wage.id, amount="3300"), base_version=seen), "member")
    assert lines_of(home) == {"土地流转租金": 69_000, "牡丹种植劳务费": 330_000}


def test_two_people_change_one_amount_and_the_second_sees_both(home: UUID) -> None:
    rent = line()
    done(recording(home, rent))
    seen = version(home)
    done(recording(home, StatedLine(id=rent.id, amount="690"), base_version=seen), "leader")
    refused = problem(do(recording(home, StatedLine(id=rent.id, amount="700"), base_version=seen), "member"))
    assert refused.code == "changed_meanwhile"
    assert (refused.values["fields"][0]["theirs"], refused.values["fields"][0]["yours"]) == (69_000, 70_000)
    done(recording(home, StatedLine(id=rent.id, amount="700"), base_version=version(home)), "member")


def test_the_wish_sent_twice_is_one_and_taken_back_leaves_nothing(home: UUID) -> None:
    command = recording(home, line(), line(WAGE), complete=True)
    assert [do(command).repeated, do(command).repeated] == [False, True]
    done(Undo(id=fresh(), target=command.id))
    assert (ledgers(home), lines_of(home)) == ([], {})


def test_a_year_for_which_policy_has_no_reckoning_is_refused(home: UUID) -> None:
    old = line(first_day=date(2005, 1, 1), last_day=date(2005, 12, 31))
    refused = problem(do(recording(home, old)))
    assert (refused.code, refused.values) == ("ledger_year_without_terms", {"year": 2005})
    assert ledgers(home) == []


@pytest.mark.parametrize("by", ["auditor", "attendee", "administrator", "department"])
def test_who_only_looks_writes_nothing(home: UUID, by: str) -> None:
    assert codes(do(recording(home, line()), by)) == ["not_your_role"]


def test_outside_of_the_territory_there_is_no_such_household() -> None:
    far = registered(village=FAR, members=family())
    assert codes(do(recording(far, line()), "township")) == ["not_found"]
    assert codes(do(recording(fresh(), line()), "township")) == ["not_found"]
