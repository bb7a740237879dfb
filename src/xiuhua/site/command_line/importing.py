"""``xiuhua import``: the same review of changes as on the pages, and the same door."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.garbage import collecting_later
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.exchange.contract import KINDS, RecordKind, Run
from xiuhua.platform.exchange.importing import Preview, Taken, accept, open_sheet, preview
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.journal import catalogue as commands
from xiuhua.platform.vault.keyring import keyring
from xiuhua.site import clock
from xiuhua.site.command_line.acting import operator
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.findings import tell_errors, tell_turned_down, tell_warnings
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue

Answer = tuple[int, dict[str, Any]]
"""The exit code for one sheet, and what is said about it."""


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(
        subparsers, "import", zh="导入表格（先看改动，再接收）", en="import sheets (review first, then accept)"
    )
    parser.add_argument("sheets", nargs="+", type=Path, metavar="SHEET", help="xlsx 或 csv / xlsx or csv")
    parser.add_argument(
        "--kind", choices=sorted(KINDS), help="表的种类，默认自动识别 / kind of sheet, recognised if absent"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--preview", action="store_true", help="只看改动（默认） / only review (default)")
    what.add_argument(
        "--accept",
        choices=("good", "all"),
        help="good：接收没有错的户；all：有错都不收 / good: households without errors; all: everything or nothing",
    )
    parser.add_argument("--json", action="store_true", help="结果为 JSON / the result as JSON")
    parser.add_argument("--as", dest="login", metavar="LOGIN", help="以某人的岗位操作 / act as a person with posts")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Return 0 where every sheet was readable (and, when accepting, taken in as wished), else 1."""
    ensure_ready()
    actor = _actor(arguments.login)
    if actor is None:
        say(f"没有账号 {arguments.login}", f"no account {arguments.login}")
        return 1
    with collecting_later():
        answers = dict(_answers(arguments, actor))
    results = [answers[number][1] for number in range(len(answers))]
    if arguments.json:
        print_result(results[0] if len(results) == 1 else results)
    return max(code for code, _ in answers.values())


def _answers(arguments: argparse.Namespace, actor: Actor) -> Iterator[tuple[int, Answer]]:
    """Yield what became of each sheet with its number; sheets of places before those of who lives there."""
    opened: dict[int, tuple[RecordKind, Recognised]] = {}
    for number, path in enumerate(arguments.sheets):
        try:
            opened[number] = open_sheet(path.read_bytes(), name=path.name, kind=arguments.kind)
        except OSError as error:
            say(f"打不开 {path}：{error.strerror}", f"cannot open {path}: {error.strerror}")
            reason = {"zh": f"打不开：{error.strerror}", "en": f"cannot be opened: {error.strerror}"}
            yield number, (1, {"file": path.name, "refused": {"code": "file_unreadable", "reason": reason}})
        except SheetRefused as refusal:
            yield number, _refused(path, refusal)
    order = list(KINDS)
    for number in sorted(opened, key=lambda each: order.index(opened[each][0].sheet.code)):
        kind, found = opened.pop(number)
        try:
            yield number, _one(kind, found, arguments, actor)
        except SheetRefused as refusal:
            yield number, _refused(arguments.sheets[number], refusal)


def _actor(login: str | None) -> Actor | None:
    return operator() if login is None else actor_for_login(login, on=clock.today())


def _refused(path: Path, refusal: SheetRefused) -> Answer:
    wording = catalogue().word(refusal.problem)
    sentence = wording.sentence()
    say_text(sentence)
    reason = {"number": wording.number, "code": wording.code, "reason": {"zh": sentence.zh, "en": sentence.en}}
    return 1, {"file": path.name, "refused": reason}


def _one(kind: RecordKind, found: Recognised, arguments: argparse.Namespace, actor: Actor) -> Answer:
    now = clock.now()
    session = Run(clock.new_id(), actor, now, clock.today(), commands.policy(), keyring())
    if arguments.accept:
        return _accept(kind, found, session, whole=arguments.accept == "all", quiet=arguments.json)
    return 0, _preview(kind, found, session, quiet=arguments.json)


def _preview(kind: RecordKind, found: Recognised, run: Run, *, quiet: bool) -> dict[str, Any]:
    progress = ConsoleProgress("比对", "comparing")
    result = preview(kind, found, run, progress=progress.step)
    progress.end()
    document = result.document(catalogue())
    if not quiet:
        _tell(result, document)
    return document


def _tell(result: Preview, document: dict[str, Any]) -> None:
    say(
        f"{result.rows} 行：新增 {result.new}，相同 {result.same}，改动 {len(document['changed'])} 格，"
        f"错 {len(document['errors'])} 格，要确认 {len(document['warnings'])} 格；没有写入",
        f"{result.rows} rows: {result.new} new, {result.same} same, {len(document['changed'])} cells changed, "
        f"{len(document['errors'])} wrong, {len(document['warnings'])} to confirm; nothing was written",
    )
    if result.left_out:
        say(
            f"导出的表里有 {result.left_out} 行不在这份表里，没有提到的不会动",
            f"{result.left_out} rows of the export are not in this sheet; what is not named stays as it is",
        )
    tell_errors(result.findings("error"))
    tell_warnings(result.findings("warning"))


def _accept(kind: RecordKind, found: Recognised, run: Run, *, whole: bool, quiet: bool) -> Answer:
    progress = ConsoleProgress("接收", "taking in")
    taken = accept(kind, found, run, whole=whole, progress=progress.step)
    progress.end()
    if not quiet:
        _tell_taken(taken, run)
        _tell_held(kind, found, run, taken)
    result = {
        "kind": kind.sheet.code,
        "batch": str(run.session),
        "accepted": taken.accepted,
        "unchanged": taken.unchanged,
        "held": taken.held,
        "refused": [problem.code for receipt in taken.refused for problem in receipt.problems],
    }
    return (1 if whole and not taken.whole else 0), result


def _tell_held(kind: RecordKind, found: Recognised, run: Run, taken: Taken) -> None:
    """Say why records were held, in the words of a review: of the rows alone that were."""
    if not taken.held_rows:
        return
    left = preview(kind, found, replace(run, rows=frozenset(taken.held_rows)))
    tell_errors(left.findings("error"))
    said = set(left.wrong_rows())
    tell_turned_down((each for each in taken.turned_down if each.row not in said), found)


def _tell_taken(taken: Taken, run: Run) -> None:
    if not taken.accepted and not taken.unchanged and not taken.whole:
        say("有错，什么都没有写入", "something is wrong; nothing was written")
        return
    say(
        f"接收 {taken.accepted} 条，未变 {taken.unchanged} 条，留下 {taken.held} 条；批次 {run.session}",
        f"{taken.accepted} taken in, {taken.unchanged} unchanged, {taken.held} held; batch {run.session}",
    )
