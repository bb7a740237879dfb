"""An expert day: announced before, needs gathered on it, who was seen goes on, who was not stays open."""

from datetime import timedelta
from uuid import UUID

import pytest

from support.expert_days_stage import HELD, after, announced, announcing, cancelling, gathering, recording
from support.groups_stage import organisation, organisations
from support.needs_stage import answering, confirming, delivering, matching, service, told, triaging
from support.stage import (
    COUNTY,
    FAR,
    HERE,
    NEIGHBOUR,
    NOW,
    PREFECTURE,
    THERE,
    TODAY,
    actor,
    codes,
    do,
    done,
    fresh,
    registered,
)
from xiuhua.needs.expert_days_agenda import expert_days_to_handle
from xiuhua.needs.models import ExpertDay, Match
from xiuhua.needs.queries.expert_days import DayPage, day_page, gatherable, place_days
from xiuhua.needs.queries.needs import need_page
from xiuhua.platform.accounts.commands import AddOrganisation
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.undo import Undo

HOSPITALS = (
    {"name": "兰州市安康医院", "kind": "other", "place_code": PREFECTURE},
    {"name": "榆中县医院", "kind": "other", "place_code": NEIGHBOUR},
)


@pytest.fixture(autouse=True)
def home(stage: None) -> UUID:
    organisations()
    return registered()


def page(day: UUID, by: str = "leader", days: int = 0) -> DayPage:
    found = day_page(actor(by), day, on=TODAY + timedelta(days=days))
    assert found is not None
    return found


def state(need: UUID) -> str:
    found = need_page(actor("leader"), need, on=TODAY)
    assert found is not None
    return found.state.value


def test_a_need_is_gathered_seen_and_confirmed_by_the_person(home: UUID) -> None:
    day, need = announced(), told(home, kind="health", text="膝盖疼")
    absent = told(home, kind="health", person_id=None, text="老人咳嗽")
    assert {each.need_id for each in gatherable(actor("leader"), day, on=TODAY)} == {need, absent}
    for each in (need, absent):
        done(gathering(day, each), "leader")
    assert (state(need), len(page(day).waiting), page(day).matching) == ("accepted", 2, 0)
    done(recording(day, need), "leader", days=after())
    done(recording(day, absent, seen=False), "leader", days=after())
    assert (state(need), state(absent)) == ("delivered", "triaged")
    assert sorted(str(each.seen) for each in page(day, days=after()).seats) == ["False", "True"]
    assert codes(do(confirming(need, on=HELD), "leader", days=after())) == ["need_confirmed_by_helper"]
    done(confirming(need, on=HELD), "township", days=after())
    assert state(need) == "confirmed"


def test_the_county_the_township_and_the_leader_ask_experts_of_the_county() -> None:
    for login in ("county", "township", "leader"):
        done(announcing(name=f"{login}请的"), login)
    for login in ("member", "prefecture", "department", "attendee", "auditor", "administrator"):
        assert codes(do(announcing(), login)) == ["not_your_role"]
    assert codes(do(announcing(place_code=THERE), "leader")) == ["not_found"]
    above, beside = (AddOrganisation(id=fresh(), organisation_id=fresh(), **each) for each in HOSPITALS)
    for hospital in (above, beside):
        done(hospital, "administrator")
    done(announcing(name="市医院义诊", provider_id=above.organisation_id), "leader")
    assert codes(do(announcing(provider_id=beside.organisation_id), "leader")) == ["organisation_not_here"]


def test_a_day_is_announced_before_and_once() -> None:
    assert codes(do(announcing(held_on=TODAY), "county")) == ["day_not_ahead"]
    announced()
    assert codes(do(announcing(), "county")) == ["day_same"]
    assert codes(do(announcing(name="农技下乡", kind="luck"), "county")) == ["need_kind_unknown"]
    assert codes(do(announcing(name="农技下乡", provider_id=fresh()), "county")) == ["organisation_not_here"]
    kept = ExpertDay.objects.get()
    assert "孟大夫" not in kept.experts


def test_needs_of_the_kind_and_the_place_are_gathered_once(home: UUID) -> None:
    day, need = announced(), told(home, kind="health")
    other, elsewhere = told(home, kind="farming"), announced(place_code=THERE)
    assert codes(do(gathering(day, other), "leader")) == ["day_other_kind"]
    assert codes(do(gathering(elsewhere, need), "leader")) == ["not_found"]
    assert codes(do(gathering(fresh(), need), "leader")) == ["not_found"]
    done(gathering(day, need), "leader")
    assert codes(do(gathering(day, need), "leader")) == ["need_gathered"]
    wider = announced(place_code=COUNTY)
    assert codes(do(gathering(wider, need), "leader")) == ["need_step_not_now"]
    late = announced(name="又一次", held_on=TODAY + timedelta(days=1))
    again = told(home, kind="health", person_id=None)
    assert codes(do(gathering(late, again), "leader", days=2)) == ["day_over"]


def test_a_need_in_other_hands_is_not_gathered(home: UUID) -> None:
    day, need = announced(), told(home, kind="health")
    offered = service(kind="health", name="驻村看病")
    done(triaging(need, "health"), "leader")
    done(matching(need, service_id=offered), "leader")
    assert codes(do(gathering(day, need), "leader")) == ["need_step_not_now"]
    done(answering(need, accepted=False), "leader")
    done(gathering(day, need), "leader")


def test_who_was_seen_is_recorded_on_the_day_and_once(home: UUID) -> None:
    day, need = announced(), told(home, kind="health")
    assert codes(do(recording(day, need), "leader")) == ["seat_unknown"]
    done(gathering(day, need), "leader")
    assert codes(do(recording(day, need), "leader")) == ["day_not_yet"]
    assert codes(do(recording(day, need, what=None), "leader", days=after())) == ["seat_without_what"]
    wish = recording(day, need)
    done(wish, "leader", days=after())
    assert codes(do(recording(day, need), "leader", days=after())) == ["seat_recorded"]
    done(Undo(id=fresh(), target=wish.id), "leader", days=after())
    assert state(need) == "accepted"
    done(recording(day, need, seen=False), "leader", days=after())
    assert state(need) == "triaged"


def test_a_day_that_is_called_off_gives_its_needs_back(home: UUID) -> None:
    day, need = announced(), told(home, kind="health")
    done(gathering(day, need), "leader")
    wish = cancelling(day)
    done(wish, "county")
    assert (state(need), page(day).seats, page(day).line.cancel_reason) == ("triaged", (), "专家有急诊")
    assert codes(do(cancelling(day), "county")) == ["day_over"]
    assert codes(do(gathering(day, need), "leader")) == ["day_over"]
    done(Undo(id=fresh(), target=wish.id), "county")
    assert state(need) == "accepted"
    done(recording(day, need), "leader", days=after())
    assert codes(do(cancelling(day), "county", days=after())) == ["day_was_held"]


def test_many_needs_are_gathered_at_once_or_none(home: UUID) -> None:
    day, need, other = announced(), told(home, kind="health"), told(home, kind="farming")
    wishes = [gathering(day, need), gathering(day, other)]
    receipts = execute_many(wishes, all_or_nothing=True, actor=actor("leader"), received_at=NOW)
    assert not any(each.accepted for each in receipts)
    assert state(need) == "told"


def test_a_day_of_a_wider_place_is_seen_in_its_villages_and_whose_needs_are_not(home: UUID) -> None:
    day = announced(place_code=COUNTY)
    need, elsewhere = told(home, kind="health"), told(registered(village=THERE), "township", kind="health")
    done(gathering(day, need), "leader")
    done(gathering(day, elsewhere), "township")
    assert [each.need_id for each in page(day).seats] == [need]
    assert {each.need_id for each in page(day, "county").seats} == {need, elsewhere}
    seen = place_days(actor("leader"), HERE, on=TODAY)
    assert seen is not None
    assert [each.id for each in seen.ahead] == [day]
    assert page(day).may["cancel"] is False
    assert codes(do(cancelling(day), "leader")) == ["not_found"]
    for login in ("neighbour", "administrator", "attendee"):
        assert day_page(actor(login), day, on=TODAY) is None
    assert place_days(actor("neighbour"), HERE, on=TODAY) is None
    assert place_days(actor("neighbour"), FAR, on=TODAY) is not None


def test_what_is_said_of_health_is_not_on_the_list_of_whoever_may_not_read_it(home: UUID) -> None:
    day, need = announced(), told(home, kind="health", text="膝盖疼")
    done(gathering(day, need), "leader")
    assert [each.text for each in page(day).seats] == ["膝盖疼"]
    assert [each.text for each in page(day, "prefecture").seats] == [None]
    assert [each.text for each in page(day, "auditor").seats] == [None]


def test_today_says_which_day_is_to_be_prepared_and_typed_in(home: UUID) -> None:
    day, need = announced(), told(home, kind="health")
    done(gathering(day, need), "leader")
    (line,) = expert_days_to_handle(actor("leader"), TODAY)
    assert (line.verb.zh, line.group.value, line.when) == ("准备专家日", "soon", HELD)
    (line,) = expert_days_to_handle(actor("leader"), HELD)
    assert (line.verb.zh, line.group.value) == ("登记看了谁", "today")
    (line,) = expert_days_to_handle(actor("leader"), HELD + timedelta(days=1))
    assert line.group.value == "overdue"
    done(recording(day, need), "leader", days=after())
    assert list(expert_days_to_handle(actor("leader"), HELD + timedelta(days=1))) == []
    assert list(expert_days_to_handle(actor("prefecture"), TODAY)) == []


def test_a_need_that_was_refused_before_is_gathered_and_the_person_answers_of_the_day(home: UUID) -> None:
    day, need = announced(), told(home, kind="health", text="膝盖疼")
    done(triaging(need, "health"), "leader")
    done(matching(need, provider_id=organisation("bank")), "leader")
    done(answering(need, accepted=False), "leader")
    done(gathering(day, need), "leader")
    done(recording(day, need), "leader", days=after())
    done(confirming(need, on=HELD), "township", days=after())
    refused, seen = Match.objects.filter(need_id=need).order_by("number")
    assert (refused.number, refused.satisfied, seen.number, seen.satisfied) == (1, None, 2, True)


def test_what_was_met_before_the_day_waits_on_it_no_more_and_is_gathered_again_if_it_was_not_good(home: UUID) -> None:
    day, need = announced(), told(home, kind="health", text="膝盖疼")
    done(gathering(day, need), "leader")
    done(delivering(need, on=TODAY), "leader")
    assert page(day).waiting == ()
    assert codes(do(recording(day, need), "leader", days=after())) == ["seat_unknown"]
    done(confirming(need, satisfied=False), "township")
    done(matching(need, provider_id=organisation("bank"), proposed_on=TODAY), "leader")
    done(answering(need, on=TODAY), "leader")
    other = cancelling(day)
    done(other, "township")
    assert state(need) == "accepted"
    done(Undo(id=fresh(), target=other.id), "township")
    done(answering(need, accepted=False, on=TODAY), "leader")
    done(gathering(day, need), "leader")
    done(recording(day, need), "leader", days=after())
    assert [each.seen for each in page(day, days=after()).seats] == [True]
    assert list(Match.objects.filter(need_id=need).order_by("number").values_list("satisfied", flat=True)) == [
        False,
        None,
        None,
    ]
