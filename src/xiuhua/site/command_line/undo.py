"""``xiuhua undo``: take back one command, or a whole batch."""

import argparse
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.undo import Undo, undo_batch
from xiuhua.site import clock
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue

SHOWN = 20
"""Refusals that are said in words; all of them are in the result."""


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "undo", zh="撤销一次操作或一批导入", en="take back one command or one batch")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--batch", type=UUID, metavar="ID", help="整批撤销 / undo a whole batch")
    what.add_argument("--command", type=UUID, metavar="ID", help="撤销一条 / undo one command")
    parser.add_argument("--reason", default="", help="原因，记入日志 / the reason, kept in the journal")
    add_as(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Undo wholly or not at all; return 1 where it was refused or nothing was found."""
    ensure_ready()
    actor = actor_of(arguments)
    if actor is None:
        return 1
    progress = ConsoleProgress("撤销", "undoing")
    receipts = _receipts(arguments, actor, progress)
    progress.end()
    problems = [problem for receipt in receipts for problem in receipt.problems]
    for problem in problems[:SHOWN]:
        say_text(catalogue().word(problem).sentence())
    undone = sum(receipt.accepted for receipt in receipts)
    if not receipts:
        say("没有找到这一批", "no such batch")
    elif undone == len(receipts):
        say(f"已撤销 {undone} 条", f"{undone} undone")
    print_result({"undone": undone, "problems": [{"code": each.code, **each.values} for each in problems]})
    return 0 if receipts and undone == len(receipts) else 1


def _receipts(arguments: argparse.Namespace, actor: Actor, progress: ConsoleProgress) -> list[Receipt]:
    if arguments.command:
        wish = Undo(id=clock.new_id(), target=arguments.command, reason=arguments.reason)
        return [execute(wish, actor=actor, received_at=clock.now())]
    return undo_batch(
        arguments.batch,
        session=clock.new_id(),
        actor=actor,
        received_at=clock.now(),
        reason=arguments.reason,
        progress=progress.step,
    )
