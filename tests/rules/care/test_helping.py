"""Who can begin to help, at the boundary days."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from xiuhua.care.rules.helping import Wish, day_problem, judge_helper, without_visit

TODAY = date(2018, 1, 19)
LEADER, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("wish", "more", "codes"),
    [
        (Wish(LEADER, "", "", TODAY), {}, []),
        (Wish(None, "蒲月英", "县农牧局", TODAY), {}, []),
        (Wish(None, "", "", TODAY), {}, ["helper_not_named"]),
        (Wish(LEADER, "蒲月英", "县农牧局", TODAY), {}, ["helper_not_named"]),
        (Wish(None, "蒲月英", "", TODAY), {}, ["helper_without_unit"]),
        (Wish(LEADER, "", "", TODAY + timedelta(days=1)), {}, ["care_day_wrong"]),
        (Wish(LEADER, "", "", TODAY), {"begun": TODAY}, []),
        (Wish(LEADER, "", "", TODAY - timedelta(days=1)), {"begun": TODAY}, ["care_day_wrong"]),
        (Wish(LEADER, "", "", TODAY), {"accounts": {LEADER}}, ["helper_present"]),
        (Wish(OTHER, "", "", TODAY), {"accounts": {LEADER}, "names": {"蒲月英"}}, []),
        (Wish(None, "蒲月英", "县农牧局", TODAY), {"names": {"蒲月英"}}, ["helper_present"]),
    ],
)
def test_who_can_begin_to_help(wish: Wish, more: dict[str, Any], codes: list[str]) -> None:
    given = {"begun": None, "accounts": set(), "names": set(), **more}
    assert [problem.code for problem in judge_helper(wish, today=TODAY, **given)] == codes


def test_a_day_that_cannot_be_says_since_when_it_could() -> None:
    first = TODAY - timedelta(days=3)
    (problem,) = day_problem(first - timedelta(days=1), first=first, today=TODAY, field="valid_to")
    assert (problem.field, problem.values["first"]) == ("valid_to", "2018-01-16")
    assert day_problem(first, first=first, today=TODAY, field="valid_to") == ()


@pytest.mark.parametrize(
    ("helpers", "visited", "listed"),
    [
        ([(LEADER, -1)], [], True),
        ([(LEADER, 0)], [], False),
        ([(LEADER, -1)], [LEADER], False),
        ([(LEADER, -1), (OTHER, 0)], [OTHER], False),
        ([(LEADER, -1), (OTHER, -1)], [OTHER], False),
        ([(LEADER, -1), (OTHER, 0)], [], True),
        ([(None, -1)], [], False),
        ([(None, -1), (LEADER, -1)], [], True),
        ([(LEADER, -1)], [OTHER], True),
        ([], [LEADER], False),
    ],
)
def test_whom_no_helper_has_visited_for_long(
    helpers: list[tuple[UUID | None, int]], visited: list[UUID], listed: bool
) -> None:
    home, since = UUID(int=9), date(2018, 1, 1)
    lines = [(home, who, since + timedelta(days=days)) for who, days in helpers]
    found = without_visit(lines, {(home, who) for who in visited}, since=since)
    assert found == ({home} if listed else set())
