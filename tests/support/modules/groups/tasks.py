"""Tasks of groups: those of a zone, and one of a viewer's own."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from support.canaries import A, B, C
from support.cast import TODAY, Cast, Viewer, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, new
from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.establishing import RelateGroup
from xiuhua.groups.commands.task_steps import ReportTask
from xiuhua.groups.commands.tasks import SetTask
from xiuhua.groups.queries.tasks import TASKS
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.commands import AddOrganisation

_DAY: Final = "2018-06-27"
WORDS: Final = {
    A: {"task": "编柳筐换水桶"},
    B: {"task": "夔牛驮罍补罅"},
    C: {"task": "螭首衔觥修閈"},
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Entrust the zone's group to a township, and give it two tasks: one for a household, one that was reported."""
    entrusted, zone["task"], zone["reported"] = fresh(), fresh(), fresh()
    place = {"place_code": f"{zone.place_code[:9]}000"}
    do(
        [
            AddOrganisation(
                id=fresh(),
                organisation_id=entrusted,
                name=zone.names["village"] + "受委托",
                kind="party_organisation",
                **place,
            )
        ]
    )
    relation = {"kind": "entrusted", "organisation_id": entrusted, "valid_from": TODAY}
    do([RelateGroup(id=fresh(), group_id=zone["group"], **relation)])
    do([_task(zone, zone["task"], zone["member_account"]), _task(zone, zone["reported"], zone["member_account"])])
    do([ReportTask(id=fresh(), task_id=zone["reported"], result=_word(zone))])


def belongings(cast: Cast, viewer: Viewer) -> dict[str, UUID]:
    """Let whoever may do tasks have one, given by themselves where they may."""
    if viewer.role is None or viewer.role not in COMMANDS["groups.take_task"].roles:
        return {}
    task, zone = fresh(), cast.inside(viewer)
    gives = viewer.role in COMMANDS["groups.set_task"].roles
    do([_task(zone, task, viewer.account)], viewer.actor if gives else None)
    return {"task": task}


def enlarge(cast: Cast) -> None:
    """Let every group have more tasks of every kind."""
    for zone in cast.zones.values():
        owner = zone["member_account"]
        more = [fresh() for _ in range(7)]
        do([_task(zone, task, owner) for task in more])
        do([ReportTask(id=fresh(), task_id=task, result="办好") for task in more[:3]])


def _task(zone: Zone, task: UUID, owner: UUID) -> SetTask:
    values = {"due": TODAY + timedelta(days=3), "for_whom": "household", "household_id": zone.household}
    what = {"what": _word(zone), "done_means": _word(zone), "owner_id": owner}
    return SetTask(id=fresh(), group_id=zone["group"], task_id=task, **what, **values)


def _word(zone: Zone) -> str:
    return WORDS[zone.place_code[:6]]["task"]


def _at_task(s: Standing) -> UUID:
    found: UUID = s.mine("task", s.zone["task"])
    return found


def _of(name: str, **more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        return {"task_id": str(_at_task(s) if name == "task" else s.zone[name]), **more}

    return payload


PARTS = {"task_id": _at_task}
NAMES = {"sources": lambda s: [s.zone["group"]]}

PAGES = (
    Page(
        "group-tasks",
        (asked(16), asked(12, show="over", after="2018-01-19/0161")),
        photos=(Photo("group-tasks", "leader", "groups/{group}/tasks", main=True),),
    ),
    Page(
        "task-give",
        (asked(12, household=lambda s: s.zone.household),),
        form={
            "what": "打电话问一声",
            "owner_id": lambda s: s.zone["member_account"],
            "due": _DAY,
            "for_whom": "village",
            "kind": "poverty",
        },
        photos=(Photo("task-give", "leader", "groups/{group}/tasks/give", main=True),),
    ),
    Page(
        "task",
        (asked(11),),
        photos=(Photo("task", "leader", "tasks/{task}", main=True), Photo("task-own", "member", "tasks/{task}")),
    ),
    Page(
        "task-change",
        (asked(18),),
        form={"what": "先问清楚", "was-what": "", "due": _DAY},
        photos=(Photo("task-change", "leader", "tasks/{task}/change"),),
    ),
    Page("task-take", (asked(11),), photos=(Photo("task-take", "leader", "tasks/{task}/take"),)),
    Page(
        "task-report",
        (asked(11),),
        form={"result": "办好了"},
        photos=(Photo("task-report", "leader", "tasks/{task}/report"),),
    ),
    Page(
        "task-confirm",
        (asked(11),),
        form={"words": "好用", "said_by": "本人"},
        photos=(Photo("task-confirm", "leader", "tasks/{task_reported}/confirm"),),
    ),
    Page(
        "task-send-back",
        (asked(11),),
        form={"missing": "还差一段"},
        photos=(Photo("task-send-back", "leader", "tasks/{task_reported}/send-back"),),
    ),
    Page(
        "task-decline",
        (asked(11),),
        form={"reason": "不在村里"},
        photos=(Photo("task-decline", "leader", "tasks/{task}/decline"),),
    ),
    Page(
        "task-withdraw",
        (asked(11),),
        form={"reason": "不用办了"},
        photos=(Photo("task-withdraw", "leader", "tasks/{task}/withdraw"),),
    ),
)

SAMPLES = {
    "groups.set_task": Sample(
        lambda s: {
            "group_id": str(s.zone["group"]),
            "task_id": new("task"),
            "what": "打电话问一声",
            "owner_id": str(s.zone["member_account"]),
            "due": _DAY,
        },
        {"from_id": lambda s: str(s.zone["group"])},
    ),
    "groups.change_task": Sample(_of("task", due=_DAY), {"owner_id": lambda s: str(s.zone["member_account"])}),
    "groups.withdraw_task": Sample(_of("task", reason="不用办了")),
    "groups.confirm_task": Sample(_of("reported", words="好用", said_by="本人")),
    "groups.send_back_task": Sample(_of("reported", missing="还差一段")),
    "groups.take_task": Sample(_of("task")),
    "groups.report_task": Sample(_of("task", result="办好了")),
    "groups.decline_task": Sample(_of("task", reason="不在村里")),
}

READS = (Read("/groups/{group_id}/tasks", TASKS), Read("/tasks/{task_id}", TASKS))
FIXED = {"show": "over"}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a task of the demo's group that is to be done, and one that waits for confirmation."""
    (task,) = row("id FROM groups_task", "state = 'open' ORDER BY due")
    (reported,) = row("id FROM groups_task", "state = 'reported' ORDER BY due")
    return {"task": task, "task_reported": reported}
