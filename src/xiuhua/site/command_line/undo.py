"""``xiuhua undo``: take back one command, or a whole batch."""

import argparse
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.undo import Undo, latest_batch, undo_batch
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
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "id",
        nargs="?",
        type=UUID,
        metavar="ID",
        help="批次或操作；不写就是自己的最近一批 / a batch or a command; one's own latest batch if absent",
    )
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
    for sentence in list(dict.fromkeys(catalogue().word(problem).sentence() for problem in problems))[:SHOWN]:
        say_text(sentence)
    undone = sum(receipt.accepted for receipt in receipts)
    if not receipts:
        say("没有找到这一批", "no such batch")
    elif undone == len(receipts):
        say(f"已撤销 {undone} 条", f"{undone} undone")
    print_result({"undone": undone, "problems": [{"code": each.code, **each.values} for each in problems]})
    return 0 if receipts and undone == len(receipts) else 1


def _receipts(arguments: argparse.Namespace, actor: Actor, progress: ConsoleProgress) -> list[Receipt]:
    batch = arguments.batch or arguments.id
    if batch is None and arguments.command is None:
        batch = latest_batch(actor)
    receipts = _undo_batch(batch, arguments, actor, progress) if batch else []
    command = arguments.command or arguments.id
    if receipts or command is None:
        return receipts
    wish = Undo(id=clock.new_id(), target=command, reason=arguments.reason)
    return [execute(wish, actor=actor, received_at=clock.now())]


def _undo_batch(batch: UUID, arguments: argparse.Namespace, actor: Actor, progress: ConsoleProgress) -> list[Receipt]:
    return undo_batch(
        batch,
        session=clock.new_id(),
        actor=actor,
        received_at=clock.now(),
        reason=arguments.reason,
        progress=progress.step,
    )
