"""``xiuhua corrections``: the list of corrections of a place as a file, for the system that masters the records."""

import argparse
from pathlib import Path

from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.corrections import ListCorrections
from xiuhua.registry.sheets.corrections import correction_sheet
from xiuhua.site import clock
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(
        subparsers, "corrections", zh="做疑点核实反馈表（报给系统的更正）", en="make the list of corrections of a place"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="写到哪个 xlsx / the xlsx to write")
    parser.add_argument("--place", required=True, metavar="CODE", help="12 位区划代码 / a place's 12-digit code")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="报给谁，记入日志 / who gets it")
    parser.add_argument("--purpose", default="report", metavar="CODE", help="用途 / what for (report)")
    parser.add_argument("--number", default="", help="再做以前的哪一张 / the number of an earlier list, made again")
    add_as(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Return 0 where the list was written, 1 where it was refused. A file that exists is not overwritten."""
    ensure_ready()
    actor = actor_of(arguments)
    if actor is None:
        return 1
    if arguments.file.exists():
        say(f"{arguments.file} 已经有了，没有覆盖", f"{arguments.file} exists and was not overwritten")
        return 1
    known = {
        "place_code": arguments.place,
        "purpose": arguments.purpose,
        "reason": arguments.reason,
        "list_number": arguments.number,
    }
    try:
        wish = ListCorrections(id=clock.new_id(), **known)
    except ValueError:
        say("请写 12 位区划代码和报给谁", "give a place's 12-digit code and who gets the list")
        return 2
    receipt = execute(wish, actor=actor, received_at=clock.now())
    for problem in receipt.problems:
        say_text(catalogue().word(problem).sentence())
    if not receipt.accepted:
        return 1
    number, lines = str(receipt.result["number"]), receipt.result["lines"]
    _, data = correction_sheet(actor, arguments.place, number)
    with arguments.file.open("xb") as target:
        target.write(data)
    arguments.file.chmod(0o600)
    say(
        f"{lines} 条更正写在 {arguments.file}，表号 {number}", f"{lines} corrections in {arguments.file}, list {number}"
    )
    print_result({"number": number, "lines": lines, "file": arguments.file.name})
    return 0
