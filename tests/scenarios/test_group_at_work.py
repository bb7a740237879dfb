"""A work group's year over HTTP, against the product as it is served: three days of 2017, and only the API.

Invented people tell four stories of the villages: a pilot of twenty-six villages with questions and the state before,
whose review somebody else signs before it is rolled out in December; talks in the village hall over several days in
September, to which more villagers come than members; a vote of a group from six channels, in which only those vote who
may, and a task of somebody who only attends; and what a household agreed to and confirmed itself.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from support import stage
from support.copies import Copies, opened
from support.databases import EmptyDatabase
from support.groups_stage import established, led, organisations, six_channels
from support.served import serving
from support.stage import COUNTY, HERE, PREFECTURE, account, done, fresh, people_of, registered
from xiuhua.platform.accounts.commands import IssueToken, NamePlace
from xiuhua.platform.accounts.scope import token_digest

JUNE, SEPTEMBER, DECEMBER = date(2017, 6, 1), date(2017, 9, 28), date(2017, 12, 1)
PILOTS = (HERE, *(f"6201221022{number:02}" for number in range(25)))
PEOPLE = ("prefecture", "county", "township", "first", "resident", "charge", "villager")
VOTERS, GUESTS = ("first", "resident", "graduate", "branch"), ("charge", "villager")

Answer = dict[str, Any]


class Api:
    """The API as the programs of several people use it, each with a token of his own."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}api/v1"

    def get(self, login: str, path: str) -> Any:
        """Return what a program reads."""
        return self._ask(login, path, None)

    def wish(self, login: str, code: str, **values: Any) -> Answer:
        """Return the receipt of one command."""
        (receipt,) = self._ask(login, "/commands", [{"code": code, "id": fresh(), **values}])
        found: Answer = receipt
        return found

    def done(self, login: str, code: str, **values: Any) -> Answer:
        """Return the result of a command that must be accepted."""
        receipt = self.wish(login, code, **values)
        assert receipt["outcome"] == "accepted", (code, receipt)
        found: Answer = receipt["result"]
        return found

    def refused(self, login: str, code: str, **values: Any) -> list[str]:
        """Return the codes for which a command is refused."""
        receipt = self.wish(login, code, **values)
        assert receipt["outcome"] == "refused", (code, receipt)
        return [each["code"] for each in receipt["problems"]]

    def _ask(self, login: str, path: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body, default=str).encode()
        headers = {"Authorization": f"Bearer {login}-secret", "Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(self._url + path, data, headers), timeout=60) as answer:
            return json.load(answer)


class World:
    """A group with its six people and a household, set up on the first of June 2017."""

    def __init__(self) -> None:
        stage.load()
        organisations()
        self.group = established()
        self.members = six_channels(self.group)
        led(self.group, self.members["first"])
        for code in PILOTS[1:]:
            done(NamePlace(id=fresh(), place_code=code, name=f"试点{int(code[-2:]) + 1}村"), "administrator")
        self.home = registered(on=JUNE)
        self.wife = people_of(self.home)["何慧珍"].id
        for login in PEOPLE:
            token = {"token_id": fresh(), "account_id": account(login), "label_text": "账本程序"}
            secret = {"digest": token_digest(f"{login}-secret"), "expires": date(2018, 5, 1)}
            done(IssueToken(id=fresh(), **token, **secret), login)


@pytest.fixture
def at(
    tmp_path: Path,
    database_engine: str,
    empty_database: EmptyDatabase,
    settings: Any,
    django_db_blocker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[World, Callable[[date], Any]]:
    """Return the world, and the function that serves it as of nine in the morning of a day."""
    monkeypatch.setattr(stage, "NOW", datetime(2017, 6, 1, 0, 30, tzinfo=UTC))
    monkeypatch.setattr(stage, "TODAY", JUNE)
    settings.HOME = home = tmp_path / "home"
    with django_db_blocker.unblock():
        url = Copies(database_engine, tmp_path, empty_database).migrated()
        with opened("default", url):
            world = World()

    @contextmanager
    def served(day: date) -> Iterator[Api]:
        standing = {"XIUHUA_TEST": "1", "XIUHUA_NOW": f"{day.isoformat()}T09:00+08:00"}
        with serving(home=home, database_url=url, **standing) as running:
            yield Api(running.url)

    return world, served


def test_from_the_pilot_to_the_roll_out(at: tuple[World, Callable[[date], Any]]) -> None:
    world, served = at
    assert len(PILOTS) == 26
    with served(JUNE) as api:
        pilot = planned_and_started(api)
    with served(SEPTEMBER) as api:
        village_talks(api, world)
        task = voted_on(api, world)
        done_by_whoever_attends(api, world, task)
        agreed_and_confirmed(api, world)
    with served(DECEMBER) as api:
        reviewed_signed_and_rolled_out(api, pilot)


def planned_and_started(api: Api) -> str:
    """Plan the pilot with its questions and the state before, and start it; without a question there is none."""
    plan = {"pilot_id": fresh(), "place_code": COUNTY, "name": "特别党小组先期试点", "villages": PILOTS}
    asked = [
        {"question": "会议能不能议成事？", "baseline": "2016年开会 3 次，没有定下一件事"},
        {"question": "集体收入有没有变化？", "baseline": "出租公共场地，一年 2,400 元"},
    ]
    pilot: str = api.done("county", "groups.plan_pilot", **plan, questions=asked)["pilot"]
    step = {"pilot_id": pilot, "on": JUNE}
    wider = {"place_code": PREFECTURE, "basis": "市委会议"}
    assert api.refused("prefecture", "groups.roll_out", **step, **wider) != []
    api.done("county", "groups.start_pilot", **step)
    return pilot


def reviewed_signed_and_rolled_out(api: Api, pilot: str) -> None:
    """Review the pilot; whoever wrote the review does not sign it, and nothing goes further before it is signed."""
    step = {"pilot_id": pilot, "on": DECEMBER}
    wider = {"place_code": PREFECTURE, "basis": "市委会议"}
    lessons = [{"lesson": "列席的人也要有任务", "changes_rule": "小组议事规则第四条"}]
    told = {"review": "可以推开，先把三项关系写清楚", "lessons": lessons}
    assert api.refused("county", "groups.review_pilot", **step, answers=["能，每月议一次"], **told) != []
    api.done("county", "groups.review_pilot", **step, answers=["能，每月议一次", "还没有"], **told)
    assert api.refused("prefecture", "groups.roll_out", **step, **wider) != []
    assert api.refused("county", "groups.sign_pilot", **step) != []
    api.done("prefecture", "groups.sign_pilot", **step)
    api.done("prefecture", "groups.roll_out", **step, **wider)


def planning(world: World, kind: str, topic: str, *days: date) -> Mapping[str, Any]:
    """Return a meeting to which the whole group is invited."""
    return {
        "group_id": world.group,
        "meeting_id": fresh(),
        "kind": kind,
        "convener_id": world.members["first"],
        "topic": topic,
        "venue": "村委会会议室",
        "sessions": [{"id": fresh(), "held_on": day, "starts": "19:30"} for day in days],
        "member_ids": list(world.members.values()),
    }


def came(api: Api, meeting: str, *logins: str) -> tuple[Mapping[str, str], list[Mapping[str, str]]]:
    """Return who was invited, by name, and the answers of a session to which these people came."""
    found = api.get("first", f"/meetings/{meeting}")
    people = {each["name"]: each["id"] for each in found["sessions"][0]["answers"]}
    there = {NAMES[login] for login in logins}
    return people, [
        {"person_id": key, "came": "present" if name in there else "absent"} for name, key in people.items()
    ]


NAMES = {
    "first": "宋怀远", "resident": "雷春燕", "graduate": "柳青禾", "charge": "段永年", "branch": "魏守田",
    "villager": "白玉兰",
}  # fmt: skip


def village_talks(api: Api, world: World) -> None:
    """Hold the talks: three evenings, the hall full of villagers, of whom some want their names kept; no vote."""
    evenings = (date(2017, 9, 26), date(2017, 9, 27), SEPTEMBER)
    plan = planning(world, "talk", "发展集体经济", *evenings)
    meeting = api.done("first", "groups.plan_meeting", **plan)["meeting"]
    _, answers = came(api, meeting, *NAMES)
    villagers = (86, 92, 101)
    for session, number in zip(plan["sessions"], villagers, strict=True):
        typed = {"meeting_id": meeting, "session_id": session["id"], "answers": answers, "villagers": number}
        api.done("first", "groups.type_attendance", **typed, named=["杨桂香", "石有粮"])
    ballots: list[Any] = []
    motion = {"meeting_id": meeting, "motion_id": fresh(), "session_id": plan["sessions"][0]["id"], "ballots": ballots}
    assert api.refused("first", "groups.put_motion", **motion, text="办养鸡场") != []
    told = "愿意养鸡的有，怕没人管。先去看别的村怎么管。"
    api.done("first", "groups.close_meeting", meeting_id=meeting, summary=told)
    found = api.get("township", f"/meetings/{meeting}")
    assert [each["villagers"] for each in found["sessions"]] == list(villagers)
    assert (found["state"], found["summary"], found["motions"]) == ("closed", told, [])


def voted_on(api: Api, world: World) -> str:
    """Let the group vote; the two who attend have no vote, and one of them gets what was decided."""
    plan = planning(world, "group", "路口装反光镜", SEPTEMBER)
    meeting = api.done("first", "groups.plan_meeting", **plan)["meeting"]
    session = plan["sessions"][0]["id"]
    people, answers = came(api, meeting, *NAMES)
    api.done("first", "groups.type_attendance", meeting_id=meeting, session_id=session, answers=answers)
    put = {"meeting_id": meeting, "motion_id": fresh(), "session_id": session, "text": "三个路口装反光镜"}
    everybody = [{"person_id": people[NAMES[login]], "vote": "for"} for login in (*VOTERS, *GUESTS)]
    assert api.refused("first", "groups.put_motion", **put, ballots=everybody) != []
    api.done("first", "groups.put_motion", **put, ballots=everybody[: len(VOTERS)])
    what = {"text": "采购并安装三面反光镜", "due_on": date(2017, 10, 28), "done_means": "三个路口都装好了"}
    of = {"meeting_id": meeting, "motion_id": put["motion_id"], "decision_id": fresh()}
    api.done("first", "groups.record_decision", **of, **what, member_id=world.members["villager"])
    api.done("first", "groups.close_meeting", meeting_id=meeting, summary="议了路口的安全")
    (motion,) = api.get("resident", f"/meetings/{meeting}")["motions"]
    assert {each["name"] for each in motion["ballots"]} == {NAMES[login] for login in VOTERS}
    (task,) = api.get("villager", f"/groups/{world.group}/tasks")["tasks"]
    return str(task["id"])


def done_by_whoever_attends(api: Api, world: World, task: str) -> None:
    """Take, report and confirm the task: it is hers without a vote, and somebody else confirms it in their words."""
    api.done("villager", "groups.take_task", task_id=task)
    assert api.refused("villager", "groups.report_task", task_id=task, result="") != []
    api.done("villager", "groups.report_task", task_id=task, result="三面镜子都装好了，花了 10,400 元")
    words = {"task_id": task, "words": "拐弯看得见了", "said_by": "六组石有粮"}
    assert api.refused("villager", "groups.confirm_task", **words) != []
    api.done("first", "groups.confirm_task", **words)
    assert api.get("villager", f"/tasks/{task}")["state"] == "confirmed"


def agreed_and_confirmed(api: Api, world: World) -> None:
    """Write the household's plan with it: nothing stands before it agrees, and what was done it confirms itself."""
    plan = {"household_id": world.home, "plan_id": fresh(), "needs": "想再养两只羊"}
    written = api.done("first", "care.write_plan", **plan, begins_on=JUNE, ends_on=date(2018, 5, 31))["plan"]
    measure = {"plan_id": written, "measure_id": fresh(), "kind": "industry", "what": "买两只小尾寒羊"}
    added = api.done("first", "care.add_measure", **measure, due=date(2017, 12, 31), who="雷春燕")["measure"]
    result = {"plan_id": written, "measure_id": added, "done_on": SEPTEMBER, "result": "羊已经牵到家"}
    assert api.refused("resident", "care.report_result", **result) != []
    api.done("first", "care.agree_plan", plan_id=written, agreed_by=world.wife, agreed_on=SEPTEMBER)
    api.done("resident", "care.report_result", **result)
    said = {"plan_id": written, "measure_id": added, "said": "yes", "words": "羊是好羊", "confirmed_on": SEPTEMBER}
    assert api.refused("township", "care.confirm_result", **said, confirmed_by=fresh()) != []
    api.done("township", "care.confirm_result", **said, confirmed_by=world.wife)
    (kept,) = api.get("first", f"/households/{world.home}/plans")
    assert [(each["state"], each["words"]) for each in kept["measures"]] == [("confirmed", "羊是好羊")]
