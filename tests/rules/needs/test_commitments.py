"""The periods of commitments, what became of each, and what stands against a record: at the boundaries."""

import itertools
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xiuhua
from xiuhua.kernel.policy import load_policy
from xiuhua.needs.rules.commitments import (
    ANSWERER_NAMES,
    LACKING,
    MARK_NAMES,
    RHYTHM_NAMES,
    Came,
    Mark,
    Rhythm,
    Terms,
    days_to_record,
    judge_answer,
    judge_coming,
    judge_end,
    judge_miss,
    judge_terms,
    periods,
)

POLICY = load_policy(Path(xiuhua.__path__[0]) / "needs" / "policy.yaml")
TODAY = date(2018, 1, 19)
OCTOBER, NOVEMBER, DECEMBER, JANUARY = date(2017, 10, 20), date(2017, 11, 1), date(2017, 12, 1), date(2018, 1, 1)
VILLAGE = "620123100200"


def terms(rhythm: str = "month", each: int = 2, until: date | None = None, ended: date | None = None) -> Terms:
    return Terms(rhythm, each, OCTOBER, until, ended)


def came(period: date, people: int = 2, answer: bool | None = True, on: date | None = None) -> Came:
    return Came(period, on or period, people, answer)


def marks(there: Terms, comings: list[Came], missed: tuple[date, ...] = ()) -> list[str]:
    return [each.mark.value for each in periods(there, comings, missed, TODAY)]


def test_everything_has_a_name() -> None:
    assert set(MARK_NAMES) == set(Mark)
    assert set(RHYTHM_NAMES) == set(Rhythm)
    assert set(LACKING) == {Mark.DUE, Mark.UNSAID, Mark.MISSED}
    assert set(ANSWERER_NAMES) > {"village", "self"}


def test_months_begin_on_the_first_day_that_was_promised() -> None:
    found = periods(terms(), [], (), TODAY)
    assert [(each.first, each.last) for each in found] == [
        (OCTOBER, date(2017, 10, 31)),
        (NOVEMBER, date(2017, 11, 30)),
        (DECEMBER, date(2017, 12, 31)),
        (JANUARY, date(2018, 1, 31)),
    ]
    assert [each.mark for each in found] == [Mark.UNSAID] * 3 + [Mark.DUE]


def test_quarters_and_terms() -> None:
    quarters = periods(terms("quarter"), [], (), TODAY)
    assert [(each.first, each.last) for each in quarters] == [
        (OCTOBER, date(2017, 12, 31)),
        (JANUARY, date(2018, 3, 31)),
    ]
    (term,) = periods(terms("term", until=DECEMBER), [], (), TODAY)
    assert (term.first, term.last, term.mark) == (OCTOBER, DECEMBER, Mark.UNSAID)
    assert periods(Terms("term", 1, TODAY + timedelta(days=1), TODAY + timedelta(days=2), None), [], (), TODAY) == ()


def test_what_became_of_each_period() -> None:
    comings = [
        came(OCTOBER),
        came(NOVEMBER, 1),
        came(NOVEMBER, 1, on=date(2017, 12, 5)),
        came(DECEMBER, 2, answer=None),
        came(JANUARY, 2, answer=False),
    ]
    assert marks(terms(), comings, (NOVEMBER,)) == ["kept", "made_up", "asked", "due"]
    assert marks(terms(), [came(OCTOBER, 1)], (OCTOBER,))[0] == "missed"
    half = periods(terms(), [came(OCTOBER, 1)], (OCTOBER,), TODAY)[0]
    assert (half.came, half.missed) == (1, True)


def test_a_commitment_that_ends_asks_for_nothing_from_that_day() -> None:
    assert marks(terms(until=date(2017, 11, 20)), []) == ["unsaid", "unsaid"]
    ended = terms(ended=date(2017, 12, 15))
    assert marks(ended, []) == ["unsaid", "unsaid"]
    found = periods(ended, [came(DECEMBER, 1)], (), TODAY)
    assert (found[-1].last, found[-1].mark) == (date(2017, 12, 14), Mark.UNSAID)
    assert marks(terms(ended=DECEMBER), []) == ["unsaid", "unsaid"]
    assert periods(terms(ended=OCTOBER), [], (), TODAY) == ()


@given(st.dates(date(2015, 1, 1), date(2018, 1, 19)), st.sampled_from(["month", "quarter"]), st.integers(1, 5))
def test_periods_follow_each_other_without_a_gap(begun: date, rhythm: str, each: int) -> None:
    found = periods(Terms(rhythm, each, begun, None, None), [], (), TODAY)
    assert found[0].first == begun
    assert found[-1].first <= TODAY <= found[-1].last
    assert all(one.last + timedelta(days=1) == two.first for one, two in itertools.pairwise(found))


def judged(
    coming: Came, *, there: Terms | None = None, missed: tuple[date, ...] = (), before: tuple[Came, ...] = ()
) -> list[str]:
    there = there or terms()
    found = periods(there, before, missed, TODAY)
    days = [each.came_on for each in before if each.came is not False]
    return [each.code for each in judge_coming(there, found, coming, days, today=TODAY, days=15)]


@pytest.mark.parametrize(
    ("coming", "missed", "problems"),
    [
        (came(JANUARY, on=TODAY), (), []),
        (came(JANUARY, on=date(2018, 1, 4)), (), []),
        (came(JANUARY, on=date(2018, 1, 3)), (), ["commitment_backdated"]),
        (came(JANUARY, on=TODAY + timedelta(days=1)), (), ["commitment_backdated"]),
        (came(DECEMBER, on=TODAY), (), ["commitment_day_outside"]),
        (came(DECEMBER, on=TODAY), (DECEMBER,), []),
        (came(TODAY, on=TODAY), (), ["commitment_period_unknown"]),
    ],
)
def test_somebody_came(coming: Came, missed: tuple[date, ...], problems: list[str]) -> None:
    assert judged(coming, missed=missed) == problems


def test_nobody_comes_twice_and_a_missed_period_stays_missed() -> None:
    one = came(JANUARY, 1, None, on=TODAY)
    assert judged(one, before=(one,)) == ["commitment_day_twice"]
    assert judged(one, before=(came(JANUARY, 1, False, on=TODAY),)) == []
    assert judged(one, before=(came(JANUARY, 2, None),)) == ["commitment_period_full"]
    new_year = Terms("term", 2, JANUARY, date(2018, 1, 10), None)
    found = periods(new_year, [], (JANUARY,), TODAY)
    early = Came(JANUARY, date(2018, 1, 10), 2, None)
    assert [each.code for each in judge_coming(new_year, found, early, (), today=TODAY, days=15)] == [
        "commitment_missed_stands"
    ]
    ended = terms(ended=date(2018, 1, 15))
    assert judged(came(DECEMBER, on=TODAY), there=ended, missed=(DECEMBER,)) == ["commitment_over"]


@pytest.mark.parametrize(
    ("period", "missed", "next_on", "problems"),
    [
        (DECEMBER, (), TODAY, []),
        (DECEMBER, (), TODAY - timedelta(days=1), ["commitment_next_past"]),
        (DECEMBER, (DECEMBER,), TODAY, ["commitment_missed_already"]),
        (JANUARY, (), TODAY, ["commitment_period_not_over"]),
        (TODAY, (), TODAY, ["commitment_period_unknown"]),
    ],
)
def test_a_period_was_missed(period: date, missed: tuple[date, ...], next_on: date, problems: list[str]) -> None:
    found = periods(terms(), [], missed, TODAY)
    assert [each.code for each in judge_miss(found, period, next_on, today=TODAY)] == problems
    full = periods(terms(), [came(DECEMBER)], (), TODAY)
    assert [each.code for each in judge_miss(full, DECEMBER, TODAY, today=TODAY)] == ["commitment_period_full"]


def test_who_records_the_answer() -> None:
    helper, other = UUID(int=1), UUID(int=2)
    assert [each.code for each in judge_answer(helper, frozenset({helper}), False)] == [
        "commitment_confirmed_by_provider"
    ]
    assert [each.code for each in judge_answer(other, frozenset({helper}), True)] == ["commitment_answered"]
    assert judge_answer(other, frozenset({helper}), False) == judge_answer(None, frozenset({helper}), False) == ()


def test_terms_and_their_end() -> None:
    new = Terms("month", 1, TODAY - timedelta(days=15), None, None)
    assert judge_terms(new, today=TODAY, days=15) == ()
    for wrong, code in (
        (Terms("month", 1, TODAY - timedelta(days=16), None, None), "commitment_begins_before"),
        (Terms("month", 1, TODAY, TODAY - timedelta(days=1), None), "commitment_term_wrong"),
        (Terms("term", 1, TODAY, None, None), "commitment_term_open"),
    ):
        assert [each.code for each in judge_terms(wrong, today=TODAY, days=15)] == [code]
    assert judge_end(terms(), TODAY, None, today=TODAY) == ()
    for day, last in ((TODAY + timedelta(days=1), None), (OCTOBER - timedelta(days=1), None), (TODAY, TODAY)):
        assert [each.code for each in judge_end(terms(), day, last, today=TODAY)] == ["commitment_end_wrong"]
    assert [each.code for each in judge_end(terms(ended=TODAY), TODAY, None, today=TODAY)] == ["commitment_over"]
    assert days_to_record(POLICY, on=TODAY, region=VILLAGE) == 15
