"""``xiuhua compare``: a department's list beside the register of a place. Nothing that is registered changes."""

import argparse
from pathlib import Path
from typing import Any

from xiuhua.kernel.garbage import collecting_later
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.comparing import ListRefused, open_list
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.exporting import Wanted
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.journal import catalogue as commands
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.comparing import Compared
from xiuhua.registry.department_lists import DepartmentLists
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.comparison_states import SIDES, Side
from xiuhua.registry.sheets.comparisons_export import COMPARISON, kind_code
from xiuhua.site import clock
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.export import add_sheet, export_to, may_write
from xiuhua.site.command_line.findings import tell_errors
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(
        subparsers,
        "compare",
        zh="比对部门名单（登记的内容一个字都不改）",
        en="compare a department's list with the register (which stays as it is)",
    )
    parser.add_argument("list", type=Path, metavar="LIST", help="xlsx 或 csv / xlsx or csv")
    parser.add_argument(
        "--place", required=True, metavar="CODE", help="名单说的是哪里 / the place of the list, 12 digits"
    )
    parser.add_argument("--on", required=True, metavar="DATE", help="名单的日期 / the day of the list, 2017-12-31")
    parser.add_argument(
        "--kind", choices=sorted(KINDS), help="哪种名单，默认自动认出 / which list, recognised if absent"
    )
    parser.add_argument("--json", action="store_true", help="结果为 JSON / the result as JSON")
    add_sheet(parser)
    add_as(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Return 0 where the list was compared and recorded, and its result written where that is wanted, else 1."""
    ensure_ready()
    actor = actor_of(arguments)
    if actor is None:
        return 1
    if not may_write(arguments):
        return 1
    reading = Run(clock.new_id(), actor, clock.now(), clock.today(), commands.policy(), keyring())
    progress = ConsoleProgress("比对", "comparing")
    try:
        data = arguments.list.read_bytes()
        with collecting_later():
            compared = _compare(data, arguments, reading, progress)
    except OSError as error:
        say(f"打不开 {arguments.list}：{error.strerror}", f"cannot open {arguments.list}: {error.strerror}")
        return 1
    except (SheetRefused, ListRefused) as refused:
        return _refused(refused.problem, arguments)
    _tell(compared, reading, arguments)
    if arguments.xlsx is None:
        return 0
    filters = {COMPARISON: str(reading.session)}
    wanted = Wanted(clock.new_id(), kind_code(compared.kind), arguments.place, filters, arguments.purpose)
    return export_to(actor, wanted, arguments.xlsx)


def _compare(data: bytes, arguments: argparse.Namespace, reading: Run, progress: ConsoleProgress) -> Compared:
    lists, asked, digest = DepartmentLists(), {"place": arguments.place, "on": arguments.on}, keyring().digest(data)
    found = open_list(data, name=arguments.list.name, kind=arguments.kind)
    compared = lists.compare(found, reading, asked, digest, progress.step)
    progress.end()
    lists.record(compared, reading.session, reading, asked, digest)
    return compared


def _refused(problem: Problem, arguments: argparse.Namespace) -> int:
    wording = catalogue().word(problem)
    sentence = wording.sentence()
    say_text(sentence)
    if arguments.json:
        reason = {"zh": sentence.zh, "en": sentence.en}
        print_result({"refused": {"number": wording.number, "code": wording.code, "reason": reason}})
    return 1


def _tell(compared: Compared, reading: Run, arguments: argparse.Namespace) -> None:
    counts = compared.counts()
    said = [(text, counts[side.value]) for side, text in SIDES.items()]
    kind, rows, outside = compared.kind.name, counts["rows"], counts["outside"]
    say(
        f"{kind.zh}，{rows} 行：" + "，".join(f"{text.zh} {n}" for text, n in said) + f"，别处的 {outside} 行只计数",
        f"{kind.en}, {rows} rows: " + ", ".join(f"{n} {text.en}" for text, n in said) + f"; {outside} of elsewhere",
    )
    if counts[Side.NOT_COMPARED.value]:
        say(
            "没有同意的户没有比对：在比对的页面上看是哪些户，记下同意以后再比对一次",
            "households without consent were not compared: the page of the comparison names them; record their consent "
            "and compare once more",
        )
    tell_errors(compared.findings)
    if arguments.json:
        print_result({"comparison": str(reading.session), "kind": compared.kind.code, **_document(compared)})


def _document(compared: Compared) -> dict[str, Any]:
    """Return counts and bad cells as a program reads them; who stands on which side is read with the API."""
    wording = catalogue()
    errors = []
    for each in compared.findings:
        reason = wording.word(each.problem).sentence()
        told = {"row": each.row, "column": each.column, "code": each.problem.code, "value": each.value}
        errors.append({**told, "reason": {"zh": reason.zh, "en": reason.en}})
    return {"counts": compared.counts(), "errors": errors}
