"""Tasks on the stage: given, taken, reported, through commands only."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from support.stage import TODAY, account, done, fresh
from xiuhua.groups.commands.task_steps import ReportTask, TakeTask
from xiuhua.groups.commands.tasks import SetTask


def giving(group_id: UUID, owner: str = "member", **more: Any) -> SetTask:
    """Return the command that gives a task of a group to somebody of the stage."""
    values = {
        "id": fresh(),
        "group_id": group_id,
        "task_id": fresh(),
        "what": "把自来水接到曹家院里",
        "owner_id": account(owner),
        "due": TODAY + timedelta(days=7),
        **more,
    }
    return SetTask(**values)


def given(group_id: UUID, owner: str = "member", *, by: str = "leader", **more: Any) -> UUID:
    """Give a task and return its id."""
    return UUID(done(giving(group_id, owner, **more), by).result["task"])


def reported(group_id: UUID, owner: str = "member", *, by: str = "leader", **more: Any) -> UUID:
    """Give a task, let its owner take it and report it done; return its id."""
    task = given(group_id, owner, by=by, **more)
    done(TakeTask(id=fresh(), task_id=task), owner)
    done(ReportTask(id=fresh(), task_id=task, result="水管接到院里，水压够"), owner)
    return task
