"""Row scope and the queries that stand on it: exact edges, empty territories, pages, names."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from data.accounts.cast import (
    COUNTY,
    FAR_VILLAGE,
    OTHER_VILLAGE,
    PREFECTURE,
    TODAY,
    TOWNSHIP,
    VILLAGE,
    As,
    account_id,
    actor,
    appointment,
    fresh,
)
from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.actors import Actor, Post
from xiuhua.platform.accounts import queries
from xiuhua.platform.accounts.access import PLACES
from xiuhua.platform.accounts.commands import ClosePlace, NamePlace
from xiuhua.platform.accounts.models import Place, Token
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, Probe, actor_for_login, probed, reaches, seen_values, within
from xiuhua.registry.models import Household

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

OFFICERS = Access.of(Role.COUNTY_OFFICER, zh="县级干部", en="county officers")
EDGES = (
    "620099999999",
    "620100000000",
    "620121999999",
    "620122000000",
    "620122100999",
    "620122101000",
    "620122101200",
    "620122101201",
    "620122102000",
    "620122999999",
    "620123000000",
    "620199999999",
    "620200000000",
)


def holder(*posts: tuple[Role, str]) -> Actor:
    return Actor(fresh(), tuple(Post(fresh(), role, place) for role, place in posts))


@pytest.mark.parametrize(
    ("territory", "first", "last"),
    [
        ("620122000000", "620122000000", "620122999999"),
        ("620121000000", "620121999999", "620121999999"),
        ("620100000000", "620100000000", "620199999999"),
        ("620122101000", "620122101000", "620122101201"),
        ("620122101200", "620122101200", "620122101200"),
        ("620000000000", "620099999999", "620200000000"),
    ],
)
def test_exactly_the_rows_of_the_territory(territory: str, first: str, last: str) -> None:
    Place.objects.all().delete()
    Place.objects.bulk_create(Place(id=fresh(), code=code, level="village", parent_code="") for code in EDGES)
    viewer = holder((Role.COUNTY_OFFICER, territory))
    seen = list(within(Place.objects.order_by("code"), viewer, OFFICERS, field="code").values_list("code", flat=True))
    assert seen == [code for code in EDGES if first <= code <= last]
    assert seen == [code for code in EDGES if reaches(viewer, OFFICERS, code)]
    asked = seen_values(Place, ("code",), {"code": EDGES}, viewer, OFFICERS, order=("code",), field="code")
    assert seen == [row["code"] for row in asked]


def test_without_the_role_nothing_and_the_operator_all() -> None:
    everything = Place.objects.all()
    assert not within(everything, holder((Role.AUDITOR, PREFECTURE)), OFFICERS, field="code").exists()
    assert not within(everything, holder(), PLACES, field="code").exists()
    assert within(everything, LOCAL_OPERATOR, OFFICERS, field="code").count() == everything.count()
    every = {"level": ["village", "township", "county", "prefecture"]}
    for viewer, n in ((holder((Role.AUDITOR, PREFECTURE)), 0), (LOCAL_OPERATOR, everything.count())):
        assert len(seen_values(Place, ("code",), every, viewer, OFFICERS, field="code")) == n


def test_several_territories_add_up_and_a_wider_one_swallows() -> None:
    viewer = holder((Role.COUNTY_OFFICER, VILLAGE), (Role.COUNTY_OFFICER, FAR_VILLAGE), (Role.ATTENDEE, COUNTY))
    seen = within(Place.objects.order_by("code"), viewer, OFFICERS, field="code").values_list("code", flat=True)
    assert list(seen) == [VILLAGE, FAR_VILLAGE]
    everywhere = {"level": ["village", "township", "county", "prefecture"]}
    asked = seen_values(Place, ("code",), everywhere, viewer, OFFICERS, order=("code",), field="code")
    assert [row["code"] for row in asked] == [VILLAGE, FAR_VILLAGE]
    assert viewer.territories(PLACES.roles) == (COUNTY, FAR_VILLAGE)


def test_one_query_says_what_is_worth_asking_for(django_assert_num_queries: Any) -> None:
    Place.objects.all().delete()
    Household.objects.create(id=fresh(), code="1", place_code=VILLAGE, valid_from=date(2018, 1, 1))
    home = Probe(Household, OFFICERS, values={"valid_to": ()})
    probes = [
        home,
        Probe(Household, OFFICERS, values={"valid_to": (), "code": ["1", "2"]}),
        Probe(Household, OFFICERS, values={"code": ["2"]}),
        Probe(Household, OFFICERS, values={"valid_to": [date(2018, 2, 1)]}),
        Probe(Household),
        Probe(Place),
        Probe(Token, own="account_id"),
    ]
    with django_assert_num_queries(1):
        assert probed(holder((Role.COUNTY_OFFICER, COUNTY)), probes) == [True, True, False, False, True, False, False]
    elsewhere = holder((Role.COUNTY_OFFICER, FAR_VILLAGE), (Role.AUDITOR, COUNTY))
    assert probed(elsewhere, probes[:5]) == [False, False, False, False, True]
    assert probed(LOCAL_OPERATOR, [home, probes[-1]]) == [True, False]
    with django_assert_num_queries(0):
        assert probed(holder(), [home, probes[2]]) == [False, False]


def test_the_scope_uses_the_index_on_both_databases() -> None:
    viewer = holder((Role.COUNTY_OFFICER, COUNTY), (Role.COUNTY_OFFICER, FAR_VILLAGE))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = within(Place.objects.all(), viewer, OFFICERS, field="code").explain()
    assert "index" in plan.lower()


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("prefecture", [PREFECTURE]),
        ("county", [COUNTY]),
        ("leader", [VILLAGE]),
        ("auditor", [PREFECTURE]),
    ],
)
def test_a_role_starts_at_its_own_territory(login: str, seen: list[str]) -> None:
    assert [line.code for line in queries.territories(actor(login))] == seen


def test_the_breadcrumb_begins_where_the_viewer_does() -> None:
    def way(login: str, code: str) -> list[str]:
        return [line.name for line in queries.breadcrumb(actor(login), code)]

    assert way("prefecture", VILLAGE) == ["兰州市", "皋兰县", "水阜镇", "燕儿坪村"]
    assert way("county", VILLAGE) == ["皋兰县", "水阜镇", "燕儿坪村"]
    assert way("leader", VILLAGE) == ["燕儿坪村"]
    assert way("county", FAR_VILLAGE) == []


def test_a_place_outside_is_as_if_it_did_not_exist() -> None:
    assert queries.place(actor("county"), FAR_VILLAGE) is None
    assert queries.place(actor("county"), "620122999999") is None
    found = queries.place(actor("county"), VILLAGE)
    assert found is not None
    assert (found.name, found.level, found.parent_code) == ("燕儿坪村", "village", TOWNSHIP)


def test_children_come_in_code_order_page_by_page() -> None:
    As("county").do(NamePlace(id=fresh(), place_code="620122101300", name="新坪村"))
    first = queries.children(actor("county"), TOWNSHIP, size=2)
    assert [line.code for line in first.rows] == [VILLAGE, OTHER_VILLAGE]
    second = queries.children(actor("county"), TOWNSHIP, after=first.after, size=2)
    assert [line.code for line in second.rows] == ["620122101300"]
    assert second.after is None
    assert [line.code for line in queries.children(actor("county"), PREFECTURE).rows] == [COUNTY]
    assert queries.children(actor("neighbour"), TOWNSHIP).rows == ()


def test_an_unnamed_place_shows_its_code() -> None:
    As("county").do(NamePlace(id=fresh(), place_code="620122300200", name="新村"))
    township = queries.place(actor("county"), "620122300000")
    assert township is not None
    assert (township.name, township.named) == ("620122300000", False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("燕儿", [VILLAGE]),
        ("yaner", [VILLAGE]),
        ("Yan Er Ping", [VILLAGE]),
        ("yepc", [VILLAGE]),
        ("620122101", [TOWNSHIP, VILLAGE, OTHER_VILLAGE]),
        ("儿坪", []),
        ("庙咀", []),
        ("mzc", []),
        ("620123", []),
        ("%", []),
        ("_", []),
        ("燕%", []),
        ("  ", []),
        ("\\", []),
    ],
)
def test_places_are_found_by_what_they_start_with(text: str, found: list[str]) -> None:
    assert [line.code for line in queries.find_places(actor("county"), text)] == found


def test_finding_stops_at_the_limit_and_skips_closed_places() -> None:
    assert len(queries.find_places(actor("prefecture"), "62", limit=3)) == 3
    As("county").do(ClosePlace(id=fresh(), place_code=VILLAGE, valid_to=TODAY))
    assert queries.find_places(actor("county"), "燕儿") == ()


def test_names_of_a_page_of_rows_in_one_query() -> None:
    viewer = actor("county")
    with CaptureQueriesContext(
        connection,
    ) as made:
        names = queries.place_names(viewer, [VILLAGE, FAR_VILLAGE, COUNTY, VILLAGE])
    assert names == {VILLAGE: "燕儿坪村", COUNTY: "皋兰县"}
    assert len(made) == 1


def test_people_of_the_territory_with_their_posts() -> None:
    page = queries.people(actor("county"), on=TODAY)
    assert [line.login for line in page.rows] == [
        "attendee",
        "county",
        "county-admin",
        "department",
        "leader",
        "township",
    ]
    leader = next(line for line in page.rows if line.login == "leader")
    assert [(post.role_name.zh, post.place) for post in leader.posts] == [("组长", "燕儿坪村")]
    assert leader.place == "皋兰县"
    assert queries.people(actor("leader"), on=TODAY).rows == ()


def test_people_page_by_page_ask_a_fixed_number_of_queries() -> None:
    viewer = actor("admin")
    logins, after, counts = [], None, set()
    while True:
        with CaptureQueriesContext(connection) as made:
            page = queries.people(viewer, on=TODAY, after=after, size=3)
        counts.add(len(made))
        logins.extend(line.login for line in page.rows)
        after = page.after
        if after is None:
            break
    assert len(logins) == len(set(logins)) == 11
    assert counts == {4}
    assert queries.people(viewer, on=TODAY, after="not a key").rows == queries.people(viewer, on=TODAY).rows


def test_a_post_outside_is_not_shown_on_a_person_inside() -> None:
    As("admin").do(appointment("leader", Role.GROUP_MEMBER, FAR_VILLAGE))
    person = queries.person(actor("county"), account_id("leader"))
    assert person is not None
    assert [post.place_code for post in person.posts] == [VILLAGE]
    mine = queries.own_account(actor("leader"))
    assert mine is not None
    assert [post.place_code for post in mine.posts] == [VILLAGE, FAR_VILLAGE]
    assert queries.person(actor("county"), account_id("neighbour")) is None


def test_posts_in_force_of_a_place() -> None:
    page = queries.posts(actor("prefecture"), on=TODAY, place_code=TOWNSHIP)
    assert [(post.person, post.role) for post in page.rows] == [
        ("秦德厚", "township_officer"),
        ("曹文远", "group_leader"),
        ("马占川", "attendee"),
    ]
    assert queries.posts(actor("prefecture"), on=date(2016, 12, 31), place_code=TOWNSHIP).rows == ()
    first = queries.posts(actor("prefecture"), on=TODAY, size=4)
    rest = queries.posts(actor("prefecture"), on=TODAY, size=100, after=first.after)
    assert len({post.id for post in (*first.rows, *rest.rows)}) == 11
    assert queries.posts(actor("prefecture"), on=TODAY, after="620122/not-an-id").rows[0] == first.rows[0]


def test_a_login_gives_an_actor_only_while_the_account_is_open() -> None:
    assert actor_for_login("nobody", on=TODAY) is None
    found = actor_for_login("leader", on=TODAY)
    assert found is not None
    assert (found.person_id, found.label, found.door) == (account_id("leader"), "曹文远", "command_line")
