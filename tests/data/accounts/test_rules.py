"""The pure rules of this module: periods, appointments, passwords, codes, names."""

from datetime import date
from uuid import UUID

import pytest

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor, Post
from xiuhua.platform.accounts.names import reading
from xiuhua.platform.accounts.rules.appointing import (
    GIVES,
    WIDEST,
    Appointment,
    HeldPost,
    decide_appointment,
    last_administrator,
    may_appoint,
    may_manage,
)
from xiuhua.platform.accounts.rules.passwords import password_problems
from xiuhua.platform.accounts.rules.people import is_login, is_phone
from xiuhua.platform.accounts.rules.periods import Period
from xiuhua.platform.accounts.rules.places import ancestors_to_have, bounds, chain, parent_of, place_id

ME, THEM, OTHER = (UUID(int=number) for number in (1, 2, 3))
PREFECTURE, COUNTY, NEIGHBOUR = "620100000000", "620122000000", "620123000000"
TOWNSHIP, VILLAGE = "620122101000", "620122101200"
YEAR = Period(date(2017, 1, 1), date(2018, 1, 1))


def holder(role: Role, place: str) -> Actor:
    return Actor(ME, (Post(UUID(int=9), role, place),))


def held(role: Role, place: str, period: Period = YEAR) -> HeldPost:
    return HeldPost(UUID(int=8), role, place, period)


def refused(actor: Actor, role: Role, place: str, *before: HeldPost, period: Period = YEAR) -> list[str]:
    decision = decide_appointment(actor, Appointment(THEM, role, place, period), before)
    return [problem.code for problem in decision.problems]


@pytest.mark.parametrize(
    ("day", "inside"),
    [(date(2016, 12, 31), False), (date(2017, 1, 1), True), (date(2017, 12, 31), True), (date(2018, 1, 1), False)],
)
def test_the_first_day_counts_and_the_last_does_not(day: date, inside: bool) -> None:
    assert YEAR.holds(day) is inside


@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        (date(2018, 1, 1), None, False),
        (date(2017, 12, 31), None, True),
        (date(2016, 1, 1), date(2017, 1, 1), False),
        (date(2016, 1, 1), date(2017, 1, 2), True),
        (None, None, True),
        (date(2017, 5, 1), date(2017, 5, 1), False),
    ],
)
def test_periods_that_only_touch_share_no_day(start: date | None, end: date | None, shared: bool) -> None:
    assert YEAR.overlaps(Period(start, end)) is shared
    assert Period(start, end).overlaps(YEAR) is shared


def test_nobody_gives_a_role_wider_than_their_own() -> None:
    for giver, given in GIVES.items():
        if giver is not Role.ADMINISTRATOR:
            assert not given & {Role.ADMINISTRATOR, Role.AUDITOR}
    assert Role.PREFECTURE_OFFICER not in GIVES[Role.COUNTY_OFFICER]
    assert Role.COUNTY_OFFICER not in GIVES[Role.ORGANISATION_DEPARTMENT]
    assert set(WIDEST) == set(Role)


@pytest.mark.parametrize(
    ("giver", "at", "role", "place", "may"),
    [
        (Role.COUNTY_OFFICER, COUNTY, Role.TOWNSHIP_OFFICER, TOWNSHIP, True),
        (Role.COUNTY_OFFICER, COUNTY, Role.TOWNSHIP_OFFICER, "620123101000", False),
        (Role.COUNTY_OFFICER, COUNTY, Role.ADMINISTRATOR, COUNTY, False),
        (Role.COUNTY_OFFICER, COUNTY, Role.COUNTY_OFFICER, PREFECTURE, False),
        (Role.ADMINISTRATOR, COUNTY, Role.AUDITOR, COUNTY, True),
        (Role.ADMINISTRATOR, COUNTY, Role.AUDITOR, PREFECTURE, False),
        (Role.TOWNSHIP_OFFICER, TOWNSHIP, Role.ATTENDEE, VILLAGE, False),
        (Role.AUDITOR, PREFECTURE, Role.ATTENDEE, VILLAGE, False),
    ],
)
def test_role_and_territory_must_come_from_one_post(giver: Role, at: str, role: Role, place: str, may: bool) -> None:
    assert may_appoint(holder(giver, at), role=role, place_code=place) is may


def test_two_posts_are_not_added_up() -> None:
    posts = (Post(UUID(int=1), Role.ADMINISTRATOR, VILLAGE), Post(UUID(int=2), Role.GROUP_MEMBER, PREFECTURE))
    assert not may_appoint(Actor(ME, posts), role=Role.GROUP_MEMBER, place_code=COUNTY)


def test_an_appointment_names_everything_that_is_wrong_at_once() -> None:
    actor = holder(Role.COUNTY_OFFICER, COUNTY)
    assert refused(actor, Role.TOWNSHIP_OFFICER, TOWNSHIP) == []
    assert refused(actor, Role.TOWNSHIP_OFFICER, COUNTY) == ["territory_too_wide"]
    backwards = Period(date(2018, 1, 1), date(2017, 1, 1))
    assert refused(actor, Role.PREFECTURE_OFFICER, COUNTY, period=backwards) == ["post_period", "role_wider"]
    same = held(Role.TOWNSHIP_OFFICER, TOWNSHIP)
    assert refused(actor, Role.TOWNSHIP_OFFICER, TOWNSHIP, same) == ["post_overlaps"]
    after = Period(date(2018, 1, 1))
    assert refused(actor, Role.TOWNSHIP_OFFICER, TOWNSHIP, same, period=after) == []
    assert refused(actor, Role.TOWNSHIP_OFFICER, "620122102000", same) == []


def test_nobody_appoints_themselves_but_the_operator() -> None:
    wish = Appointment(ME, Role.AUDITOR, COUNTY, YEAR)
    mine = decide_appointment(holder(Role.ADMINISTRATOR, COUNTY), wish, [])
    assert [problem.code for problem in mine.problems] == ["own_post"]
    assert decide_appointment(Actor(None, operator=True), wish, []).accepted


def test_administrator_and_auditor_are_two_people() -> None:
    actor = holder(Role.ADMINISTRATOR, PREFECTURE)
    assert refused(actor, Role.AUDITOR, COUNTY, held(Role.ADMINISTRATOR, NEIGHBOUR)) == ["posts_apart"]
    assert refused(actor, Role.AUDITOR, COUNTY, held(Role.ADMINISTRATOR, COUNTY), period=Period(date(2018, 1, 1))) == []
    assert refused(actor, Role.ADMINISTRATOR, COUNTY, held(Role.AUDITOR, PREFECTURE)) == ["posts_apart"]


def test_managing_somebody_needs_every_post_of_theirs() -> None:
    actor = holder(Role.ADMINISTRATOR, COUNTY)
    assert may_manage(actor, [held(Role.GROUP_MEMBER, VILLAGE)])
    assert not may_manage(actor, [held(Role.GROUP_MEMBER, VILLAGE), held(Role.GROUP_MEMBER, "620123101200")])
    assert may_manage(actor, [])


def test_the_last_administrator_is_told_from_one_of_several() -> None:
    mine = (ME, held(Role.ADMINISTRATOR, PREFECTURE, Period(date(2017, 1, 1))))
    ended = (OTHER, held(Role.ADMINISTRATOR, PREFECTURE, Period(date(2017, 1, 1), date(2017, 9, 1))))
    day = date(2017, 9, 12)
    assert last_administrator(ME, [mine, ended], after=day)
    assert not last_administrator(ME, [mine, ended], after=date(2017, 8, 31))
    assert not last_administrator(THEM, [mine], after=day)


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("ten chars!", []),
        ("nine char", ["password_short"]),
        ("x" * 64 + "abcdef" * 11, ["password_long"]),
        ("Wang-is-not-here", ["password_like_name"]),
        ("somehechunming88", ["password_like_name"]),
        ("0123456789", ["password_one_kind"]),
        ("abababababab", ["password_one_kind"]),
        ("", ["password_short", "password_one_kind"]),
    ],
)
def test_passwords(password: str, codes: list[str]) -> None:
    problems = password_problems(password, login="wang", name_keys=("hechunming", "hc"))
    assert [problem.code for problem in problems] == codes


def test_logins_and_phones() -> None:
    assert is_login("he.chunming-2")
    assert is_login("h2")
    assert not any(is_login(text) for text in ("h", "He", "何春明", "a b", "-a", "a" * 41, ""))
    assert is_phone("139 9959 5367")
    assert is_phone("+86-0931-8886666")
    assert not any(is_phone(text) for text in ("12345", "phone", "1" * 16))


def test_codes_that_leave_out_a_level() -> None:
    assert chain("441900003000") == ("440000000000", "441900000000", "441900003000")
    assert parent_of("441900003201") == "441900003000"
    assert parent_of("620122000200") == COUNTY
    assert ancestors_to_have("429004000000") == ("429000000000",)
    assert ancestors_to_have(PREFECTURE) == ()
    assert parent_of(PREFECTURE) == "620000000000"


@pytest.mark.parametrize(
    ("territory", "inside", "outside"),
    [
        (COUNTY, ["620122000000", "620122999999"], ["620121999999", "620123000000"]),
        (PREFECTURE, ["620100000000", "620199999999"], ["620099999999", "620200000000"]),
        (TOWNSHIP, ["620122101000", "620122101999"], ["620122100999", "620122102000"]),
        (VILLAGE, [VILLAGE], ["620122101199", "620122101201"]),
        ("990000000000", ["999999999999"], ["980000000000"]),
    ],
)
def test_bounds_hold_exactly_the_territory(territory: str, inside: list[str], outside: list[str]) -> None:
    low, high = bounds(territory)
    assert all(low <= code <= high for code in inside)
    assert not any(low <= code <= high for code in outside)


def test_a_place_id_depends_on_the_code_alone() -> None:
    assert place_id(COUNTY) == place_id(COUNTY) != place_id(NEIGHBOUR)
    assert place_id(COUNTY).version == 7


@pytest.mark.parametrize(
    ("name", "person", "pinyin", "initials"),
    [
        ("燕儿坪村", False, "yanerpingcun", "yepc"),
        ("重庆市", False, "chongqingshi", "cqs"),
        ("单小花", True, "shanxiaohua", "sxh"),
        ("尉迟明", True, "yuchiming", "ycm"),
        ("仇军", True, "qiujun", "qj"),
        ("ＡＢ村 2号", False, "abcun2hao", "ac2h"),
        ("", False, "", ""),
    ],
)
def test_names_are_read(name: str, person: bool, pinyin: str, initials: str) -> None:
    assert reading(name, person=person) == (pinyin, initials)
