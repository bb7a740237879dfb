"""Finding by what one remembers, inside the territory, by indexes alone."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support import stage
from support.stage import FAR, HERE, STATED, THERE, TODAY, actor, done, family, fresh, people_of, person, registered
from xiuhua.kernel.actors import Actor
from xiuhua.platform.journal.execution import execute_many
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.models import Household
from xiuhua.registry.queries.search import Results, looks_secret, search

MOST_QUERIES = 8
GIVEN = "安邦成达恩方光海吉建静康来礼茂宁平庆仁善泰文喜兴雅永元泽正志"
SURNAMES = "白曹程丁范高郭韩贺侯黄贾江康孔李刘吕马孟苗牛潘彭钱秦任石宋孙田汪王魏吴谢徐许薛严杨姚叶于袁曾张赵郑周朱"


@pytest.fixture
def members() -> tuple[Any, ...]:
    return family()


@pytest.fixture
def home(members: tuple[Any, ...]) -> UUID:
    return registered(members=members, code="880012340001")


def found(text: str, by: str = "member", **more: Any) -> Results:
    return search(actor(by), text, on=TODAY, **more)


def names(results: Results) -> list[str]:
    return [hit.name for hit in results.people]


WAYS = ("何慧珍", "何慧", "何", "慧珍", "慧", "hehuizhen", "HeHui", "hhz", "HH", "huizhen", "he hui")
WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
DRESSES = (str, str.lower, lambda n: f" {n[:6]} {n[6:]} ", lambda n: n.translate(WIDE), lambda n: f"{n}42")
TEXTS = ("王", "王安", "安", "wang", "w", "wabc", "8811", "881100000007", "X12")


@pytest.mark.parametrize("text", WAYS)
def test_a_person_is_found_by_name_given_name_pinyin_and_initials(home: UUID, text: str) -> None:
    assert "何慧珍" in names(found(text))


def test_a_surname_is_read_as_a_surname() -> None:
    registered(members=(person("单小花", "户主", "1970-01-01", female=True),))
    assert names(found("shanxiaohua")) == ["单小花"]


def test_nothing_is_found_in_the_middle_of_a_name(home: UUID) -> None:
    assert found("珍").nothing
    assert found("uizhen").nothing
    assert found("%").nothing
    assert found("_").nothing


def test_a_hit_tells_people_of_one_name_apart_and_shows_no_number(home: UUID, members: tuple[Any, ...]) -> None:
    hit = found("田巧仓", "township").people[0]
    assert (hit.relation.zh, hit.head, hit.household_id, hit.where) == ("配偶", "何慧珍", home, "水阜镇 燕儿坪村")
    assert members[1].identity not in repr(hit)


def test_a_person_is_found_by_the_whole_code(home: UUID, members: tuple[Any, ...]) -> None:
    assert names(found(members[1].code)) == ["田巧仓"]
    assert names(found(members[1].code[:-1])) == []


@pytest.mark.parametrize("dress", DRESSES)
def test_a_person_is_found_by_the_whole_identity_number_however_it_is_written(
    home: UUID, members: tuple[Any, ...], dress: Callable[[str], str]
) -> None:
    results = found(dress(members[0].identity))
    assert (names(results), results.secret) == (["何慧珍"], True)
    assert (results.places, results.households) == ((), ())


def test_a_part_of_an_identity_number_finds_nobody(home: UUID, members: tuple[Any, ...]) -> None:
    number = members[0].identity
    assert found(number[:14]).people == ()
    assert found(number[:17]).people == ()
    assert [looks_secret(each) for each in (number, number[:17], number[:15], number[:14], "880012340001")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_household_is_found_by_the_beginning_of_its_code(home: UUID) -> None:
    hit = found("88001234", "township").households[0]
    assert (hit.id, hit.code, hit.head, hit.where, hit.ended_on) == (
        home,
        "880012340001",
        "何慧珍",
        "水阜镇 燕儿坪村",
        None,
    )


def test_places_are_found_too() -> None:
    assert [place.code for place in found("yep", "township").places] == [HERE]
    assert [place.name for place in found("水阜", "county").places] == ["水阜镇"]


def test_who_left_and_what_ended_is_found_and_marked() -> None:
    home = registered(members=(person("马福", "户主", "1950-01-01", labour="无劳动力"),), code="880012340002")
    who, on = people_of(home)["马福"].id, date(2018, 1, 10)
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=who, on=on, cause="death"))
    assert [(hit.name, hit.left_on) for hit in found("马福").people] == [("马福", on)]
    assert [(hit.id, hit.ended_on) for hit in found("880012340002").households] == [(home, on)]


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("member", True),
        ("leader", True),
        ("township", True),
        ("county", True),
        ("prefecture", True),
        ("auditor", True),
        ("neighbour", False),
        ("administrator", False),
        ("attendee", False),
    ],
)
def test_only_those_who_may_see_a_household_find_it_and_its_people(
    home: UUID, members: tuple[Any, ...], login: str, sees: bool
) -> None:
    for text in ("何慧珍", "hhz", members[0].code, members[0].identity):
        assert bool(found(text, login).people) is sees, text
    assert bool(found("880012340001", login).households) is sees


def test_a_namesake_outside_is_not_found_nor_counted(home: UUID) -> None:
    registered(members=(person("何慧珍", "户主", "1971-01-01", female=True),), village=FAR)
    assert [hit.household_id for hit in found("何慧珍", "county").people] == [home]
    assert len(found("何慧珍", "prefecture").people) == 2


def test_long_lists_are_cut_and_say_so() -> None:
    many = [person(f"王{given}", "其他", "1980-01-01") for given in GIVEN[:24]]
    registered(members=(person("何慧珍", "户主", "1970-03-05", female=True), *many))
    results = found("王")
    assert (len(results.people), results.more) == (20, frozenset({"people"}))
    alone = found("王", group="people", limit=100)
    assert (len(alone.people), alone.more, alone.places) == (24, frozenset(), ())


def test_an_empty_text_asks_nothing(django_assert_num_queries: Any) -> None:
    viewer = actor("member")
    with django_assert_num_queries(0):
        assert search(viewer, "  ", on=TODAY).nothing


def crowd(number: int = 900) -> None:
    """Register households of four in three villages, each person with a name of their own."""
    commands = []
    for at in range(number):
        surname = SURNAMES[at % len(SURNAMES)]
        people = [
            person(
                f"{surname}{GIVEN[at % len(GIVEN)]}{GIVEN[(at // len(GIVEN) + place * 7) % len(GIVEN)]}",
                relation,
                f"19{50 + at % 40}-{1 + at % 12:02d}-{1 + (at * 4 + place) % 28:02d}",
                identity=None,
            )
            for place, relation in enumerate(("户主", "其他", "其他", "其他"))
        ]
        village = (HERE, THERE, FAR)[at % 3]
        commands.append(
            stage.recording(
                members=people, village=village, stated=STATED.model_copy(update={"size": 4}), code=f"8811{at:08d}"
            )
        )
    receipts = execute_many(commands, actor=actor("prefecture"), received_at=stage.NOW)
    assert all(receipt.accepted for receipt in receipts), next(r for r in receipts if not r.accepted)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plans(viewer: Actor, text: str) -> list[str]:
    """Return the plan of each query of a search that reads people or households."""
    with CaptureQueriesContext(connection) as captured:
        search(viewer, text, on=TODAY)
    assert len(captured) <= MOST_QUERIES, [query["sql"][:90] for query in captured]
    wanted = [query["sql"] for query in captured if "registry_" in query["sql"]]
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        found = []
        for sql in wanted:
            cursor.execute(explain + sql.replace("%", "%%"), None if "%" not in sql else [])
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
        return found


def test_no_search_reads_a_whole_table_and_none_asks_more_the_more_there_is() -> None:
    crowd()
    assert Household.objects.count() == 900
    for login in ("member", "county", "prefecture"):
        for text in (
            "王",
            "王安",
            "安",
            "wang",
            "w",
            "wabc",
            "8811",
            "881100000007",
            "X12",
            stage.number("1970-01-01", female=True),
        ):
            for plan in plans(actor(login), text):
                scanned = [line for line in plan.splitlines() if _is_scan(line)]
                assert not scanned, (login, text, plan)


def _is_scan(line: str) -> bool:
    if connection.vendor == "postgresql":
        return "Seq Scan on registry_" in line
    return line.startswith("SCAN registry_")
