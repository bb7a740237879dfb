"""Needs through their commands: from being told to being confirmed by the person, and everything that is refused."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from support.groups_stage import organisation, organisations
from support.needs_stage import (
    TOLD,
    answering,
    confirming,
    delivered,
    delivering,
    matching,
    service,
    telling,
    told,
    triaging,
)
from support.stage import FAR, HERE, TODAY, actor, codes, do, done, fresh, people_of, registered
from xiuhua.needs.agenda import needs_to_handle
from xiuhua.needs.commands.services import EndService
from xiuhua.needs.commands.telling import CloseNeed, RewordNeed
from xiuhua.needs.models import Match, Need
from xiuhua.needs.queries.lists import Show, household_needs, place_needs
from xiuhua.needs.queries.needs import NeedPage, need_page
from xiuhua.needs.queries.services import menu
from xiuhua.platform.journal.undo import Undo
from xiuhua.site import wordings


@pytest.fixture(autouse=True)
def home(stage: None) -> UUID:
    organisations()
    return registered()


def page(need: UUID, by: str = "leader") -> NeedPage:
    found = need_page(actor(by), need, on=TODAY)
    assert found is not None
    return found


def test_a_need_goes_from_the_visit_to_the_answer_of_the_person(home: UUID) -> None:
    offered = service()
    need = told(home)
    assert (page(need).state, page(need).text, page(need).person) == ("told", "想去兰州找个活，管吃住就行", "何小军")
    done(triaging(need), "leader")
    done(matching(need, service_id=offered), "leader")
    done(answering(need), "leader")
    done(delivering(need), "leader")
    done(confirming(need), "township")
    found = page(need)
    assert (found.state, found.days) == ("confirmed", 14)
    assert [(each.provider, each.service, each.helper, each.words) for each in found.rounds] == [
        ("皋兰县农业银行", "介绍城里的工作", "曹文远", "活干得惯，老板也好")
    ]


def test_neither_the_helper_nor_whoever_recorded_it_says_that_the_person_is_satisfied(home: UUID) -> None:
    need = told(home)
    done(triaging(need), "leader")
    done(matching(need, provider_id=organisation("bank")), "county")
    done(answering(need), "leader")
    done(delivering(need, helper="member"), "leader")
    assert codes(do(confirming(need), "leader")) == ["need_confirmed_by_helper"]
    assert codes(do(confirming(need), "member")) == ["need_confirmed_by_helper"]
    assert page(need).actions["needs.confirm"] is not None
    assert page(need, "township").actions["needs.confirm"] is None
    done(confirming(need), "township")


def test_who_is_not_satisfied_is_served_again(home: UUID) -> None:
    need = delivered(home)
    done(confirming(need, satisfied=False, words="工资没有说好"), "township")
    assert page(need).state == "triaged"
    done(matching(need, provider_id=organisation("bank"), proposed_on=TODAY), "county")
    done(answering(need, on=TODAY), "leader")
    done(delivering(need, on=TODAY), "leader")
    done(confirming(need), "township")
    found = page(need)
    assert [(each.satisfied, each.words) for each in found.rounds] == [
        (False, "工资没有说好"),
        (True, "活干得惯，老板也好"),
    ]
    assert found.days == (TODAY - TOLD).days
    seen = place_needs(actor("leader"), HERE, on=TODAY, show=Show.REPEATED)
    assert seen is not None
    assert [each.id for each in seen.rows] == [need]
    assert seen.repeated.value == 1


def test_who_was_asked_last_is_told_by_the_order_of_asking_and_not_by_days(home: UUID) -> None:
    need = told(home)
    done(triaging(need), "leader")
    bank, township = organisation("bank"), organisation("township")
    for provider, on in ((bank, TODAY), (township, TOLD), (bank, TOLD)):
        done(matching(need, provider_id=provider, proposed_on=on), "county")
        done(answering(need, accepted=False, on=TODAY), "leader")
    done(matching(need, provider_id=township, proposed_on=TOLD), "county")
    done(answering(need, on=TOLD), "leader")
    found = page(need)
    assert [each.provider for each in found.rounds] == ["皋兰县农业银行", "水阜镇党委"] * 2
    assert [each.accepted_on for each in found.rounds] == [None, None, None, TOLD]


def test_one_step_after_the_other(home: UUID) -> None:
    need = told(home)
    assert codes(do(delivering(need), "leader")) == ["need_not_accepted"]
    assert codes(do(confirming(need), "township")) == ["need_step_not_now"]
    assert codes(do(matching(need, provider_id=organisation("bank")), "county")) == ["need_step_not_now"]
    done(triaging(need), "leader")
    assert codes(do(matching(need), "leader")) == ["need_provider_missing"]
    assert codes(do(matching(need, provider_id=fresh()), "county")) == ["organisation_not_here"]
    done(matching(need, provider_id=organisation("bank")), "county")
    done(answering(need, accepted=False), "leader")
    assert page(need).state == "triaged"
    cause = CloseNeed(id=fresh(), need_id=need, cause="elsewhere", closed_on=TODAY)
    done(cause, "leader")
    assert codes(do(triaging(need), "leader")) == ["need_step_not_now"]
    assert page(need).close_cause is not None


def test_days_to_come_and_days_before_are_refused(home: UUID) -> None:
    late = TODAY + timedelta(days=1)
    assert codes(do(telling(home, told_on=late), "leader")) == ["need_day_wrong"]
    need = told(home)
    done(triaging(need), "leader")
    before = TOLD - timedelta(days=1)
    wish = matching(need, provider_id=organisation("bank"), proposed_on=before)
    assert codes(do(wish, "county")) == ["need_day_wrong"]
    done(matching(need, provider_id=organisation("bank")), "county")
    done(answering(need), "leader")
    assert codes(do(delivering(need, on=late), "leader")) == ["need_day_wrong"]
    assert codes(do(delivering(need, on=TOLD), "leader")) == ["need_day_wrong"]
    done(delivering(need), "leader")
    assert codes(do(confirming(need, on=TOLD), "township")) == ["need_day_wrong"]


def test_the_same_need_is_told_once_until_it_is_met(home: UUID) -> None:
    need = told(home)
    assert codes(do(telling(home), "leader")) == ["need_same"]
    told(home, kind="skills")
    told(home, person_id=None)
    done(CloseNeed(id=fresh(), need_id=need, cause="withdrawn", closed_on=TODAY), "leader")
    told(home)


def test_a_need_is_of_somebody_in_the_household_and_of_a_listed_kind(home: UUID) -> None:
    other = registered()
    stranger = people_of(other)["何慧珍"].id
    assert codes(do(telling(home, person_id=stranger), "leader")) == ["need_person_not_here"]
    assert codes(do(telling(home, kind="luck"), "leader")) == ["need_kind_unknown"]


def test_a_service_takes_on_no_more_than_it_can_in_a_month(home: UUID) -> None:
    offered = service(capacity=1)
    first, second = told(home), told(registered())
    for need in (first, second):
        done(triaging(need), "leader")
        done(matching(need, service_id=offered), "leader")
    done(answering(first), "leader")
    assert codes(do(answering(second), "leader")) == ["service_full"]
    done(answering(second, on=date(2017, 12, 1)), "leader")


def test_a_service_of_another_kind_is_used_only_where_it_is_said_to_be_meant(home: UUID) -> None:
    housing = service(kind="housing", name="改造危房")
    need = told(home)
    done(triaging(need), "leader")
    receipt = do(matching(need, service_id=housing), "leader")
    assert codes(receipt) == ["service_other_kind"]
    wording = wordings.catalogue().word(receipt.problems[0])
    assert wording.number == 5425
    assert all(name in wording.sentence().zh for name in ("住房", "找工作"))
    done(matching(need, service_id=housing, other_kind=True), "leader")


def test_a_service_covers_its_place_while_it_is_offered(home: UUID) -> None:
    elsewhere, over = service(place_code="620122101201"), service(name="以前的服务")
    done(EndService(id=fresh(), service_id=over, valid_to=date(2017, 6, 1)), "county")
    again = EndService(id=fresh(), service_id=over, valid_to=TODAY)
    assert codes(do(again, "county")) == ["service_over"]
    need = told(home)
    done(triaging(need), "leader")
    for absent in (elsewhere, over, fresh()):
        assert codes(do(matching(need, service_id=absent), "leader")) == ["service_not_here"]
    found = menu(actor("county"), "620122000000", on=TODAY)
    assert found is not None
    assert [each.name for each in found.past] == ["以前的服务"]


def test_a_village_sees_on_its_menu_what_its_county_offers(home: UUID) -> None:
    service(name="全县的服务")
    for login in ("township", "leader", "attendee"):
        found = menu(actor(login), HERE, on=TODAY)
        assert found is not None
        assert [each.name for each in found.services] == ["全县的服务"], login


def test_what_is_said_of_health_is_for_those_who_may_read_it(home: UUID) -> None:
    need = delivered(home, kind="health", text="膝盖疼，走不了远路")
    assert page(need).text == "膝盖疼，走不了远路"
    seen = page(need, "prefecture")
    assert (seen.text, seen.rounds[0].what, seen.kind.zh) == (None, None, "看病吃药")
    assert page(told(home), "prefecture").text is not None


def test_words_told_of_health_stay_guarded_under_another_kind_until_they_are_written_anew(home: UUID) -> None:
    need = told(home, kind="health", text="膝盖疼，干不了重活")
    done(triaging(need, "work"), "leader")
    assert (page(need).kind.zh, page(need).text) == ("找工作", "膝盖疼，干不了重活")
    assert page(need, "prefecture").text is None
    done(triaging(need, "skills"), "leader")
    assert page(need, "prefecture").text is None
    done(RewordNeed(id=fresh(), need_id=need, text="想找轻一点的活"), "leader")
    assert page(need, "prefecture").text == "想找轻一点的活"
    done(triaging(need, "health"), "leader")
    assert page(need, "prefecture").text is None


def test_words_are_not_written_anew_once_somebody_answered_them(home: UUID) -> None:
    need = delivered(home, kind="health")
    wish = RewordNeed(id=fresh(), need_id=need, text="想找轻一点的活")
    assert codes(do(wish, "leader")) == ["need_step_not_now"]
    done(confirming(need, satisfied=False), "township")
    done(triaging(need, "work"), "leader")
    assert codes(do(RewordNeed(id=fresh(), need_id=need, text="想找轻一点的活"), "leader")) == ["need_words_answered"]
    seen = page(need, "prefecture")
    assert (seen.text, seen.rounds[0].what, seen.rounds[0].words) == (None, None, None)


def test_words_are_nowhere_in_clear(home: UUID) -> None:
    need = delivered(home)
    done(confirming(need), "township")
    row, match = Need.objects.get(id=need), Match.objects.get(need_id=need)
    kept = row.text + match.what + match.words
    assert not any(word in kept for word in ("兰州", "老板"))


def test_outside_and_without_households_nothing_is_seen(home: UUID) -> None:
    need = told(home)
    for login in ("neighbour", "administrator", "attendee"):
        assert need_page(actor(login), need, on=TODAY) is None
        assert household_needs(actor(login), home, on=TODAY) == ()
    assert place_needs(actor("neighbour"), HERE, on=TODAY) is None
    assert codes(do(triaging(need), "neighbour")) == ["not_found"]
    assert codes(do(telling(home), "auditor")) == ["not_allowed"] or not do(telling(home), "auditor").accepted
    elsewhere = registered(village=FAR)
    assert codes(do(telling(elsewhere), "leader")) == ["not_found"]


def test_a_place_says_how_long_needs_wait_by_kind(home: UUID) -> None:
    for days, kind in ((3, "work"), (10, "skills"), (30, "water")):
        done(confirming(delivered(home, kind=kind, days=days)), "township")
    told(home, kind="school")
    found = place_needs(actor("leader"), HERE, on=TODAY, show=Show.ALL)
    assert found is not None
    assert (found.days.value, found.long.value, found.unmet.value, found.repeated.value) == (10, 30, 1, 0)
    assert {each.code: each.waited.median for each in found.kinds} == {
        "work": 3,
        "skills": 10,
        "school": None,
        "water": 30,
    }
    for figure, rows in ((found.unmet, 1), (found.days, 3)):
        assert figure.rows is not None
        listed = place_needs(actor("leader"), HERE, on=TODAY, show=Show(figure.rows[1]["show"]))
        assert listed is not None
        assert len(listed.rows) == rows


def test_lists_go_on_where_they_stopped(home: UUID) -> None:
    ids = [told(home, kind=kind) for kind in ("work", "skills", "school")]
    seen: list[UUID] = []
    after = None
    for _ in range(3):
        found = place_needs(actor("leader"), HERE, on=TODAY, after=after, size=1)
        assert found is not None
        seen += [each.id for each in found.rows]
        after = found.after
    assert sorted(seen) == sorted(ids)
    assert after is None
    assert place_needs(actor("leader"), HERE, on=TODAY, after="nonsense") is not None


def test_today_says_what_is_to_be_done_with_needs(home: UUID) -> None:
    told(home)
    delivered(home, kind="skills", told_on=TODAY, days=0)
    lines = needs_to_handle(actor("township"), TODAY)
    assert [(each.verb.zh, each.group.value) for each in lines] == [("问本人", "today"), ("研判", "overdue")]
    assert list(needs_to_handle(actor("neighbour"), TODAY)) == []
    assert list(needs_to_handle(actor("prefecture"), TODAY)) == []


def test_whoever_met_a_need_is_not_asked_to_ask_the_person(home: UUID) -> None:
    met, other = delivered(home, kind="skills"), delivered(home, kind="farming", told_on=TODAY, days=0)
    returned = delivered(home, kind="water")
    done(confirming(returned, satisfied=False, words="还是没有水"), "township")

    def asked(login: str) -> list[str]:
        return [str(each.name) for each in needs_to_handle(actor(login), TODAY) if each.verb.zh == "问本人"]

    def listed(login: str) -> set[UUID]:
        found = place_needs(actor(login), HERE, on=TODAY, show=Show.ASK)
        assert found is not None
        return {each.id for each in found.rows}

    assert asked("leader") == []
    assert listed("leader") == set()
    assert len(asked("township")) == len(asked("member")) == 1
    assert "2 件需求" in asked("township")[0]
    assert listed("township") == listed("member") == {met, other}


def test_whoever_helped_does_not_undo_what_the_person_said(home: UUID) -> None:
    need = delivered(home)
    wish = confirming(need, satisfied=False, words="没有给工资")
    done(wish, "township")
    assert codes(do(Undo(id=fresh(), target=wish.id), "leader")) == ["undo_of_another"]
    assert page(need).state == "triaged"


def test_what_was_recorded_by_mistake_is_taken_back(home: UUID) -> None:
    need = delivered(home)
    wish = confirming(need)
    done(wish, "township")
    done(Undo(id=fresh(), target=wish.id), "township")
    assert page(need).state == "delivered"
    assert page(need).rounds[0].words == ""


def test_what_was_told_is_not_sorted_or_worded_otherwise_by_undoing_once_it_went_on(home: UUID) -> None:
    need = told(home, kind="health", text="膝盖疼")
    done(triaging(need, "health"), "leader")
    sorted_anew = triaging(need)
    worded_anew = RewordNeed(id=fresh(), need_id=need, text="想找个轻活")
    done(sorted_anew, "leader")
    done(worded_anew, "leader")
    done(matching(need, provider_id=organisation("bank")), "leader")
    for wish in (sorted_anew, worded_anew):
        assert codes(do(Undo(id=fresh(), target=wish.id), "leader")) == ["built_on"]
