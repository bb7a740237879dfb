"""Who may do what with the register: every command × every role, inside and outside the territory."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from support.stage import (
    FAR,
    HERE,
    PEOPLE,
    TODAY,
    codes,
    do,
    done,
    family,
    fresh,
    people_of,
    person,
    recording,
    registered,
)
from xiuhua.kernel.commands import Command
from xiuhua.kernel.places import lies_in
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.access_report import MakeAccessReport
from xiuhua.registry.commands.comparisons import DeleteComparison, HandleCompared
from xiuhua.registry.commands.consents import RecordConsent, RevokeConsent
from xiuhua.registry.commands.corrections import ListCorrections, RequestCorrection, WithdrawCorrection
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.ledger import RecordLedger
from xiuhua.registry.commands.likeness import DecideLikeness
from xiuhua.registry.commands.members import (
    ChangeHead,
    CorrectHousehold,
    CorrectMember,
    JoinHousehold,
    LeaveHousehold,
    MergeHouseholds,
    SplitHousehold,
)
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.record_comparison import ComparedLine, RecordComparison
from xiuhua.registry.commands.renewing import RenewIndexes
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.commands.villages import RecordVillage
from xiuhua.registry.finding import keep, likenesses_in
from xiuhua.registry.models import ComparisonLine, Question
from xiuhua.registry.rules.comparison_states import Side

ON = date(2018, 1, 10)


def household(village: str) -> UUID:
    mother, father, son = family()
    return registered(members=(mother, father.model_copy(update={"phone": "1"}), son), village=village)


def _member(village: str) -> Command:
    home = household(village)
    return CorrectMember(id=fresh(), household_id=home, person_id=people_of(home)["何小军"].id, education="小学")


def _household(village: str) -> Command:
    return CorrectHousehold(id=fresh(), household_id=household(village), per_head_income="3000")


def _head(village: str) -> Command:
    home = household(village)
    people = people_of(home)
    relations = [{"person_id": people["何慧珍"].id, "relation": "配偶"}]
    return ChangeHead(id=fresh(), household_id=home, new_head_id=people["田巧仓"].id, relations=relations)


def _join(village: str) -> Command:
    member = person("何苗", "之女", "2017-12-20", female=True, education=None, labour=None)
    return JoinHousehold(id=fresh(), household_id=household(village), member=member, on=ON, cause="birth")


def _leave(village: str) -> Command:
    home = household(village)
    return LeaveHousehold(
        id=fresh(), household_id=home, person_id=people_of(home)["何小军"].id, on=ON, cause="moved_out"
    )


def _erase(village: str) -> Command:
    home = household(village)
    words = {"basis": "asked", "reference": "2018-07", "reason": "本人要求"}
    return ErasePerson(id=fresh(), household_id=home, person_id=people_of(home)["何小军"].id, **words)


def _split(village: str) -> Command:
    home = household(village)
    leaving = [{"person_id": people_of(home)["何小军"].id, "relation": "户主"}]
    return SplitHousehold(
        id=fresh(), household_id=home, new_household_id=fresh(), new_code="880099", leaving=leaving, on=ON
    )


def _merge(village: str) -> Command:
    home = registered(members=(person("马福", "户主", "1940-01-01"),), village=village)
    relations = [{"person_id": people_of(home)["马福"].id, "relation": "其他"}]
    return MergeHouseholds(id=fresh(), household_id=home, into_id=household(village), relations=relations, on=ON)


def _answer(village: str) -> Command:
    home = household(village)
    question = Question.objects.get(household_id=home, code="phone_not_11_digits")
    return AnswerQuestion(id=fresh(), household_id=home, question_ids=(question.id,), reason="看过户口本")


def _reveal(village: str) -> Command:
    home = household(village)
    who = {"household_id": home, "person_id": people_of(home)["何慧珍"].id, "field": "phone"}
    return RevealField(id=fresh(), purpose="help", reason="上门前打电话", **who)


def _ledger(village: str) -> Command:
    line = {"id": fresh(), "kind": "wage", "amount": "300", "first_day": ON, "last_day": ON}
    return RecordLedger(id=fresh(), household_id=household(village), lines=[line])


def _plot() -> dict[str, object]:
    return {"id": fresh(), "name": "河湾地", "area": "2", "land_use": "own"}


def _comparison(village: str) -> RecordComparison:
    line = ComparedLine(side=Side.DIFFERING, place_code=village, household_id=household(village))
    head = {"kind": "allowance", "place_code": village, "listed_on": ON, "digest": "0" * 32, "rows": 1}
    return RecordComparison(id=fresh(), comparison_id=fresh(), lines=(line,), **head)


def _compared(village: str) -> ComparisonLine:
    made = _comparison(village)
    done(made, "")
    return ComparisonLine.objects.get(comparison_id=made.comparison_id)


def _handle(village: str) -> Command:
    line = _compared(village)
    return HandleCompared(id=fresh(), comparison_id=line.comparison_id, line_id=line.id, result="list_right")


def _delete(village: str) -> Command:
    return DeleteComparison(id=fresh(), comparison_id=_compared(village).comparison_id)


def _request(village: str) -> Command:
    home = household(village)
    who = {"household_id": home, "person_id": people_of(home)["何小军"].id, "correction_id": fresh()}
    return RequestCorrection(id=fresh(), field="ethnicity", wanted="回族", why="看过户口本", **who)


def _withdraw(village: str) -> Command:
    asked = _request(village)
    assert isinstance(asked, RequestCorrection)
    assert do(asked, "").accepted
    who = {"household_id": asked.household_id, "correction_id": asked.correction_id}
    return WithdrawCorrection(id=fresh(), reason="看错了", **who)


def _list(village: str) -> Command:
    assert do(_request(village), "").accepted
    return ListCorrections(id=fresh(), place_code=village, purpose="report", reason="县扶贫办")


def _report(village: str) -> Command:
    home = household(village)
    return MakeAccessReport(id=fresh(), household_id=home, asked_by=people_of(home)["何慧珍"].id)


def _consent(village: str) -> RecordConsent:
    said = {"data_set": "health", "purpose": "help", "scope": "matching", "given_by": "self", "given_on": ON}
    return RecordConsent(id=fresh(), household_id=household(village), consent_id=fresh(), **said)


def _revoke(village: str) -> Command:
    given = _consent(village)
    assert do(given, "").accepted
    who = {"household_id": given.household_id, "consent_id": given.consent_id}
    return RevokeConsent(id=fresh(), revoked_on=ON, revoked_by="self", **who)


def _likeness(village: str) -> Command:
    one = registered(members=(person("王晓明", "户主", "1975-04-01"),), village=village)
    other = registered(members=(person("王小明", "户主", "1975-04-20"),), village=village)
    place = f"{village[:6]}000000"
    found, _ = likenesses_in(place, on=TODAY)
    keep(place, found, on=TODAY)
    pair = {"person_id": people_of(one)["王晓明"].id, "other_id": people_of(other)["王小明"].id}
    return DecideLikeness(id=fresh(), verdict="different", reason="问过本人", **pair)


def _snapshot(village: str) -> Command:
    facts = RecordVillage(id=fresh(), village_code=village, origin="form", stated_on=ON, poor=True)
    assert do(facts, "").accepted
    return TakeSnapshot(id=fresh(), place_code=f"{village[:6]}000000", year=2018)


MAKE: dict[str, Callable[[str], Command]] = {
    "registry.record_household": lambda village: recording(village=village),
    "registry.correct_household": _household,
    "registry.correct_member": _member,
    "registry.join_household": _join,
    "registry.leave_household": _leave,
    "registry.change_head": _head,
    "registry.erase_person": _erase,
    "registry.renew_indexes": lambda village: RenewIndexes(id=fresh(), household_ids=(household(village),)),
    "registry.split_household": _split,
    "registry.merge_households": _merge,
    "registry.answer_question": _answer,
    "registry.record_ledger": _ledger,
    "registry.reveal": _reveal,
    "registry.record_plots": lambda village: RecordPlots(id=fresh(), household_id=household(village), plots=[_plot()]),
    "registry.record_village_plots": lambda village: RecordVillagePlots(
        id=fresh(), village_code=village, plots=[_plot()]
    ),
    "registry.record_comparison": _comparison,
    "registry.handle_compared": _handle,
    "registry.delete_comparison": _delete,
    "registry.request_correction": _request,
    "registry.withdraw_correction": _withdraw,
    "registry.list_corrections": _list,
    "registry.take_snapshot": _snapshot,
    "registry.decide_likeness": _likeness,
    "registry.make_access_report": _report,
    "registry.record_consent": _consent,
    "registry.revoke_consent": _revoke,
    "registry.record_village": lambda village: RecordVillage(
        id=fresh(), village_code=village, origin="form", stated_on=ON, poor=True
    ),
}


OF_PLACES = {
    "registry.record_household",
    "registry.record_village",
    "registry.record_village_plots",
    "registry.list_corrections",
    "registry.take_snapshot",
    "registry.decide_likeness",
}
"""Commands that name a place or people and no household."""


def test_every_command_of_the_module_is_tried() -> None:
    assert MAKE.keys() == COMMANDS.keys()


@pytest.mark.parametrize("code", sorted(COMMANDS))
def test_each_role_may_do_what_the_table_says_and_only_inside(code: str) -> None:
    """Whoever may do it comes last, so that nothing before has changed what the command meets."""
    access, command = COMMANDS[code], MAKE[code](HERE)
    outside = MAKE[code](FAR)
    for login, _, role, territory in PEOPLE:
        if role.value not in access.roles:
            assert codes(do(command, login)) == ["not_your_role"], login
            continue
        if not lies_in(HERE, territory):
            assert codes(do(command, login)) == ["not_found"], login
        if not lies_in(FAR, territory):
            assert codes(do(outside, login)) == ["not_found"], login
    reaching = [who for who, _, role, at in PEOPLE if role.value in access.roles and lies_in(HERE, at)]
    assert reaching
    assert do(command, reaching[-1]).accepted


@pytest.mark.parametrize("code", sorted(set(COMMANDS) - OF_PLACES - {"registry.renew_indexes"}))
def test_outside_and_absent_get_the_same_refusal(code: str) -> None:
    outside = MAKE[code](FAR)
    absent = outside.model_copy(update={"id": fresh(), "household_id": fresh()})
    may = (login for login, _, role, at in PEOPLE if role.value in COMMANDS[code].roles and not lies_in(FAR, at))
    by = next(may)
    one, other = do(outside, by), do(absent, by)
    assert (codes(one), one.problems) == (["not_found"], other.problems)


def test_a_place_outside_and_one_that_does_not_exist_answer_alike() -> None:
    outside, absent = recording(village=FAR), recording(village="620123109999")
    assert do(outside).problems == do(absent).problems
    assert codes(do(absent)) == ["not_found"]


def test_a_household_beyond_the_territory_cannot_be_merged_into() -> None:
    command = _merge(HERE).model_copy(update={"into_id": household(FAR)})
    assert codes(do(command)) == ["not_found"]
