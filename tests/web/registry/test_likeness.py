"""Pages of people who may be recorded twice: looked for, side by side, decided by those in charge."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import COUNTY, HERE, THERE, TODAY, person, registered
from web.registry.filling import fields_of
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job
from xiuhua.registry.finding import keep, likenesses_in
from xiuhua.registry.models import Likeness, LikenessDecision

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(db: None, settings: Any, tmp_path: Path) -> tuple[UUID, UUID]:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    one = registered(members=(person("王晓明", "户主", "1975-04-01"),))
    return one, registered(members=(person("王小明", "户主", "1975-04-20"),), village=THERE)


def test_they_are_looked_for_behind_the_page_and_stand_side_by_side(homes: tuple[UUID, UUID]) -> None:
    client = browser("county")
    listed = seen(client, f"/places/{COUNTY}/likenesses")
    form = fields_of(listed)
    started = client.post(f"/places/{COUNTY}/likenesses/find", form)
    assert client.post(f"/places/{COUNTY}/likenesses/find", form)["Location"] == started["Location"]
    services.run(Job.objects.get().id)
    (pair,) = links(seen(client, f"/places/{COUNTY}/likenesses"), r"^/likenesses/")
    page = said(seen(client, pair))
    assert "王晓明" in page
    assert "王小明" in page
    assert "两条记录都算数" in page
    assert links(seen(client, f"/households/{homes[0]}"), r"^/likenesses/") == [pair]
    assert "可能登记了两次的人" in said(seen(client, "/"))


def test_same_offers_what_can_be_done_and_merges_nothing(homes: tuple[UUID, UUID]) -> None:
    found, _ = likenesses_in(COUNTY, on=TODAY)
    keep(COUNTY, found, on=TODAY)
    client, pair = browser("county"), f"/likenesses/{Likeness.objects.get().id}"
    form = fields_of(seen(client, pair))
    assert client.post(f"{pair}/decide", {**form, "verdict": "same"}).status_code == 200, "a reason is asked for"
    assert client.post(f"{pair}/decide", {**form, "verdict": "same", "reason": "看过户口本"}).status_code == 302
    html = seen(client, pair)
    assert "看过户口本" in said(html)
    assert len(links(html, "/leave$")) == 2
    assert LikenessDecision.objects.count() == 1
    assert links(seen(client, f"/places/{COUNTY}/likenesses"), r"^/likenesses/") == []


def test_whoever_sees_one_of_them_learns_nothing(homes: tuple[UUID, UUID]) -> None:
    found, _ = likenesses_in(COUNTY, on=TODAY)
    keep(COUNTY, found, on=TODAY)
    pair = f"/likenesses/{Likeness.objects.get().id}"
    for login in ("leader", "neighbour", "attendee", "administrator"):
        assert browser(login).get(pair).status_code == 404
    mine = browser("leader")
    assert links(seen(mine, f"/places/{HERE}/likenesses"), r"^/likenesses/") == []
    assert links(seen(mine, f"/households/{homes[0]}"), r"^/likenesses/") == []
    assert mine.get(f"/places/{COUNTY}/likenesses").status_code == 404
    assert browser("auditor").post(f"/places/{COUNTY}/likenesses/find", {}).status_code == 404
