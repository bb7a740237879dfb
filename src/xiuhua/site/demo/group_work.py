"""What the group of the demo's leader works on: some visits, tasks and findings, each by whoever would record it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.groups.commands.findings import RecordFinding, SettleFinding, TakeUpFinding
from xiuhua.groups.commands.task_steps import ConfirmTask, ReportTask, SendBackTask
from xiuhua.groups.commands.tasks import SetTask
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.queries.at_home import people_at_home
from xiuhua.registry.queries.neighbours import neighbours
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

Wish = tuple[str, int, Command]
"""Who wishes it, how many days ago, and what."""

_VISITS: Final = (
    ("leader", 4, "在家修羊圈，灶上的水要到村口去挑", "想把自来水接到院里", "", 0),
    ("leader", 1, "儿子技校毕业，在家没有活", "想在兰州找个修车的活", "去问汽修厂要不要学徒", 6),
    ("member", 9, "今年没种地，人在县城打零工", "", "把土地流转的政策讲一遍", -2),
    ("resident", 2, "家里没人，邻居说去走亲戚", "", "", 0),
    ("resident", 16, "药按时吃，合作医疗的本子找不到了", "补办合作医疗证", "", 0),
)
"""By whom, how many days ago, what was found, needed and promised, and in how many days it is due."""

_TASKS: Final = (
    ("survey", "leader", "member", "把村里撂荒地连片的地块量出来", 12, 7, "industry", "village"),
    ("insurance", "leader", "attendee", "通知各社合作医疗缴费截止的日子", 14, -3, "benefits", "village"),
    ("water", "leader", "resident", "问水务局：北头六户能不能接自来水", 10, 3, "living", "nobody"),
    ("road", "township", "leader", "报冬天要封的路段", 6, 0, "living", "village"),
    ("seeds", "leader", "graduate", "打听油用牡丹的苗价和收购价", 20, 5, "industry", "nobody"),
)
"""Name, by and to whom, what, given how many days ago, due in how many days, which kind of work, for whom."""


_FINDINGS: Final = (
    ("want", "leader", 18, "industry", "村里没有产业，想找企业来种油用牡丹"),
    ("light", "member", 8, "living", "三社到学校的路没有路灯"),
    ("work", "resident", 5, "employment", "北头四个年轻人在家没有活"),
)
"""Name, by whom, how many days ago, of what kind, what."""


class Refused(RuntimeError):
    """Something of the demo's group was refused; the text names the codes."""


def work(cast: Sequence[Account], group_id: UUID, origin: UUID) -> None:
    """Let the group visit and give, do and confirm tasks. Raise ``Refused`` where it cannot be."""
    village = next(each.place_code for each in cast if each.login == "leader")
    for wish in (*_visits(village, group_id, origin), *_tasks(group_id, origin), *_findings(group_id, origin)):
        _do(*wish)


def _do(login: str, days: int, command: Command) -> None:
    at = clock.now() - timedelta(days=days)
    actor = actor_for_login(login, on=at.date())
    receipt = execute(command, actor=actor, received_at=at) if actor else None
    if receipt is None or not receipt.accepted:
        raise Refused(" ".join([command.code, *(problem.code for problem in (receipt.problems if receipt else ()))]))


def _visits(village: str, group_id: UUID, origin: UUID) -> Iterator[Wish]:
    homes = [each.id for each in neighbours(LOCAL_OPERATOR, village)][: len(_VISITS)]
    at_home = people_at_home(LOCAL_OPERATOR, homes)
    for home, (who, days, found, needed, promised, due) in zip(homes, _VISITS, strict=True):
        seen = () if "没人" in found else tuple(each.id for each in at_home[home][:2])
        told: dict[str, Any] = {"found": found, "needed": needed, "seen": seen, "promised": promised}
        yield (
            who,
            days,
            RecordVisit(
                id=derived_id(origin, "visit", str(home)),
                visit_id=derived_id(origin, "visit-id", str(home)),
                group_id=group_id,
                household_id=home,
                promised_by=clock.today() + timedelta(days=due) if promised else None,
                **told,
            ),
        )


def _tasks(group_id: UUID, origin: UUID) -> Iterator[Wish]:
    ids = {name: derived_id(origin, "task", name) for name, *_ in _TASKS}
    for name, by, to, what, days, due, kind, for_whom in _TASKS:
        more: dict[str, Any] = {"what": what, "kind": kind, "for_whom": for_whom}
        yield (
            by,
            days,
            SetTask(
                id=derived_id(origin, "give", name),
                group_id=group_id,
                task_id=ids[name],
                owner_id=derived_id(origin, "account", to),
                due=clock.today() + timedelta(days=due),
                **more,
            ),
        )
    steps: tuple[tuple[str, str, int, type[Command], dict[str, str]], ...] = (
        ("water", "resident", 3, ReportTask, {"result": "水务局来人看过，四户能接，两户要等开春"}),
        ("seeds", "graduate", 8, ReportTask, {"result": "问了一家"}),
        ("seeds", "leader", 7, SendBackTask, {"missing": "再问两家，写明收购价"}),
        ("insurance", "attendee", 5, ReportTask, {"result": "四个社都通知到了"}),
        ("insurance", "leader", 2, ConfirmTask, {"words": "知道了，二月底以前交", "said_by": "三社的人"}),
    )
    for name, who, days, step, texts in steps:
        yield who, days, step(id=derived_id(origin, step.code, name), **{"task_id": ids[name], **texts})


def _findings(group_id: UUID, origin: UUID) -> Iterator[Wish]:
    ids = {name: derived_id(origin, "finding", name) for name, *_ in _FINDINGS}
    for name, by, days, kind, what in _FINDINGS:
        values = {"group_id": group_id, "finding_id": ids[name], "kind": kind, "what": what}
        yield by, days, RecordFinding(id=derived_id(origin, "find", name), **values)
    take_up = {"what": "去县人社局问年后的招工", "due": clock.today() + timedelta(days=9)}
    owner = derived_id(origin, "account", "first-secretary")
    given = TakeUpFinding(id=derived_id(origin, "take up"), finding_id=ids["work"], owner_id=owner, **take_up)
    settled = SettleFinding(id=derived_id(origin, "settle"), finding_id=ids["light"], result="装了六盏太阳能路灯")
    yield "leader", 4, given
    yield "leader", 1, settled
