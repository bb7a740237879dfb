"""Two medics a month, and a doctor paired with a patient: kept, missed, made up, confirmed by whoever it was for."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from support.commitments_stage import (
    BEGAN,
    DECEMBER,
    JANUARY,
    NOVEMBER,
    ago,
    coming,
    confirming,
    ending,
    kept,
    missing,
    pairing,
    promised,
    promising,
)
from support.groups_stage import organisation, organisations
from support.stage import COUNTY, HERE, TODAY, account, actor, codes, do, done, fresh, people_of, registered
from xiuhua.needs.commitments_agenda import commitments_to_handle
from xiuhua.needs.models import Coming, Commitment, Miss
from xiuhua.needs.queries.commitment_page import CommitmentPage, commitment_page
from xiuhua.needs.queries.commitments import Show, household_commitments, place_commitments
from xiuhua.platform.accounts.commands import Appoint
from xiuhua.platform.journal.undo import Undo


@pytest.fixture(autouse=True)
def home(stage: None) -> UUID:
    organisations()
    return registered()


def page(commitment: UUID, by: str = "leader", on: date = TODAY) -> CommitmentPage:
    found = commitment_page(actor(by), commitment, on=on)
    assert found is not None
    return found


def marks(commitment: UUID, on: date = TODAY) -> list[str]:
    return [each.period.mark.value for each in page(commitment, on=on).periods]


def test_two_medics_a_month_one_month_missed_and_made_up() -> None:
    commitment = promised()
    kept(commitment, date(2017, 11, 14))
    done(missing(commitment, DECEMBER, date(2018, 1, 8)), "leader", days=ago(date(2018, 1, 3)))
    assert marks(commitment, date(2018, 1, 3)) == ["kept", "missed", "due"]
    kept(commitment, date(2018, 1, 8), period=DECEMBER)
    done(coming(commitment), "leader")
    assert marks(commitment) == ["kept", "made_up", "asked"]
    made_up = page(commitment).periods[1]
    assert (made_up.reason, made_up.next_on, made_up.period.missed) == ("大雪封山，车上不来", date(2018, 1, 8), True)
    assert [(each.people, each.words) for each in made_up.comings] == [(2, "来了，看得仔细")]


def test_a_missed_period_is_never_rewritten() -> None:
    commitment = promised()
    done(missing(commitment, NOVEMBER, date(2017, 12, 9)), "leader", days=ago(DECEMBER))
    late = coming(commitment, date(2017, 11, 30))
    assert codes(do(late, "leader", days=ago(DECEMBER))) == ["commitment_missed_stands"]
    again = missing(commitment, NOVEMBER, date(2017, 12, 9))
    assert codes(do(again, "leader", days=ago(DECEMBER))) == ["commitment_missed_already"]


def test_that_a_period_was_missed_is_not_undone_once_it_was_made_up() -> None:
    commitment = promised()
    miss, late = (
        missing(commitment, NOVEMBER, date(2017, 12, 9)),
        coming(commitment, date(2017, 12, 9), period=NOVEMBER),
    )
    done(miss, "leader", days=ago(DECEMBER))
    done(late, "leader", days=ago(date(2017, 12, 9)))
    gone = Undo(id=fresh(), target=miss.id)
    assert codes(do(gone, "county")) == ["commitment_made_up_since"]
    done(Undo(id=fresh(), target=late.id), "leader")
    back = Undo(id=fresh(), target=miss.id)
    done(back, "leader", days=ago(date(2017, 12, 9)))
    done(coming(commitment, date(2017, 11, 30)), "leader", days=ago(date(2017, 12, 9)))
    assert codes(do(Undo(id=fresh(), target=back.id), "leader")) == ["commitment_period_full"]


def test_what_came_too_late_is_not_added_afterwards() -> None:
    assert codes(do(promising(valid_from=TODAY - timedelta(days=16)), "county")) == ["commitment_begins_before"]
    commitment = promised()
    old = coming(commitment, date(2017, 12, 20))
    assert codes(do(old, "leader")) == ["commitment_backdated"]
    assert codes(do(coming(commitment, TODAY + timedelta(days=1)), "leader")) == ["commitment_backdated"]
    assert codes(do(coming(commitment, period=DECEMBER), "leader")) == ["commitment_day_outside"]
    assert codes(do(coming(commitment, period=date(2017, 10, 1)), "leader")) == ["commitment_period_unknown"]


def test_a_period_is_kept_once() -> None:
    commitment = promised()
    done(coming(commitment, people=1, on=date(2018, 1, 10)), "leader")
    assert codes(do(coming(commitment, people=1, on=date(2018, 1, 10)), "leader")) == ["commitment_day_twice"]
    assert marks(commitment)[-1] == "due"
    done(coming(commitment, people=1), "leader")
    assert codes(do(coming(commitment, on=date(2018, 1, 12)), "leader")) == ["commitment_period_full"]
    assert codes(do(missing(commitment, JANUARY, TODAY), "leader")) == ["commitment_period_full"]


def test_a_period_is_missed_when_it_is_over() -> None:
    commitment = promised()
    assert codes(do(missing(commitment, JANUARY, TODAY), "leader")) == ["commitment_period_not_over"]
    assert codes(do(missing(commitment, DECEMBER, TODAY - timedelta(days=1)), "leader")) == ["commitment_next_past"]
    assert codes(do(missing(commitment, date(2018, 2, 1), TODAY), "leader")) == ["commitment_period_unknown"]


def test_neither_who_recorded_it_nor_the_provider_says_that_they_came() -> None:
    commitment = promised()
    wish = coming(commitment)
    done(wish, "leader")
    assert codes(do(confirming(wish), "leader")) == ["commitment_confirmed_by_provider"]
    post = {"post_id": fresh(), "role": "attendee", "place_code": HERE, "valid_from": TODAY}
    working = {"account_id": account("member"), "organisation_id": organisation("bank")}
    done(Appoint(id=fresh(), **post, **working), "administrator")
    assert codes(do(confirming(wish), "member")) == ["commitment_confirmed_by_provider"]
    (asked,) = page(commitment, "member").periods[-1].comings
    assert not asked.may_answer
    assert codes(do(confirming(wish, answered_by="self"), "township")) == ["commitment_answerer"]
    assert codes(do(confirming(wish, TODAY - timedelta(days=1)), "township")) == ["need_day_wrong"]
    done(confirming(wish), "township")
    assert codes(do(confirming(wish), "county")) == ["commitment_answered"]
    unknown = confirming(wish).model_copy(update={"coming_id": fresh()})
    assert codes(do(unknown, "county")) == ["commitment_coming_unknown"]


def test_who_did_not_come_after_all_is_still_due() -> None:
    commitment = promised()
    wish = coming(commitment)
    done(wish, "leader")
    said = confirming(wish, came=False, words="没有人来过")
    done(said, "township")
    assert marks(commitment)[-1] == "due"
    assert codes(do(Undo(id=fresh(), target=said.id), "leader")) == ["undo_of_another"]
    done(coming(commitment), "leader")


def test_a_commitment_that_ended_keeps_its_history_and_takes_nothing_new() -> None:
    commitment = promised()
    kept(commitment, date(2017, 11, 14))
    assert codes(do(ending(commitment, date(2017, 11, 14)), "leader")) == ["commitment_end_wrong"]
    done(ending(commitment, JANUARY), "leader")
    assert marks(commitment) == ["kept", "unsaid"]
    assert page(commitment).line.end_reason == "协议到期"
    assert page(commitment).lacking == ()
    assert codes(do(coming(commitment), "leader")) == ["commitment_period_unknown"]
    assert codes(do(coming(commitment, period=DECEMBER), "leader")) == ["commitment_over"]
    assert codes(do(ending(commitment, JANUARY), "leader")) == ["commitment_over"]


def test_a_promise_names_somebody_and_is_recorded_once() -> None:
    assert codes(do(promising(provider_id=None, valid_from=TODAY), "county")) == ["commitment_provider_missing"]
    assert codes(do(promising(provider_id=fresh(), valid_from=TODAY), "county")) == ["organisation_not_here"]
    assert codes(do(promising(place_code=COUNTY, valid_from=TODAY), "county")) == ["commitment_no_village"]
    assert codes(do(promising(kind="luck", valid_from=TODAY), "county")) == ["need_kind_unknown"]
    assert codes(do(promising(rhythm="term", valid_from=TODAY), "county")) == ["commitment_term_open"]
    wrong = promising(valid_from=TODAY, until=TODAY - timedelta(days=1))
    assert codes(do(wrong, "county")) == ["commitment_term_wrong"]
    first = promised()
    assert codes(do(promising(valid_from=TODAY), "county")) == ["commitment_same"]
    done(ending(first, TODAY), "county")
    promised(TODAY, valid_from=TODAY)


def test_a_paired_patient_answers_and_others_see_only_that_somebody_is_paired(home: UUID) -> None:
    patient = people_of(home)["何小军"].id
    wish = pairing(home, person_id=patient)
    done(wish, "leader")
    came = coming(wish.commitment_id, people=1, period=TODAY)
    done(came, "leader")
    assert codes(do(confirming(came), "township")) == ["commitment_answerer"]
    done(confirming(came, answered_by="self"), "township")
    (line,) = household_commitments(actor("leader"), home, on=TODAY)
    assert (line.what, line.name, line.person) == ("量血压、送药", "安康医院 丁大夫", "何小军")
    for login in ("prefecture", "auditor"):
        (told,) = household_commitments(actor(login), home, on=TODAY)
        assert (told.sealed, told.kind.zh) == (True, "看病吃药")
        assert (told.what, told.name, told.person, told.provider, told.periods) == ("", "", "", "", ())
        assert commitment_page(actor(login), wish.commitment_id, on=TODAY) is None
        seen = place_commitments(actor(login), HERE, on=TODAY, show=Show.DUE)
        assert seen is not None
        assert seen.lines == ()
    stranger = people_of(registered())["何慧珍"].id
    assert codes(do(pairing(home, person_id=stranger), "leader")) == ["need_person_not_here"]


def test_words_are_nowhere_in_clear(home: UUID) -> None:
    wish = pairing(home)
    done(wish, "leader")
    came = coming(wish.commitment_id, people=1, period=TODAY)
    done(came, "leader")
    done(confirming(came, answered_by="self"), "township")
    row, there = Commitment.objects.get(), Coming.objects.get()
    texts = row.what + row.name + there.who + there.what + there.words
    assert not any(word in texts for word in ("血压", "丁大夫", "看了", "仔细"))
    commitment = promised()
    done(missing(commitment, DECEMBER, TODAY), "leader")
    assert "大雪" not in Miss.objects.get().reason


def test_outside_nothing_is_seen() -> None:
    commitment = promised()
    for login in ("neighbour", "administrator", "attendee"):
        assert commitment_page(actor(login), commitment, on=TODAY) is None
        assert place_commitments(actor(login), HERE, on=TODAY) is None
    assert codes(do(coming(commitment), "neighbour")) == ["not_found"]
    assert not do(coming(commitment), "auditor").accepted


def test_lists_say_what_is_to_be_done_and_go_on_where_they_stopped() -> None:
    first, second = promised(), promised(what="教种菜", kind="farming")
    kept(first, date(2017, 11, 14))
    found = place_commitments(actor("leader"), HERE, on=TODAY, size=1)
    assert found is not None
    assert (found.counts[Show.IN_FORCE], found.counts[Show.DUE], found.counts[Show.LATE]) == (2, 2, 2)
    later = place_commitments(actor("leader"), HERE, on=TODAY, size=1, after=found.after)
    assert later is not None
    assert {found.lines[0].id, later.lines[0].id} == {first, second}
    assert later.after is None


def test_today_says_what_is_due_missed_and_to_be_asked() -> None:
    commitment = promised()
    kept(commitment, date(2017, 11, 14))
    lines = commitments_to_handle(actor("leader"), TODAY)
    assert {(each.verb.zh, each.group.value) for each in lines} == {("补上", "overdue"), ("约好", "soon")}
    done(coming(commitment), "leader")
    assert {each.verb.zh for each in commitments_to_handle(actor("leader"), TODAY)} == {"补上"}
    assert {each.verb.zh for each in commitments_to_handle(actor("township"), TODAY)} == {"补上", "去问"}
    assert list(commitments_to_handle(actor("neighbour"), TODAY)) == []
    assert list(commitments_to_handle(actor("prefecture"), TODAY)) == []


def test_a_quarter_and_a_term_are_periods_too() -> None:
    quarter = promised(rhythm="quarter", kind="farming", valid_from=BEGAN)
    assert [(each.period.first, each.period.last) for each in page(quarter).periods] == [
        (BEGAN, date(2017, 12, 31)),
        (JANUARY, date(2018, 3, 31)),
    ]
    term = promised(rhythm="term", kind="skills", until=date(2017, 11, 30))
    assert marks(term) == ["unsaid"]
