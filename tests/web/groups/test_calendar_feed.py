"""The calendar of one's own telephone: a secret address, what it answers, and that it answers no longer."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from icalendar import Calendar

from support import stage
from support.meetings_stage import Team
from support.stage import TODAY, account, codes, do, done, fresh
from web.registry.filling import fields_of
from web.registry.visits import browser, said, seen
from xiuhua.groups.commands.feeds import CloseFeed, OpenFeed
from xiuhua.groups.commands.meetings import CancelMeeting
from xiuhua.groups.models import CalendarFeed
from xiuhua.groups.views import feeds
from xiuhua.platform.accounts.commands import DeactivatePerson
from xiuhua.platform.journal.models import Entry


@pytest.fixture
def team(db: None, settings: Any, tmp_path: Path) -> Team:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    return Team()


def opened(login: str) -> str:
    """Open the feed of somebody through the page and return the path of its address."""
    client = browser(login)
    html = client.post("/calendar", fields_of(seen(client, "/calendar"))).content.decode()
    address = html.split('<code class="address">')[1].split("<")[0]
    return urlsplit(address).path


def events(path: str) -> list[Any]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_tells_when_and_where_and_nothing_of_what_or_who(team: Team) -> None:
    team.planned(days=(TODAY, TODAY + timedelta(days=1)), topic="任忠兴家的事", guests=("何慧珍",))
    path = opened("villager")
    found = events(path)
    assert [str(each["SUMMARY"]) for each in found] == ["特别党小组会 · 燕儿坪村脱贫攻坚特别党小组"] * 2
    assert found[0].start.isoformat() == "2018-01-19T09:00:00+08:00"
    assert str(found[0]["LOCATION"]) == "村委会会议室"
    text = Client().get(path).content.decode()
    for word in ("任忠兴", "何慧珍", "宋怀远", "反光镜"):
        assert word not in text.replace("\r\n ", "")
    assert events(opened("township")) == []


def test_a_cancelled_meeting_says_so(team: Team) -> None:
    meeting = team.planned()
    path = opened("first")
    done(CancelMeeting(id=fresh(), meeting_id=meeting.id, reason="下大雪"), "leader")
    (event,) = events(path)
    assert str(event["STATUS"]) == "CANCELLED"


def test_a_moved_meeting_stays_the_same_event_with_a_higher_sequence(team: Team) -> None:
    meeting = team.planned()
    path = opened("first")
    (before,) = events(path)
    client, page = browser("leader"), f"/meetings/{meeting.id}/move"
    shown = fields_of(seen(client, page))
    assert (shown["day-1"], shown["time-1"], shown["venue"]) == ("2018-01-19", "09:00", "村委会会议室")
    later = {"day-1": "2018-01-24", "time-1": "15:30", "venue": "学校", "reason": "下大雪"}
    assert "每一场都要有日期和时间" in said(client.post(page, {**shown, **later, "time-1": ""}).content.decode())
    answer = client.post(page, {**shown, **later})
    assert answer.status_code == 302
    text = said(seen(client, answer["Location"]))
    assert "改期了，请再通知 6 个人" in text
    assert "改期：下大雪" in text
    (after,) = events(path)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.start.isoformat() == "2018-01-24T15:30:00+08:00"
    done(CancelMeeting(id=fresh(), meeting_id=meeting.id, reason="下大雪"), "leader")
    (cancelled,) = events(path)
    assert (cancelled["UID"], cancelled["SEQUENCE"], cancelled["STATUS"]) == (before["UID"], 2, "CANCELLED")


@pytest.mark.parametrize("secret", ["/" * 43, "é" * 43, "%" * 43, "a" * 42])
def test_only_what_the_page_made_up_becomes_an_address(team: Team, secret: str) -> None:
    client = browser("first")
    answer = client.post("/calendar", {**fields_of(seen(client, "/calendar")), "secret": secret})
    assert answer.status_code == 200
    assert 'class="address"' not in answer.content.decode()
    assert not CalendarFeed.objects.exists()


def test_only_a_digest_of_the_address_is_kept_and_it_is_shown_once(team: Team) -> None:
    secret = opened("first").removeprefix("/calendar/").removesuffix(".ics")
    kept = repr([*CalendarFeed.objects.values_list(), *Entry.objects.values_list()])
    assert secret not in kept
    again = seen(browser("first"), "/calendar")
    assert secret not in again
    assert "您有一个地址" in said(again)


def test_another_address_ends_the_one_before_and_closing_ends_it_for_good(team: Team) -> None:
    first = opened("first")
    second = opened("first")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    feed = CalendarFeed.objects.get(revoked=None)
    client = browser("first")
    shown = fields_of(seen(client, "/calendar"))
    assert client.post(f"/calendar/{feed.id}/close", {"id": shown["id"]}).status_code == 302
    assert Client().get(second).status_code == 404


def test_no_log_tells_the_secret(team: Team, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*arguments: object, **more: object) -> bytes:
        raise RuntimeError

    path = opened("first")
    monkeypatch.setattr(feeds, "calendar_of", stumbles)
    assert Client(raise_request_exception=False).get(path).status_code == 500
    assert "Internal Server Error: /calendar" in caplog.text
    assert path.removeprefix("/calendar/") not in caplog.text


def test_an_address_ends_with_the_account(team: Team) -> None:
    path = opened("first")
    done(DeactivatePerson(id=fresh(), account_id=account("first")), "administrator")
    assert Client().get(path).status_code == 404


def test_nobody_opens_or_closes_the_address_of_another(team: Team) -> None:
    opened("first")
    feed = CalendarFeed.objects.get()
    opening = {"feed_id": fresh(), "account_id": account("first"), "digest": "ab" * 32}
    assert codes(do(OpenFeed(id=fresh(), **opening), "resident")) == ["not_found"]
    closing = {"feed_id": feed.id, "account_id": account("first")}
    assert codes(do(CloseFeed(id=fresh(), **closing), "resident")) == ["not_found"]
    client = browser("resident")
    assert client.post(f"/calendar/{feed.id}/close", {"id": str(fresh())}).status_code == 404
