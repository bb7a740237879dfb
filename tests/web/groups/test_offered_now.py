"""Leave and regular meetings on their pages: what is offered is what can be done now."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import added, established, organisation, organisations
from support.stage import COUNTY, HERE, PREFECTURE, THERE, TODAY, account, done, fresh
from web.registry.filling import fields_of, send
from web.registry.visits import browser, said, seen
from xiuhua.groups.commands.leave import AskLeave, DecideLeave
from xiuhua.groups.models import WorkGroup
from xiuhua.groups.views import villages
from xiuhua.platform.accounts.commands import AddOrganisation


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


def test_a_group_without_members_says_so_instead_of_meetings_nobody_can_hold() -> None:
    group, why = established(), "有了成员，才开得了这些会"
    page = seen(browser("leader"), f"/groups/{group}")
    assert why in page
    assert 'class="stitches"' not in page
    added(group, account("member"), "resident_team")
    page = seen(browser("leader"), f"/groups/{group}")
    assert why not in page
    assert 'class="stitches"' in page


def test_whom_a_group_usually_answers_to_is_chosen_before_where_there_is_one() -> None:
    fields = fields_of(seen(browser("county"), f"/groups/establish?place={HERE}"))
    expected = {"dispatched_by": "committee", "managed_by": "department", "entrusted_to": "township"}
    assert {name: fields[name] for name in expected} == {name: str(organisation(key)) for name, key in expected.items()}
    second = {
        "organisation_id": fresh(),
        "name": "皋兰县直属机关党委",
        "kind": "party_organisation",
        "place_code": COUNTY,
    }
    done(AddOrganisation(id=fresh(), **second), "prefecture")
    fields = fields_of(seen(browser("county"), f"/groups/establish?place={HERE}"))
    assert not fields.get("dispatched_by")
    assert fields["managed_by"] == str(organisation("department"))


def test_a_group_of_a_known_village_is_established_with_what_is_usual_and_each_relation_says_what_it_is() -> None:
    client, path = browser("county"), f"/groups/establish?place={HERE}"
    page = seen(client, path)
    assert 'name="place_code"' not in page
    for usual in ("皋兰县委（一般选它）", "皋兰县委组织部（一般选它）", "水阜镇党委（一般选它）"):
        assert re.search(rf'<option value="">[^<]*</option><option value="[^"]+" selected>{usual}</option>', page)
    for sentence in ("成立、撤销小组，定谁当组长", "谁进组、谁出组，由它定", "排会议、批短假、派任务"):
        assert said(page).count(sentence) == 1
    answer = client.post(path, fields_of(page))
    group = WorkGroup.objects.get()
    assert answer["Location"] == f"/groups/{group.id}"
    assert (group.place_code, group.name) == (HERE, "燕儿坪村脱贫攻坚特别党小组")
    fields = fields_of(seen(client, f"/groups/establish?place={COUNTY}"))
    assert fields["managed_by"] == str(organisation("department"))
    assert not fields.get("entrusted_to")
    assert fields["place_code"] == ""


def test_many_villages_stand_folded_by_township_and_few_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    here, path = established(), f"/places/{PREFECTURE}/groups"
    client = browser("prefecture")
    page = seen(client, path)
    assert page.count("<details open><summary><strong>") == 2
    assert "皋兰县 2 个村，1 个有小组" in said(page)
    monkeypatch.setattr(villages, "FEW", 2)
    folded = seen(client, path)
    assert folded.count("<details><summary><strong>") == 2
    assert f"/groups/{here}" in folded
    assert "<summary><strong>" not in seen(browser("county"), f"/places/{COUNTY}/groups")


def test_each_figure_of_a_place_opens_to_its_rows() -> None:
    here = established()
    added(here, account("member"), "resident_team")
    there, client, path = established(THERE), browser("county"), f"/places/{COUNTY}/groups"
    page = seen(client, path)
    assert f'href="{path}?lacking=resident_team">1 个小组' in page
    assert f'href="{path}?lacking=first_secretary">2 个小组' in page
    assert page.count(f'href="{path}?show=groups"') >= 2
    rows = seen(client, f"{path}?lacking=resident_team")
    assert f"/groups/{there}" in rows
    assert f"/groups/{here}" not in rows
    assert "这里没有村" in seen(client, f"{path}?lacking=nothing")


def test_a_leave_that_nobody_approved_yet_is_taken_back_and_an_approved_one_ended() -> None:
    group = established()
    member = added(group, account("member"), "resident_team")
    days = {"first_on": TODAY + timedelta(days=2), "last_on": TODAY + timedelta(days=4)}
    wish = AskLeave(id=fresh(), group_id=group, leave_id=fresh(), member_id=member, reason="看病", **days)
    leave = UUID(done(wish, "member").result["leave"])
    register, client = f"/groups/{group}/leave", browser("member")
    page = said(seen(client, register))
    assert "撤回" in page
    assert "销假" not in page
    form = seen(client, f"{register}/{leave}/end")
    assert "撤回请假" in form
    assert f'value="{days["first_on"].isoformat()}"' in form
    done(DecideLeave(id=fresh(), group_id=group, leave_id=leave, approved=True), "township")
    page = said(seen(client, register))
    assert "销假" in page
    assert "撤回" not in page


def test_what_was_done_about_a_leave_is_called_what_it_was() -> None:
    group = established()
    member = added(group, account("member"), "resident_team")
    client = browser("member")
    for first, approved, back, told in (
        (2, False, 2, "请假已撤回。"),
        (2, False, 3, "请假改短了。"),
        (6, True, 7, "已销假。"),
        (9, True, 9, "请假已撤回。"),
    ):
        days = {"first_on": TODAY + timedelta(days=first), "last_on": TODAY + timedelta(days=first + 2)}
        wish = AskLeave(id=fresh(), group_id=group, leave_id=fresh(), member_id=member, reason="看病", **days)
        done(wish, "member")
        if approved:
            done(DecideLeave(id=fresh(), group_id=group, leave_id=wish.leave_id, approved=True), "township")
        back_on = (TODAY + timedelta(days=back)).isoformat()
        answer = send(client, f"/groups/{group}/leave/{wish.leave_id}/end", back_on=back_on)
        page = said(seen(client, answer["Location"]))
        assert [each for each in ("请假已撤回。", "请假改短了。", "已销假。") if each in page] == [told]
