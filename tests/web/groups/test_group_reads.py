"""Work groups as a program reads them."""

from typing import Any

import pytest

from support.cast import Cast
from support.on_stage import Ask

pytestmark = pytest.mark.django_db


def read(ask: Ask, login: str, path: str) -> Any:
    answer = ask(login, "GET", path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_groups_of_a_place_stand_in_code_order_with_who_is_missing(cast: Cast, ask: Ask) -> None:
    zone = cast.zones["A1"]
    county = f"{zone.place_code[:6]}000000"
    found = read(ask, "county", f"/places/{county}/groups")
    codes = [each["place_code"] for each in found["rows"]]
    assert codes == sorted(codes)
    assert found["villages"] == found["with_group"] + found["without_group"] == len(codes)
    own = next(each for each in found["rows"] if each["group_id"] == str(zone["group"]))
    assert (own["place_code"], own["village"]) == (zone.place_code, zone.names["village"])
    assert own["missing"]
    (only,) = read(ask, "county", f"/places/{county}/groups?size=1")["rows"]
    assert only["place_code"] == codes[0]
    beside = read(ask, "county", f"/places/{county}/groups?after={codes[0]}")
    assert [each["place_code"] for each in beside["rows"]] == codes[1:]
    assert ask("leader", "GET", f"/places/{county}/groups").status_code == 404
    assert ask("county", "GET", "/places/6201/groups").status_code == 404


def test_a_group_is_told_with_its_people_and_its_work_as_far_as_somebody_may_read_it(cast: Cast, ask: Ask) -> None:
    zone = cast.zones["A1"]
    found = read(ask, "leader", f"/groups/{zone['group']}")
    assert found["place_code"] == zone.place_code
    assert {"dispatched", "managed", "entrusted"} >= {each["kind"] for each in found["relations"]} >= {"entrusted"}
    assert str(zone["member"]) in {each["id"] for each in found["members"]}
    assert found["voting"] + found["attending"] == len(found["members"])
    assert {each["state"] for each in found["meetings"]} == {"planned", "held"}
    assert str(zone["task"]) in {each["id"] for each in found["tasks"]}
    hidden = read(ask, "administrator", f"/groups/{zone['group']}")
    assert (hidden["meetings"], hidden["tasks"]) == (None, None)
    attendee = read(ask, "attendee", f"/groups/{zone['group']}")
    told = {each["id"]: each["what"] for each in attendee["tasks"]}
    assert told[str(zone["task"])] == ""  # it is about a household, which an attendee does not see
    assert ask("leader", "GET", f"/groups/{cast.zones['C1']['group']}").status_code == 404
