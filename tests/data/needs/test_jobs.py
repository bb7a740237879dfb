"""Jobs through their commands: nothing passes without both consents, and the person has the last word."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from support.groups_stage import organisations
from support.jobs_stage import (
    CONTACT,
    WORDS,
    adding_vacancy,
    agreed,
    beginning,
    begun,
    carry,
    firm_agreeing,
    person_agreeing,
    proposed,
    proposing,
    taking_on,
    vacancy,
    wished,
    wishing,
    withdrawing,
)
from support.needs_stage import TOLD, code_for, confirming, service, told, triaging
from support.needs_stage import matching as matching_service
from support.stage import COUNTY, FAR, HERE, NOW, TODAY, actor, codes, do, done, fresh, people_of, registered
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.needs.commands.agreements import AgreeByCode, WithdrawByCode
from xiuhua.needs.commands.delivering import DeliverNeed
from xiuhua.needs.commands.meeting import AnswerMatch
from xiuhua.needs.commands.paper import AnswerByCode
from xiuhua.needs.commands.vacancies import EndVacancy
from xiuhua.needs.commands.wishes import AddWish
from xiuhua.needs.job_agenda import jobs_to_handle
from xiuhua.needs.models import Job, Need, PaperCode, Vacancy, Wish
from xiuhua.needs.paper import HOLDER, own_needs
from xiuhua.needs.queries.jobs import PlaceWork, place_work
from xiuhua.needs.queries.needs import NeedPage, need_page
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.erasing import ErasePerson


@pytest.fixture(autouse=True)
def home(stage: None) -> UUID:
    organisations()
    return registered()


def page(need: UUID, by: str = "leader") -> NeedPage:
    found = need_page(actor(by), need, on=TODAY)
    assert found is not None
    return found


def work(by: str = "leader", code: str = HERE) -> PlaceWork:
    found = place_work(actor(by), code, on=TODAY)
    assert found is not None
    return found


def contact(need: UUID, by: str = "leader") -> str | None:
    job = page(need, by).work.job
    assert job is not None
    return job.contact


def by_code(household: UUID, command: type[Command], need: UUID, **more: object) -> list[str]:
    code_for(household)
    held = PaperCode.objects.get(subject_id=household, revoked_on=None)
    wish = command(**{"id": fresh(), "code_id": held.id, "need_id": need, **more})
    return [each.code for each in execute(wish, actor=HOLDER, received_at=NOW).problems]


def test_a_wish_becomes_a_job_that_the_person_confirms(home: UUID) -> None:
    need = begun(home)
    found = page(need)
    assert (found.state, found.text, found.rounds[0].provider) == ("delivered", WORDS, "皋兰县农业银行")
    assert found.rounds[0].what == "皋兰县农业银行：后厨帮工"
    assert codes(do(confirming(need), "leader")) == ["need_confirmed_by_helper"]
    done(confirming(need, words="活不重，工资按月发"), "township")
    assert (page(need).state, page(need).rounds[0].words) == ("confirmed", "活不重，工资按月发")


def test_the_person_confirms_with_the_code_and_without_an_account(home: UUID) -> None:
    need = begun(home)
    assert by_code(home, AnswerByCode, need, satisfied=True, words="干得惯") == []
    assert (page(need).state, page(need).rounds[0].words) == ("confirmed", "干得惯")


@pytest.mark.parametrize("missing", ["person", "firm", "both"])
def test_without_both_consents_nobody_is_taken_on_and_nobody_is_named(home: UUID, missing: str) -> None:
    need = proposed(home)
    if missing == "person":
        carry(firm_agreeing(need))
    elif missing == "firm":
        carry(person_agreeing(need))
    assert codes(do(taking_on(need), "leader")) == ["job_without_consent"]
    assert contact(need) is None
    assert codes(do(beginning(need), "leader")) == ["need_not_accepted"]


def test_once_both_agree_those_who_help_see_whom_to_turn_to(home: UUID) -> None:
    need = agreed(home)
    assert contact(need) == CONTACT
    assert contact(need, "prefecture") is None
    code_for(home)
    (own,) = own_needs(PaperCode.objects.get(subject_id=home), on=TODAY)
    assert own.job is not None
    assert own.job.contact == CONTACT


@pytest.mark.parametrize("side", ["person", "firm"])
def test_either_side_withdraws_at_any_time(home: UUID, side: str) -> None:
    need = agreed(home)
    done(withdrawing(need, side), "member")
    assert (page(need).state, contact(need)) == ("triaged", None)
    assert codes(do(withdrawing(need, side), "leader")) == ["job_none"]
    again = vacancy(title="洗碗")
    done(proposing(need, again, on=TODAY), "leader")
    carry(person_agreeing(need), firm_agreeing(need), taking_on(need))
    done(withdrawing(need, side), "leader")
    assert page(need).state == "triaged"
    done(proposing(need, again, on=TODAY), "leader")
    carry(person_agreeing(need), firm_agreeing(need), taking_on(need), beginning(need))
    done(withdrawing(need, side), "leader")
    assert page(need).state == "triaged"


def test_what_was_confirmed_stays_when_a_consent_is_withdrawn(home: UUID) -> None:
    need = begun(home)
    done(confirming(need), "township")
    done(withdrawing(need), "leader")
    assert (page(need).state, contact(need)) == ("confirmed", None)


def test_with_a_code_the_household_agrees_and_withdraws_itself(home: UUID) -> None:
    need = proposed(home)
    assert by_code(home, AgreeByCode, need) == []
    job = Job.objects.get(need_id=need)
    assert (job.person_agreed_on, job.person_agreed_by) == (TODAY, "paper")
    assert by_code(home, AgreeByCode, need) == ["job_agreed_already"]
    assert by_code(registered(), WithdrawByCode, need) == ["paper_need_not_yours"]
    assert by_code(home, WithdrawByCode, need) == []
    assert by_code(home, WithdrawByCode, need) == ["job_none"]
    assert page(need).state == "triaged"


def test_a_consent_is_taken_down_once_for_a_job_in_hand(home: UUID) -> None:
    need = wished(home)
    assert codes(do(person_agreeing(need), "leader")) == ["job_none"]
    done(proposing(need, vacancy()), "leader")
    assert codes(do(person_agreeing(need, on=TOLD - timedelta(days=1)), "leader")) == ["need_day_wrong"]
    carry(person_agreeing(need))
    assert codes(do(person_agreeing(need), "leader")) == ["job_agreed_already"]
    wish = firm_agreeing(need)
    done(wish, "leader")
    assert codes(do(Undo(id=fresh(), target=wish.id), "township")) == ["undo_of_another"]


def test_no_more_are_taken_on_than_the_firm_looks_for(home: UUID) -> None:
    offered, other = vacancy(posts=1), registered()
    first, second = wished(home), wished(other)
    for need in (first, second):
        done(proposing(need, offered), "leader")
        carry(person_agreeing(need), firm_agreeing(need))
    carry(taking_on(first))
    assert codes(do(taking_on(second), "leader")) == ["vacancy_full"]
    third = wished(registered())
    assert codes(do(proposing(third, offered), "leader")) == ["vacancy_full"]
    done(withdrawing(first), "leader")
    carry(taking_on(second))
    assert [each.taken for each in work().vacancies] == [1]


def test_a_vacancy_is_for_people_of_its_place_while_it_is_offered(home: UUID) -> None:
    need = wished(home)
    elsewhere, over, late = (
        vacancy(place_code="620122101201"),
        vacancy(title="门卫"),
        vacancy(title="采摘", until=TODAY),
    )
    done(EndVacancy(id=fresh(), vacancy_id=over, ended_on=TODAY), "county")
    for absent in (elsewhere, over, fresh()):
        assert codes(do(proposing(need, absent, on=TODAY), "leader")) == ["vacancy_not_here"]
    done(proposing(need, late, on=TODAY), "leader")
    again = EndVacancy(id=fresh(), vacancy_id=over, ended_on=TODAY)
    assert codes(do(again, "county")) == ["vacancy_over"]
    assert codes(do(adding_vacancy(title="采摘"), "county")) == ["vacancy_exists"]
    assert codes(do(adding_vacancy(until=date(2018, 1, 18)), "county")) == ["vacancy_late"]
    assert codes(do(adding_vacancy(trade="luck", skill="magic"), "county")) == ["trade_unknown", "trade_unknown"]
    assert codes(do(adding_vacancy(firm_id=fresh()), "county")) == ["organisation_not_here"]
    assert codes(do(adding_vacancy(), "leader")) != []


def test_a_need_that_was_told_before_gets_its_wish_without_being_told_again(home: UUID) -> None:
    need = told(home, person_id=None)
    offered = vacancy()
    wish = {"need_id": need, "trade": "kitchen", "reach": "county"}
    assert codes(do(proposing(need, offered), "leader")) == ["need_step_not_now", "wish_missing"]
    assert codes(do(AddWish(id=fresh(), **wish), "leader")) == ["wish_person_missing"]
    stranger = people_of(registered())["何慧珍"].id
    assert codes(do(AddWish(id=fresh(), person_id=stranger, **wish), "leader")) == ["need_person_not_here"]
    son = people_of(home)["何小军"].id
    done(AddWish(id=fresh(), person_id=son, skills=("cook",), **wish), "leader")
    assert (page(need).state, page(need).person, page(need).text) == ("triaged", "何小军", "想去兰州找个活，管吃住就行")
    assert do(AddWish(id=fresh(), skills=("cook",), **wish), "leader").unchanged
    assert [each.proposed for each in work().seekers] == [()], "it is farther than the person would go"
    done(AddWish(id=fresh(), **{**wish, "reach": "anywhere"}), "leader")
    (seeker,) = work().seekers
    assert [each.vacancy.id for each in seeker.proposed] == [offered]
    assert codes(do(AddWish(id=fresh(), **{**wish, "trade": "luck"}), "leader")) == ["trade_unknown"]


def test_a_wish_for_work_is_a_need_and_told_once(home: UUID) -> None:
    wished(home)
    assert codes(do(wishing(home), "leader")) == ["need_same"]
    assert codes(do(wishing(home, trade="luck"), "leader")) == ["trade_unknown", "need_same"]
    assert codes(do(wishing(registered(village=FAR)), "leader")) == ["not_found"]


def test_what_suits_is_proposed_with_reasons_in_the_order_in_which_it_came(home: UUID) -> None:
    first, second = vacancy(), vacancy(title="配菜", skill="cook")
    vacancy(title="保安", trade="guarding")
    need = wished(home, skills=("cook",))
    (seeker,) = work().seekers
    assert [each.vacancy.id for each in seeker.proposed] == sorted((first, second))
    assert [each.zh for each in seeker.proposed[0].why][:2] == ["工种一样", "在本市"]
    assert work().in_hand == ()
    done(proposing(need, first), "leader")
    assert work().seekers == ()
    assert [each.waits.zh for each in work().in_hand if each.waits] == ["等本人和用工单位同意"]


def test_vacancies_are_seen_in_the_territory_and_wishes_by_those_who_see_households(home: UUID) -> None:
    vacancy()
    wished(home)
    seen = work("attendee")
    assert ([each.title for each in seen.vacancies], seen.sees_people, seen.seekers) == (["后厨帮工"], False, ())
    assert len(work("county", COUNTY).seekers) == 1
    vacancy(place_code="620122101201", title="邻村帮工")
    assert "邻村帮工" in [each.title for each in work("county", COUNTY).vacancies]
    assert "邻村帮工" not in [each.title for each in work("leader").vacancies]
    assert place_work(actor("neighbour"), HERE, on=TODAY) is None


def test_after_another_provider_the_former_job_is_not_in_hand(home: UUID) -> None:
    need = agreed(home)
    done(AnswerMatch(id=fresh(), need_id=need, accepted=False, answered_on=TODAY), "leader")
    done(triaging(need), "leader")
    done(matching_service(need, service_id=service()), "leader")
    assert codes(do(withdrawing(need), "leader")) == ["job_none"]
    carry(taking_on(need))
    assert codes(do(beginning(need), "leader")) == ["job_none"]
    done(DeliverNeed(id=fresh(), need_id=need, delivered_on=TODAY, what="办好了"), "leader")


def test_who_was_not_satisfied_leaves_the_post_free(home: UUID) -> None:
    need = begun(home)
    done(confirming(need, satisfied=False, words="工资没有说好"), "township")
    assert [each.taken for each in work().vacancies] == [0]
    assert contact(need) is None
    assert len(work().seekers) == 1


def test_today_says_who_waits_for_whom(home: UUID) -> None:
    need = proposed(home)

    def lines(by: str = "leader") -> list[Text | str]:
        return [each.where for each in jobs_to_handle(actor(by), TODAY)]

    assert lines() == [("等本人和用工单位同意", "waits for consent: the person and the firm")]
    carry(person_agreeing(need))
    assert lines() == [("等用工单位同意", "waits for consent: the firm")]
    carry(firm_agreeing(need))
    assert lines() == [("等用工单位定用不用", "waits for the firm to decide")]
    carry(taking_on(need))
    assert lines() == [("等本人去上班", "waits for the person to begin")]
    assert lines("neighbour") == lines("auditor") == []
    carry(beginning(need))
    assert lines() == []


def test_neither_words_nor_names_are_kept_in_clear(home: UUID) -> None:
    need = agreed(home)
    row, job = Need.objects.get(id=need), Job.objects.get(need_id=need)
    kept = row.text + job.firm_said_by + "".join(Vacancy.objects.values_list("contact", flat=True))
    kept += "".join(map(str, Entry.objects.values_list("command", "changes")))
    assert not any(word in kept for word in (WORDS, "祁"))


def test_who_is_erased_is_proposed_for_nothing_and_nobody_is_named_beside(home: UUID) -> None:
    vacancy()
    need = agreed(home, title="洗碗")
    other = wished(registered(), skills=("cook",))
    for each in (need, other):
        row = Need.objects.get(id=each)
        basis = {"basis": "asked", "reference": "2018-07", "reason": "本人要求"}
        done(ErasePerson(id=fresh(), household_id=row.subject_id, person_id=row.person_id, **basis), "county")
    assert work().seekers == ()
    assert (Job.objects.get(need_id=need).firm_said_by, Wish.objects.get(need_id=other).skills) == ("", "")
    assert page(need).person != "何小军"


def test_a_withdrawal_is_not_undone_as_the_post_may_be_taken_meanwhile(home: UUID) -> None:
    offered, other = vacancy(posts=1), registered()
    first, second = wished(home), wished(other)
    for need in (first, second):
        done(proposing(need, offered), "leader")
        carry(person_agreeing(need), firm_agreeing(need))
    carry(taking_on(first))
    back = withdrawing(first)
    done(back, "leader")
    carry(taking_on(second))
    assert codes(do(Undo(id=fresh(), target=back.id), "leader")) == ["not_undoable"]
