"""Why a caller, or somebody he sees, may or may not; and who can see a household."""

from typing import Any

import pytest

from support.cast import Cast, fresh

pytestmark = pytest.mark.django_db


def test_a_yes_names_the_post_and_a_no_what_it_would_take(cast: Cast, ask: Any) -> None:
    here = cast.zones["A1"].place_code
    yes = ask("leader", "GET", f"/why?row=registry.households&place={here}").json()
    assert (yes["may"], yes["needed"], yes["label"]["en"]) == (True, [], "see households and their people")
    post = next(each for each in yes["by"] if each["role"]["code"] == "group_leader")
    assert (post["role"]["code"], post["place_code"], post["valid_from"]) == ("group_leader", here, "2017-01-01")
    no = ask("leader", "GET", f"/why?row=registry.record_village&place={here}").json()
    assert (no["may"], no["by"]) == (False, [])
    assert {post["role"]["code"] for post in no["unfit"]} == {"group_leader", "group_member"}
    assert [need["role"]["code"] for need in no["needed"]] == [
        "prefecture_officer",
        "county_officer",
        "township_officer",
    ]
    assert [giver["code"] for giver in no["needed"][0]["givers"]] == ["administrator", "prefecture_officer"]


def test_what_is_out_of_sight_is_absent(cast: Cast, ask: Any) -> None:
    outside = cast.zones["B1"]
    for path in (
        f"/why?row=registry.households&place={outside.place_code}",
        "/why?row=registry.none_such",
        f"/people/{outside.clerk}/why?row=registry.households",
        f"/people/{fresh()}/why?row=registry.households",
        f"/households/{outside.household}/who",
    ):
        assert ask("county", "GET", path).status_code == 404, path
    assert ask("leader", "GET", f"/people/{cast.zones['A1'].clerk}/why?row=registry.households").status_code == 403


def test_somebody_seen_is_asked_about(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    path = f"/people/{zone.clerk}/why?row=registry.correct_household&place={zone.place_code}"
    found = ask("administrator", "GET", path).json()
    assert found["may"]
    assert [post["role"]["code"] for post in found["by"]] == ["group_member"]


def test_who_sees_a_household_widest_territory_first(cast: Cast, ask: Any) -> None:
    home = cast.zones["A1"].household
    found = ask("leader", "GET", f"/households/{home}/who").json()
    roles = [(each["role"]["code"], each["count"]) for each in found["holders"]]
    assert roles == [
        ("prefecture_officer", 1),
        ("auditor", 1),
        ("county_officer", 2),
        ("organisation_department", 1),
        ("township_officer", 1),
        ("group_leader", 1),
        ("group_member", 4),
    ]
    assert {name for each in found["holders"] for name in each["names"]} == {cast.viewers["leader"].name}
    changes = {each["role"]["code"]: each["changes"] for each in found["holders"]}
    assert changes["auditor"] == []
    assert "registry.correct_household" in changes["group_member"]
    assert "registry.split_household" not in changes["group_member"]
