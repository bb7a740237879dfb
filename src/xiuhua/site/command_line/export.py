"""``xiuhua export``: a sheet of a place, as on the pages, written to a file of one's own."""

import argparse
import os
import shutil
from pathlib import Path

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import KINDS, ONE_WAY, export_kind
from xiuhua.platform.exchange.exporting import Absent, ExportRefused, Wanted, remember, written
from xiuhua.site import clock
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(
        subparsers, "export", zh="导出表格，改好可以再导入", en="export a sheet, to be edited and brought back"
    )
    kinds = sorted((*ONE_WAY, *(kind for kind in KINDS if export_kind(kind) is not None)))
    parser.add_argument("kind", choices=kinds, help="表的种类 / kind of sheet")
    parser.add_argument("file", type=Path, metavar="FILE", help="写到哪里，.xlsx / where to write it, .xlsx")
    parser.add_argument("--place", required=True, metavar="CODE", help="哪里的，12 位代码 / of which place, 12 digits")
    parser.add_argument("--purpose", required=True, metavar="CODE", help="用途的代码 / code of the purpose")
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="和页面上一样的筛选 / filters as on the page",
    )
    add_as(parser)
    parser.set_defaults(run=run)


def add_sheet(parser: argparse.ArgumentParser) -> None:
    """Let a verb write what it made as a sheet, too."""
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="结果也写成表格，.xlsx / the result as a sheet, too")
    parser.add_argument("--purpose", default="", metavar="CODE", help="表格的用途 / what the sheet is for, with --xlsx")


def may_write(arguments: argparse.Namespace) -> bool:
    """Say whether the sheet of :func:`add_sheet` can be written, before the verb does anything; else say why not."""
    if arguments.xlsx is None:
        return True
    if not arguments.purpose:
        return not _refused(Problem("export_purpose_unknown", "purpose"))
    if arguments.xlsx.exists():
        return not _refused(Problem("export_file_exists", values={"name": arguments.xlsx.name}))
    return True


def run(arguments: argparse.Namespace) -> int:
    """Return 0 where the file was written, 1 where it was refused; a file that exists is never replaced."""
    ensure_ready()
    actor = actor_of(arguments)
    if actor is None:
        return 1
    filters = dict(each.partition("=")[::2] for each in arguments.filter)
    wanted = Wanted(clock.new_id(), arguments.kind, arguments.place, filters, arguments.purpose)
    return export_to(actor, wanted, arguments.file)


def export_to(actor: Actor, wanted: Wanted, target: Path) -> int:
    """Write an export to a file of one's own. Return 0, or 1 where it was refused and said why."""
    try:
        return _export(actor, wanted, target)
    except Absent:
        return _refused(Problem("not_found"))
    except ExportRefused as refused:
        return _refused(refused.problem)


def _export(actor: Actor, wanted: Wanted, target: Path) -> int:
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _refused(Problem("export_file_exists", values={"name": target.name}))
    progress, complete = ConsoleProgress("导出", "exporting"), False
    try:
        with os.fdopen(handle, "wb") as out:
            now = clock.now()
            with written(actor, wanted, received_at=now, progress=lambda done, _: progress.step(done)) as file:
                progress.end()
                remember(actor, wanted, file, received_at=now)
                with file.path.open("rb") as source:
                    shutil.copyfileobj(source, out)
        complete = True
    finally:
        if not complete:
            target.unlink(missing_ok=True)
    rows = file.written.rows
    say(f"导出 {rows} 行，写到 {target}", f"{rows} rows exported to {target}")
    print_result({"export": str(wanted.id), "kind": wanted.kind, "rows": rows, "digest": file.written.digest})
    return 0


def _refused(problem: Problem) -> int:
    say_text(catalogue().word(problem).sentence())
    return 1
