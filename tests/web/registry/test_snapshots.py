"""Pages of yearly snapshots: taken by a form, listed, opened, replaced with a reason; each role in its territory."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import COUNTY, HERE, NEIGHBOUR, PREFECTURE, THERE, done, fresh, registered
from web.registry.filling import fields_of
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import Snapshot

pytestmark = pytest.mark.django_db

TAKE = f"/snapshots/take?place={COUNTY}"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    registered()


def state(amount: str) -> None:
    income = StatedIncome(year=2017, source="出租", amount=amount)
    values = {"village_code": HERE, "origin": "villages", "stated_on": date(2017, 12, 20), "incomes": (income,)}
    done(RecordVillage(id=fresh(), **values))


def taken(**more: Any) -> UUID:
    command = TakeSnapshot(id=fresh(), place_code=COUNTY, year=2017, **more)
    return UUID(done(command, "county").result["snapshot"])


def test_it_is_taken_by_a_form_once_and_a_second_click_does_nothing() -> None:
    client = browser("county")
    assert TAKE in links(seen(client, f"/places/{COUNTY}/snapshots"), "take")
    form = {**fields_of(seen(client, TAKE)), "year": "2017"}
    first = client.post(TAKE, form)
    assert (first.status_code, Snapshot.objects.count()) == (302, 1)
    assert client.post(TAKE, form)["Location"] == first["Location"]
    page = said(seen(client, first["Location"]))
    assert "按 2017年12月31日的情况" in page
    assert "和留存时一样" in page
    again = {**fields_of(seen(client, TAKE)), "year": "2017"}
    assert "已经留存过一份" in said(client.post(TAKE, again).content.decode())
    assert Snapshot.objects.count() == 1


def test_what_was_corrected_afterwards_is_marked_and_the_door_says_why() -> None:
    state("2400")
    key = taken()
    state("2600")
    client = browser("county")
    html = seen(client, f"/snapshots/{key}?figure=collective")
    assert "2,400" in said(html)
    assert "2,600" in said(html)
    assert "不一样" in said(html)
    (door,) = links(html, f"village={HERE}")
    figure = said(seen(client, door))
    assert "留存以后有更正" in figure
    assert "登记村的情况" in figure


def test_it_is_replaced_with_a_reason_and_both_stay() -> None:
    key = taken()
    client = browser("county")
    (again,) = links(seen(client, f"/snapshots/{key}"), "replaces=")
    form = fields_of(seen(client, again))
    refused = client.post(again, form).content.decode()
    assert "没有写为什么要重新留存" in said(refused)
    answer = client.post(again, {**form, "reason": "漏了一个村"})
    assert answer.status_code == 302
    old, new = said(seen(client, f"/snapshots/{key}")), said(seen(client, answer["Location"]))
    assert "已被取代" in old
    assert "重新留存的原因：漏了一个村" in new
    assert "漏了一个村" in said(seen(client, f"/places/{COUNTY}/snapshots"))
    assert client.get(again.replace(COUNTY, NEIGHBOUR)).status_code == 404


def test_who_may_and_who_sees_what() -> None:
    key = taken()
    assert browser("leader").get(TAKE).status_code == 404
    assert browser("neighbour").get(TAKE).status_code == 404
    assert browser("county").get(f"/snapshots/take?place={HERE}").status_code == 404
    assert browser("prefecture").get(f"/snapshots/take?place={PREFECTURE}").status_code == 200
    mine = seen(browser("leader"), f"/snapshots/{key}")
    assert links(mine, "^/figure/snapshot") != []
    assert links(mine, THERE) == []
    for login in ("neighbour", "attendee", "administrator"):
        assert browser(login).get(f"/snapshots/{key}").status_code == 404
        door = f"/figure/snapshot?snapshot={key}&village={HERE}&figure=people"
        assert browser(login).get(door).status_code == 404
