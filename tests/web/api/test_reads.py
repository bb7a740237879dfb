"""The reads: what they answer, in which order, to whom, and in how many queries."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.canaries import WORDS, A
from support.cast import Cast, do, fresh
from xiuhua.registry.commands.members import CorrectHousehold

pytestmark = pytest.mark.django_db

ABSENT = UUID("01641a6a-4a00-7000-8000-0000000000ff")


def pages(ask: Any, login: str, path: str, key: str) -> list[dict[str, Any]]:
    """Return the rows of all pages of two rows each."""
    rows: list[dict[str, Any]] = []
    begin: Any = None
    for _ in range(300):
        lead = "&" if "?" in path else "?"
        page = ask(login, "GET", f"{path}{lead}size=2" + (f"&{key}={begin}" if begin else "")).json()
        rows += page["rows"]
        begin = page[key]
        if begin is None:
            return rows
    raise AssertionError("the pages have no end")


def queries(ask: Any, login: str, path: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert ask(login, "GET", path).status_code == 200
    return len(counted)


def test_the_way_down_from_the_territory_to_a_household(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    (county,) = ask("county", "GET", "/places").json()
    assert county == {
        "code": zone.place_code[:6] + "000000",
        "name": zone.names["county"],
        "level": "county",
        "parent_code": zone.place_code[:4] + "00000000",
        "valid_to": None,
    }
    (township,) = pages(ask, "county", f"/places/{county['code']}/children", "after")
    villages = pages(ask, "county", f"/places/{township['code']}/children", "after")
    assert [village["code"] for village in villages] == sorted(village["code"] for village in villages)
    assert zone.place_code in {village["code"] for village in villages}
    rows = pages(ask, "county", f"/households?place={county['code']}", "after")
    assert [(row["place_code"], row["code"]) for row in rows] == sorted((r["place_code"], r["code"]) for r in rows)
    assert len(rows) == len({row["id"] for row in rows})
    assert str(zone.household) in {row["id"] for row in rows}
    assert rows == ask("county", "GET", f"/households?place={county['code']}&size=200").json()["rows"]
    here = ask("county", "GET", f"/households?place={zone.place_code}").json()["rows"]
    assert here == [row for row in rows if row["place_code"] == zone.place_code]


def test_a_household_is_shown_as_on_its_page_masked(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    answer = ask("county", "GET", f"/households/{zone.household}")
    found = answer.json()
    assert (found["code"], found["head"]) == (zone.household_code, zone.members[0].name)
    assert found["income"]["value"] == found["statement"]["values"]["per_head_income"] == "2600"
    for member in zone.members:
        assert member.identity not in answer.content.decode()
        assert member.phone not in answer.content.decode()
    head = next(member for member in found["members"] if member["is_head"])
    assert (head["identity"][:6], head["identity"][-4:]) == ("620199", zone.members[0].identity[-4:])
    assert found["state"] == {"zh": "未脱贫", "en": "still poor"}
    people = ask("county", "GET", f"/households/{zone.household}/members").json()
    assert people == {"members": found["members"], "former": []}


def test_plots_of_a_household_and_of_a_place_in_code_order(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    (plot,) = ask("member", "GET", f"/households/{zone.household}/plots").json()
    assert (plot["id"], plot["area"], plot["land_use"], plot["willing"]) == (str(zone.plot), "2.5", "idle", "yes")
    assert (plot["idle_since"], plot["north"]) == (None, WORDS[A].beside)
    rows = pages(ask, "county", f"/plots?place={zone.place_code[:6]}000000&use=idle&willing=yes", "after")
    keys = [(row["place_code"], row["household_code"]) for row in rows]
    assert keys == sorted(keys)
    here = [row for row in rows if row["place_code"] == zone.place_code]
    assert [(row["plot_id"], row["household_id"]) for row in here] == [
        (str(zone.village_plot), None),
        (str(zone.plot), str(zone.household)),
    ]
    assert here[1]["head"] == zone.members[0].name
    assert ask("county", "GET", f"/plots?place={zone.place_code}&use=own").json() == {"rows": [], "after": None}
    assert ask("county", "GET", f"/plots?place={zone.place_code}&use=waste").status_code == 422
    assert queries(ask, "county", f"/plots?place={zone.place_code}") < 12


def test_incomes_are_told_line_by_line_with_the_figure_and_the_line_of_the_year(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    (income,) = ask("member", "GET", f"/households/{zone.household}/incomes").json()
    (line,) = income["lines"]
    assert (line["amount"], line["first_day"], line["last_day"]) == ("1357", "2017-01-01", "2017-12-31")
    assert (line["kind"], line["person_id"], line["qualifier"]) == ("property", str(zone.head), "exact")
    assert (income["year"], income["basis"], income["complete"], income["people"]) == (2017, "calendar", True, 3)
    assert income["per_head"]["value"] == "452.33"
    assert (income["line"]["amount"], income["line"]["series"], income["line"]["verified"]) == (
        "2952",
        "statistical",
        False,
    )
    assert ask("member", "GET", f"/households/{zone.household}").json()["incomes"] == [income]
    assert ask("member", "GET", f"/households/{zone.second}/incomes").json() == []


def test_health_is_only_for_those_who_help(cast: Cast, ask: Any) -> None:
    path = f"/households/{cast.zones['A1'].household}"
    seen = ask("member", "GET", path).json()["members"]
    unseen = ask("auditor", "GET", path).json()["members"]
    assert any(member["health"] for member in seen)
    assert [member["health"] for member in unseen] == [None] * len(seen)


@pytest.mark.parametrize("login", ["administrator", "attendee", "department", "auditor"])
def test_a_role_that_may_not_ask_is_told_who_may(cast: Cast, ask: Any, login: str) -> None:
    unseen = {
        "administrator": ["/households?place=620122000000", f"/households/{ABSENT}", "/batches"],
        "attendee": ["/households?place=620122000000", "/imports", "/batches", "/entries", "/entries/620122/1"],
        "department": ["/imports", "/batches", "/entries"],
        "auditor": ["/imports"],
    }[login]
    for path in unseen:
        answer = ask(login, "GET", path, Accept_Language="en")
        assert (answer.status_code, answer.json()["number"]) == (403, 1403), path
        assert answer.json()["detail"].startswith("Allowed: ")


def test_absent_and_outside_answer_with_the_same_problem(cast: Cast, ask: Any) -> None:
    far, zone = cast.zones["B1"], cast.zones["A1"]
    pairs = (
        (f"/places/{far.place_code}", "/places/629901177211"),
        (f"/places/{far.place_code}/children", "/places/629901177211/children"),
        (f"/households?place={far.place_code}", "/households?place=629901177211"),
        (f"/households/{far.household}", f"/households/{ABSENT}"),
        (f"/households/{far.household}/members", f"/households/{ABSENT}/members"),
        (f"/imports/{far.session}", f"/imports/{ABSENT}"),
        (f"/entries?place={far.place_code}", "/entries?place=629901177211"),
        (f"/entries/{far.place_code[:6]}/{far.sequence}", "/entries/629901/1"),
        (f"/entries/{zone.place_code[:6]}/99999999", "/no/such/operation"),
        ("/households/not-an-id", f"/entries/{zone.place_code[:6]}/{10**30}"),
    )
    for outside, absent in pairs:
        one, other = ask("county", "GET", outside), ask("county", "GET", absent)
        assert (one.status_code, one.content) == (404, other.content), outside
        assert one.headers["Content-Type"] == other.headers["Content-Type"] == "application/problem+json"


def searched(ask: Any, login: str, text: str) -> Any:
    """Return what a search answers; what is looked for stands in the body alone."""
    return ask(login, "POST", "/search", {"q": text}).json()


def test_searching_finds_places_households_and_people_of_the_territory(cast: Cast, ask: Any) -> None:
    zone, far = cast.zones["A1"], cast.zones["B1"]
    found = searched(ask, "county", zone.members[0].name)
    assert zone.household_code in {person["household_code"] for person in found["people"]}
    assert {person["name"] for person in found["people"]} == {zone.members[0].name, f"{zone.members[0].name}二"}
    assert searched(ask, "county", zone.members[0].identity)["people"][0]["name"]
    assert [home["code"] for home in searched(ask, "county", zone.household_code)["households"]]
    assert searched(ask, "county", zone.place_code)["places"][0]["code"] == zone.place_code
    nothing = {"places": [], "households": [], "people": [], "more": []}
    for text in (far.members[0].name, far.members[0].identity, far.household_code, far.place_code):
        assert searched(ask, "county", text) == nothing
    assert searched(ask, "administrator", zone.members[0].name) == nothing


def test_imports_are_ones_own_and_batches_those_of_others(cast: Cast, ask: Any) -> None:
    mine = ask("county", "GET", "/imports").json()["rows"]
    assert [row["id"] for row in mine] == [str(cast.own["county"]["session"])]
    assert mine[0]["name"]
    batches = pages(ask, "county", "/batches", "before")
    assert str(cast.zones["A1"].session) in {row["id"] for row in batches}
    assert {row["name"] for row in batches} == {""}
    assert [row["id"] for row in batches] == sorted((row["id"] for row in batches), reverse=True)
    assert ask("county", "GET", f"/imports/{cast.zones['A1'].session}").json()["lines"] == {}


def test_entries_come_newest_first_and_stay_inside(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    rows = pages(ask, "county", f"/entries?place={zone.place_code}", "before")
    assert {row["stream"] for row in rows} == {zone.place_code[:6]}
    assert [row["sequence"] for row in rows] == sorted((row["sequence"] for row in rows), reverse=True)
    village = [row for row in rows if row["command_id"] == str(zone.entry)]
    assert village[0]["what"] == {"zh": "登记村的情况", "en": "record a village"}
    kinds = pages(ask, "county", "/entries?kind=registry.record_household", "before")
    assert {row["code"] for row in kinds} == {"registry.record_household"}


def test_an_entry_tells_what_changed(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    do([CorrectHousehold(id=fresh(), household_id=zone.household, per_head_income="3100.5")])
    newest = ask("county", "GET", f"/entries?place={zone.place_code}&size=1").json()["rows"][0]
    told = ask("county", "GET", f"/entries/{newest['stream']}/{newest['sequence']}").json()
    row = next(each for each in told["changes"] if each["what"] == "changed")
    cell = next(cell for cell in row["cells"] if cell["column"] == "per_head_income")
    assert (cell["before"]["en"], cell["after"]["en"]) == ("2,600 yuan", "3,100.50 yuan")
    unseen = ask("administrator", "GET", f"/entries/{newest['stream']}/{newest['sequence']}").json()
    assert "3,100.50" not in str(unseen)
    assert [row["open"] for row in unseen["changes"]] == [False] * len(unseen["changes"])


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/households", "place"),
        ("/households?place=1", "place"),
        ("/households?place=620122000000&size=0", "size"),
        ("/households?place=620122000000&size=201", "size"),
        ("/households?place=620122000000&after=%00", "after"),
        ("/entries?before=abc", "before"),
        ("/entries?before=99999999999999999999999", "before"),
        ("/imports?before=abc", "before"),
    ],
)
def test_a_wrong_parameter_is_named_and_never_said_back(ask: Any, path: str, parameter: str) -> None:
    answer = ask("county", "GET", path, Accept_Language="en")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]
    assert "xxxx" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/q"),
        ({"q": ""}, "/q"),
        ({"q": "\0"}, "/q"),
        ({"q": "x" * 61}, "/q"),
        ({"q": ["xxxx"]}, "/q"),
        ({"q": "a", "group": "everything"}, "/group"),
        ({"q": "a", "size": 0}, "/size"),
        ({"q": "a", "other": 1}, "/other"),
        (["xxxx"], ""),
    ],
)
def test_a_wrong_value_of_a_search_is_named_and_never_said_back(ask: Any, sent: Any, pointer: str) -> None:
    answer = ask("county", "POST", "/search", sent)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert "xxxx" not in answer.content.decode()


def test_what_is_looked_for_never_stands_in_an_address(ask: Any) -> None:
    assert ask("county", "GET", "/search?q=a").status_code == 405


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(cast: Cast, ask: Any) -> None:
    county = cast.zones["A1"].place_code[:6] + "000000"
    for path in (
        f"/households?place={county}",
        f"/places/{cast.zones['A1'].place_code[:9]}000/children",
        "/entries?kind=registry.record_household",
        "/batches",
    ):
        lead = "&" if "?" in path else "?"
        few, many = (queries(ask, "county", f"{path}{lead}size={size}") for size in (1, 200))
        assert few == many <= 12, path
    assert queries(ask, "county", "/places") <= 4
    assert queries(ask, "county", f"/households/{cast.zones['A1'].household}") <= 16


def test_figures_and_households_as_of_a_day(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    today = ask("county", "GET", f"/places/{zone.place_code}/figures").json()
    listed = ask("county", "GET", f"/households?place={zone.place_code}").json()["rows"]
    assert (today["as_of"], today["figures"]["households"]) == ("2018-06-20", len(listed))
    assert today["names"]["people"] == {"zh": "人口", "en": "people"}
    (village,) = today["villages"]
    assert village["figures"] == today["figures"]
    before = ask("county", "GET", f"/places/{zone.place_code}/figures?on=2018-06-19&year=2017").json()
    assert (before["as_of"], before["figures"]["households"]) == ("2018-06-19", 0)
    assert ask("county", "GET", f"/households?place={zone.place_code}&on=2018-06-19").json()["rows"] == []


def test_a_day_that_cannot_be_answered_is_a_problem_of_its_parameter(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    for path, day, number in (
        (f"/places/{zone.place_code}/figures", "2018-06-21", 4900),
        (f"/households?place={zone.place_code}", "2001-01-01", 4901),
        (f"/households/{zone.household}", "2018-06-19", 4901),
        (f"/households/{zone.household}/incomes", "2018-06-21", 4900),
    ):
        answer = ask("county", "GET", f"{path}{'&' if '?' in path else '?'}on={day}")
        assert (answer.status_code, answer.json()["number"]) == (422, number), path
        assert answer.json()["errors"][0]["parameter"] == "on"
