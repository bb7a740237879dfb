"""Work groups of the demo: those of the pilot villages, and the whole team of the village whose leader signs in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.groups.commands.establishing import EstablishGroup
from xiuhua.groups.commands.leading import AppointLeader
from xiuhua.groups.commands.leave import AskLeave, DecideLeave
from xiuhua.groups.commands.members import AddMember
from xiuhua.groups.commands.pilot_steps import RollOut, SignPilot, StartPilot
from xiuhua.groups.commands.pilots import Lesson, PlanPilot, Question, ReviewPilot
from xiuhua.groups.rules.membership import group_name
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, ancestor
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.platform.journal.execution import execute_many
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account
from xiuhua.site.demo.villages import Village

BEGAN: Final = date(2017, 6, 1)
TOWNSHIPS_BEGAN: Final = (
    BEGAN,
    date(2017, 7, 10),
    date(2017, 8, 7),
    date(2017, 9, 11),
    date(2017, 10, 16),
    date(2017, 11, 6),
)
"""When the villages of one township after the other got their groups, that of the cast first."""

PILOT_DAYS: Final = (date(2017, 5, 8), BEGAN, date(2017, 11, 13), date(2017, 11, 20), date(2017, 12, 1))
"""When the pilot was planned, started, reviewed, signed and rolled out."""

COMMITTEE: Final = "皋兰县委（示例）"
DEPARTMENT: Final = "皋兰县委组织部（示例）"
UNITS: Final = ("皋兰县农牧局（示例）", "皋兰县农村信用联社（示例）", "兰州市科技局（示例）")

_TEAM: Final = (
    ("first-secretary", "宋怀远", ("first_secretary", "resident_team"), True, 2),
    ("resident", "雷春燕", ("resident_team",), True, 2),
    ("graduate", "柳青禾", ("graduate_official",), True, None),
    ("in-charge", "段永年", ("officer_in_charge",), False, 0),
    ("branch", "魏守田", ("branch_committee", "village_committee"), True, None),
)
"""Who joins the village's cast: login, name, channels, whether a Party member, from which unit."""

_OF_CAST: Final = (
    ("leader", ("first_secretary",), True),
    ("member", ("resident_team",), True),
    ("attendee", ("village_committee",), False),
)


class Refused(RuntimeError):
    """A group of the demo was refused; the text names the codes."""


def group_id(village: Village, origin: UUID) -> UUID:
    """Return the id of the group of a village of the demo."""
    return derived_id(origin, "group", village.code)


def establish(villages: Sequence[Village], cast: Sequence[Account], origin: UUID) -> UUID:
    """Establish the groups of the pilot villages, fill that of the cast and return its id.

    Raise ``Refused`` where it cannot be.
    """
    pilots = [village for village in villages if village.pilot]
    home = next(each.place_code for each in cast if each.login == "leader")
    home_group = group_id(next(village for village in pilots if village.code == home), origin)
    wishes_of = (_offices(pilots, origin), groups_begun(pilots, home, origin), _members(home, pilots, origin))
    for wishes in (*wishes_of, _leave(home_group, origin)):
        _do(list(wishes), LOCAL_OPERATOR, clock.now())
    for day, login, wish in _pilot(pilots, origin):
        actor = actor_for_login(login, on=day)
        if actor is not None:
            _do([wish], actor, datetime.combine(day, time(9), tzinfo=clock.now().tzinfo))
    return home_group


def _do(wishes: Sequence[Command], actor: Actor, at: datetime) -> None:
    receipts = execute_many(wishes, actor=actor, received_at=at)
    refused = {problem.code for receipt in receipts for problem in receipt.problems}
    if refused:
        raise Refused(" ".join(sorted(refused)))


def _pilot(pilots: Sequence[Village], origin: UUID) -> Iterator[tuple[date, str, Command]]:
    """Yield the steps of the pilot with the day and the member of the cast who takes each."""
    county, pilot = ancestor(pilots[0].code, Level.COUNTY), derived_id(origin, "pilot")
    planned, started, reviewed, signed, rolled_out = PILOT_DAYS
    questions = (
        Question(question="各方帮扶力量能不能合成一支队伍？", baseline="第一书记、工作队、包村干部各管各的"),
        Question(question="村里的事能不能当场议定？", baseline="2016年开会 3 次，没有定下一件事"),
        Question(question="列席的人有没有任务？", baseline="没有"),
    )
    answers = (
        "能，26 个村都成立了小组",
        "先配好组员的小组能，议定的事有人办；其余的还在配组员",
        "有，村委会委员也领任务",
    )
    lessons = (
        Lesson(lesson="列席的人也要有任务", changes_rule="小组议事规则：任务可以交给列席的人"),
        Lesson(lesson="委托给乡镇的只是日常，成员调整还归组织部门", changes_rule="小组管理办法：三项关系分开写"),
    )
    codes = tuple(village.code for village in pilots)
    ids = {each: derived_id(origin, "pilot", each) for each in ("plan", "start", "review", "sign", "roll out")}
    named = {"place_code": county, "name": "特别党小组先期试点", "villages": codes, "basis": "市委会议（示例）"}
    yield planned, "county", PlanPilot(id=ids["plan"], pilot_id=pilot, questions=questions, **named)
    yield started, "county", StartPilot(id=ids["start"], pilot_id=pilot, on=started)
    said = {"answers": answers, "lessons": lessons, "review": "可以推开。先把三项关系和议事规则写清楚。"}
    yield reviewed, "county", ReviewPilot(id=ids["review"], pilot_id=pilot, on=reviewed, **said)
    yield signed, "prefecture", SignPilot(id=ids["sign"], pilot_id=pilot, on=signed)
    wider = {"place_code": ancestor(county, Level.PREFECTURE), "basis": "市委会议（示例）"}
    yield rolled_out, "prefecture", RollOut(id=ids["roll out"], pilot_id=pilot, on=rolled_out, **wider)


def _organisation(name: str, origin: UUID) -> UUID:
    return derived_id(origin, "organisation-id", name)


def _offices(pilots: Sequence[Village], origin: UUID) -> Iterator[Command]:
    county = ancestor(pilots[0].code, Level.COUNTY)
    townships = {ancestor(village.code, Level.TOWNSHIP): village.township for village in pilots}
    places = {COMMITTEE: county, **dict.fromkeys(UNITS, county)}
    places |= {f"{name}党委（示例）": code for code, name in townships.items()}
    for name, code in places.items():
        if name == "水阜镇党委（示例）":
            continue  # the cast's township officer works there
        yield AddOrganisation(
            id=derived_id(origin, "organisation", name),
            organisation_id=_organisation(name, origin),
            name=name,
            kind="department" if name in UNITS else "party_organisation",
            place_code=code,
        )


def groups_begun(pilots: Sequence[Village], home: str, origin: UUID) -> Iterator[Command]:
    """Yield the groups of the pilot villages, township after township."""
    own = ancestor(home, Level.TOWNSHIP)
    townships = dict.fromkeys((own, *(ancestor(village.code, Level.TOWNSHIP) for village in pilots)))
    order = {code: min(at, len(TOWNSHIPS_BEGAN) - 1) for at, code in enumerate(townships)}
    for village in pilots:
        yield EstablishGroup(
            id=derived_id(origin, "establish", village.code),
            group_id=group_id(village, origin),
            place_code=village.code,
            name=group_name(village.name),
            valid_from=TOWNSHIPS_BEGAN[order[ancestor(village.code, Level.TOWNSHIP)]],
            dispatched_by=_organisation(COMMITTEE, origin),
            managed_by=_organisation(DEPARTMENT, origin),
            entrusted_to=_organisation(f"{village.township}党委（示例）", origin),
            basis="县委会议（示例）",
        )


def _members(home: str, pilots: Sequence[Village], origin: UUID) -> Iterator[Command]:
    group = group_id(next(village for village in pilots if village.code == home), origin)
    county = ancestor(home, Level.COUNTY)
    for login, channels, party_member in _OF_CAST:
        yield _added(login, group, channels, party_member, None, origin)
    for login, name, channels, party_member, unit in _TEAM:
        yield AddPerson(
            id=derived_id(origin, "person", login),
            account_id=derived_id(origin, "account", login),
            login=login,
            name=name,
            place_code=county,
        )
        yield _added(login, group, channels, party_member, unit, origin)
    yield AppointLeader(
        id=derived_id(origin, "lead", home),
        group_id=group,
        member_id=derived_id(origin, "membership", "leader"),
        valid_from=BEGAN,
    )


def _leave(group: UUID, origin: UUID) -> Iterator[Command]:
    """Yield a leave that was approved and holds now, and one that waits for the township."""
    today = clock.now().date()
    asked = (
        ("graduate", today - timedelta(days=1), 3, "参加选调生培训"),
        ("member", today + timedelta(days=5), 2, "送孩子上学"),
    )
    for login, first, days, reason in asked:
        yield AskLeave(
            id=derived_id(origin, "ask-leave", login),
            group_id=group,
            leave_id=derived_id(origin, "leave", login),
            member_id=derived_id(origin, "membership", login),
            first_on=first,
            last_on=first + timedelta(days=days - 1),
            reason=reason,
        )
    leave = derived_id(origin, "leave", "graduate")
    yield DecideLeave(id=derived_id(origin, "decide-leave"), group_id=group, leave_id=leave, approved=True)


def _added(
    login: str, group: UUID, channels: tuple[str, ...], party_member: bool, unit: int | None, origin: UUID
) -> AddMember:
    values: Mapping[str, Any] = {"channels": channels, "party_member": party_member, "valid_from": BEGAN}
    return AddMember(
        id=derived_id(origin, "join", login),
        group_id=group,
        member_id=derived_id(origin, "membership", login),
        account_id=derived_id(origin, "account", login),
        sending_unit_id=_organisation(UNITS[unit], origin) if unit is not None else None,
        **values,
    )
