"""What one of several processes does: carries out one wish as somebody, from a moment on that all share."""

import time
from typing import Any

from support.stage import NOW, actor
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute


def carry_out(login: str, code: str, payload: dict[str, Any], start: float) -> dict[str, Any]:
    """Return what became of a wish."""
    command = catalogue.command_type(code).command(**payload)
    who = actor(login)
    time.sleep(max(0.0, start - time.time()))
    receipt = execute(command, actor=who, received_at=NOW)
    return {
        "accepted": receipt.accepted,
        "written": receipt.accepted and not receipt.unchanged and not receipt.repeated,
        "codes": [problem.code for problem in receipt.problems],
        "values": [dict(problem.values) for problem in receipt.problems],
        "result": dict(receipt.result),
    }
