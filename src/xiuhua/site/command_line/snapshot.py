"""``xiuhua snapshot``: keep the figures of a county or prefecture for a year."""

import argparse
from uuid import UUID

from pydantic import ValidationError

from xiuhua.platform.exchange.exporting import Wanted
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.rules.days import read_day
from xiuhua.registry.sheets.snapshots_export import SNAPSHOT
from xiuhua.site import clock
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.export import add_sheet, export_to, may_write
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "snapshot", zh="留存一个县或市一年的数", en="keep the figures of a county for a year")
    parser.add_argument("--place", required=True, metavar="CODE", help="县或市的代码 / of a county or prefecture")
    parser.add_argument("--year", required=True, type=int, help="哪一年 / of which year")
    parser.add_argument(
        "--on", metavar="DATE", help="按哪一天，不写就是年底 / as of which day; the year's last if absent"
    )
    parser.add_argument("--replaces", type=UUID, metavar="ID", help="取代哪一份 / which one it replaces")
    parser.add_argument("--reason", default="", help="为什么重新留存 / why it is taken again")
    add_sheet(parser)
    add_as(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take the snapshot, print its id and digest and write its sheet; return 1 where any of it was refused."""
    ensure_ready()
    actor = actor_of(arguments)
    if actor is None:
        return 1
    if not may_write(arguments):
        return 1
    day = read_day(arguments.on) if arguments.on else None
    values = {"place_code": arguments.place, "year": arguments.year, "as_of": day, "replaces": arguments.replaces}
    try:
        command = TakeSnapshot(id=clock.new_id(), reason=arguments.reason, **values)
    except ValidationError:
        command = None
    if command is None or (arguments.on and day is None):
        say("代码、年份或日期写错了", "the code, the year or the day is wrong")
        return 1
    receipt = execute(command, actor=actor, received_at=clock.now())
    for problem in receipt.problems:
        say_text(catalogue().word(problem).sentence())
    if not receipt.accepted:
        return 1
    print_result(receipt.result)
    if arguments.xlsx is None:
        return 0
    filters = {SNAPSHOT: receipt.result["snapshot"]}
    wanted = Wanted(clock.new_id(), SNAPSHOT, arguments.place, filters, arguments.purpose)
    return export_to(actor, wanted, arguments.xlsx)
