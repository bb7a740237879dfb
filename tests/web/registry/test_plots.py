"""Plots of land on the pages of a household, a village and a place, and the screen on which they are written."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import COUNTY, FAR, HERE, done, family, fresh, person, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import SHEET, browser, links, said, seen
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot
from xiuhua.registry.models import Plot, Question, VillagePlot

NEW = {"l0-name": "河湾地", "l0-area": "3.5", "l0-land_use": "own", "l0-land_class": "irrigated"}


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


@pytest.fixture
def page(home: UUID) -> str:
    return f"/households/{home}"


def plot(name: str = "河湾地", area: str = "3.5", use: str = "own", **more: Any) -> StatedPlot:
    return StatedPlot(id=fresh(), name=name, area=area, land_use=use, **more)


def land(home: UUID, *plots: StatedPlot) -> None:
    done(RecordPlots(id=fresh(), household_id=home, plots=plots))


def areas(home: UUID) -> dict[str, int | None]:
    return dict(Plot.objects.filter(household_id=home, ended_on=None).values_list("name", "area"))


def prefix_of(name: str, shown: dict[str, str]) -> str:
    return next(key[:-4] for key, value in shown.items() if re.match(r"l\d+-name", key) and value == name)


def test_a_household_without_plots_says_so_and_leads_there(page: str) -> None:
    html = seen(browser("member"), page)
    assert "还没有记过地块" in said(html)
    assert f"{page}/plots" in html
    assert f"{page}/plots" not in seen(browser("auditor"), page)
    assert "能记地块的人：各级干部和组长、组员" in said(seen(browser("auditor"), page))


def test_what_is_idle_stands_on_the_page_and_the_rest_is_folded(home: UUID, page: str) -> None:
    land(home, plot(), plot("王家洼", "2", "idle", idle_since="2015", willing="yes", east="大路"))
    html = seen(browser("member"), page)
    text = said(html)
    assert "5.5 亩（2 块），其中撂荒 2 亩（1 块，愿意流转的 1 块）。" in text
    assert "王家洼 · 2 亩 撂荒 · 2015年起 · 流转：愿意" in text
    assert text.index("其中撂荒") < text.index("家庭成员") if "家庭成员" in text else True
    assert "东至大路" not in text
    assert "东至大路" in said(seen(browser("member"), f"{page}/part?show=plot-lines"))
    assert "地块：记 2 块" in text


def test_plots_are_written_on_one_screen(home: UUID, page: str) -> None:
    second = {"l1-name": "王家洼", "l1-area": "2亩", "l1-land_use": "idle", "l1-idle_since": "2015年3月",
              "l1-willing": "yes", "l1-north": "马福家地"}  # fmt: skip
    answer = send(browser("member"), f"{page}/plots", **NEW, **second)
    assert (answer.status_code, answer["Location"]) == (302, f"{page}#plots")
    assert areas(home) == {"河湾地": 3500, "王家洼": 2000}
    idle = Plot.objects.get(name="王家洼")
    assert (idle.idle_from, idle.idle_to, idle.willing, idle.north) == (
        date(2015, 3, 1), date(2015, 4, 1), "yes", "马福家地",
    )  # fmt: skip


def test_only_what_was_changed_is_sent_and_plots_are_taken_out(home: UUID, page: str) -> None:
    land(home, plot(code="01", east="大路"), plot("王家洼", "2", "idle", idle_since="2015"))
    client = browser("member")
    shown = fields_of(seen(client, f"{page}/plots"))
    bend, slope = prefix_of("河湾地", shown), prefix_of("王家洼", shown)
    answer = send(client, f"{page}/plots", **{f"{bend}area": "4", f"{bend}code": "", f"{slope}land_use": "own"})
    assert answer.status_code == 302, errors_of(answer.content.decode())
    now = Plot.objects.get(name="河湾地")
    assert (now.area, now.code, now.east) == (4000, "", "大路")
    assert Plot.objects.get(name="王家洼").idle_from is None
    slope = prefix_of("王家洼", fields_of(seen(client, f"{page}/plots")))
    send(client, f"{page}/plots", **{f"{slope}remove": "1"})
    assert areas(home) == {"河湾地": 4000}
    answer = send(client, f"{page}/plots")
    assert answer.status_code == 302
    assert "没有改动" in said(client.get(page).content.decode())


def test_wrong_plots_are_marked_at_their_fields_and_nothing_typed_is_lost(home: UUID, page: str) -> None:
    wrong = {**NEW, "l0-area": "三亩", "l1-name": "王家洼", "l1-area": "0.0005", "l1-land_use": "idle",
             "l2-name": "沟边", "l2-area": "0", "l2-land_use": "own", "l2-idle_since": "前年"}  # fmt: skip
    client = browser("member")
    answer = send(client, f"{page}/plots", **wrong)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "第 1 块 面积：" in said(html)
    assert errors_of(html)["l0-area"].startswith("看不懂面积")
    assert "小数多于三位" in errors_of(html)["l1-area"]
    kept = fields_of(html)
    assert [kept[f"l{n}-area"] for n in range(3)] == ["三亩", "0.0005", "0"]
    answer = client.post(f"{page}/plots", {**kept, "l0-area": "3", "l1-area": "2"})
    html = answer.content.decode()
    assert set(errors_of(html)) == {"l2-idle_since"}
    answer = client.post(f"{page}/plots", {**fields_of(html), "l2-idle_since": "2015"})
    html = answer.content.decode()
    assert set(errors_of(html)) == {"l2-area", "l2-idle_since"}
    assert areas(home) == {}
    answer = client.post(f"{page}/plots", {**fields_of(html), "l2-area": "1", "l2-idle_since": ""})
    assert errors_of(answer.content.decode()) == {}
    assert areas(home) == {"河湾地": 3000, "王家洼": 2000, "沟边": 1000}


def test_more_rows_come_without_a_script_and_keep_what_was_typed(home: UUID, page: str) -> None:
    client = browser("member")
    shown = fields_of(seen(client, f"{page}/plots"))
    answer = client.post(f"{page}/plots", {**shown, **NEW, "more": "1"})
    kept = fields_of(answer.content.decode())
    assert (kept["rows"], kept["l0-area"], kept["l5-willing"]) == ("6", "3.5", "not_asked")
    client.post(f"{page}/plots", {**kept, "l5-name": "王家洼", "l5-area": "2", "l5-land_use": "other"})
    assert areas(home) == {"河湾地": 3500, "王家洼": 2000}


def test_a_conflict_shows_both_values_and_sending_again_is_meant(home: UUID, page: str) -> None:
    land(home, bend := plot("河湾地", "3", "idle", idle_since="2015"))
    client = browser("member")
    shown = fields_of(seen(client, f"{page}/plots"))
    land(home, StatedPlot(id=bend.id, area="4", idle_since="2016"))
    answer = client.post(f"{page}/plots", {**shown, "l0-area": "5", "l0-idle_since": "2014"})
    errors = errors_of(answer.content.decode())
    assert "4 亩" in errors["l0-area"]
    assert "5 亩" in errors["l0-area"]
    assert set(errors) == {"l0-area", "l0-idle_since"}
    client.post(f"{page}/plots", fields_of(answer.content.decode()))
    assert areas(home) == {"河湾地": 5000}


def test_a_second_click_writes_nothing_twice(home: UUID, page: str) -> None:
    client = browser("member")
    form = {**fields_of(seen(client, f"{page}/plots")), **NEW}
    assert [client.post(f"{page}/plots", form).status_code for _ in range(2)] == [302, 302]
    assert Plot.objects.filter(household_id=home).count() == 1


def test_a_plot_of_two_households_is_asked_on_the_page(home: UUID, page: str) -> None:
    land(registered(members=(person("马福", "户主", "1940-01-01"),), village=HERE), plot("河边", code="01"))
    answer = send(browser("member"), f"{page}/plots", **NEW, **{"l0-code": "01"})
    assert answer.status_code == 302
    assert Question.objects.get(household_id=home, code="plot_held_twice").state == "open"
    html = seen(browser("member"), page)
    assert "地块“河湾地”的代码 01，户" in said(html)
    mending = html.split('id="questions"', 1)[1].split("</section>", 1)[0]
    assert links(mending, "/plots$") == [f"{page}/plots"]


def test_a_village_writes_its_own_land_and_shows_it(home: UUID) -> None:
    client = browser("leader")
    assert "还没有记过村集体的土地" in said(seen(client, f"/places/{HERE}"))
    assert f"/places/{HERE}/plots" in seen(client, f"/places/{HERE}")
    answer = send(client, f"/places/{HERE}/plots", **NEW)
    assert (answer.status_code, answer["Location"]) == (302, f"/places/{HERE}#plots")
    assert VillagePlot.objects.get().area == 3500
    answer = send(client, f"/places/{HERE}/plots", **{"l0-area": "4"})
    assert VillagePlot.objects.get().area == 4000
    text = said(seen(client, f"/places/{HERE}"))
    assert "4 亩（1 块），没有撂荒" in text
    assert "地块：改 1 块" in text
    attendee = said(seen(browser("attendee"), f"/places/{HERE}"))
    assert "集体土地" not in attendee
    assert "河湾地" not in attendee
    for code in (FAR, COUNTY):
        seen(client, f"/places/{code}/plots", status=404)


def test_idle_land_of_a_place_opens_to_its_plots(home: UUID) -> None:
    land(home, plot(), plot("王家洼", "2", "idle", idle_since="2015", willing="yes"))
    done(RecordVillagePlots(id=fresh(), village_code=HERE, plots=(plot("北坡草场", "320", "idle"),)))
    client = browser("county")
    for place in (HERE, COUNTY):
        html = seen(client, f"/places/{place}")
        assert "撂荒地 322 亩 · 2 块 · 1 户" in said(html), place
        assert links(html, r"figure/plots\?place=\d+&use=idle")
    html = seen(client, f"/figure/plots?place={COUNTY}&use=idle", **SHEET)
    text = said(html)
    for words in ("北坡草场", "村集体", "王家洼", "何慧珍", "2015年起", "愿意", "322 亩"):
        assert words in text, words
    assert "河湾地" not in text
    willing = said(seen(client, f"/figure/plots?place={COUNTY}&use=idle&willing=yes"))
    assert "王家洼" in willing
    assert "北坡草场" not in willing
    assert f"/households/{home}" in html
    english = browser("county")
    english.post("/language", {"language": "en", "next": "/"})
    assert "Idle land 322 mu · 2 plots · 1 household" in said(seen(english, f"/places/{HERE}"))


@pytest.mark.parametrize("path", ["place={far}", "place=", "place={here}&use=waste", "place={here}&willing=perhaps"])
def test_a_figure_that_is_not_there(home: UUID, path: str) -> None:
    assert seen(browser("county"), f"/figure/plots?{path.format(far=FAR, here=HERE)}", status=404) == seen(
        browser("county"), "/figure/plots?place=620122101999", status=404
    )


@pytest.mark.parametrize("login", ["auditor", "department", "attendee", "administrator", "neighbour"])
def test_who_may_not_write_gets_what_does_not_exist(page: str, login: str) -> None:
    client = browser(login)
    assert seen(client, f"{page}/plots", status=404) == seen(client, f"/households/{fresh()}/plots", status=404)
    assert seen(client, f"/places/{HERE}/plots", status=404) == seen(client, "/places/620122101999/plots", status=404)


def test_land_outside_is_not_there() -> None:
    far = registered(village=FAR, members=family())
    client = browser("member")
    assert seen(client, f"/households/{far}/plots", status=404) == seen(
        client, f"/households/{fresh()}/plots", status=404
    )
