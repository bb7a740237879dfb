"""What is wrong or unusual in a sheet, said at a terminal: errors one by one, warnings by kind."""

from collections.abc import Iterable

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import Finding
from xiuhua.platform.exchange.importing import TurnedDown
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.site.command_line.console import say
from xiuhua.site.wordings import catalogue

ROWS_NAMED = 5
"""Rows that are named of one kind of warning; all of them are in the JSON."""


def tell_errors(errors: Iterable[Finding]) -> None:
    """Say every error: where, why, and what to do."""
    for each in errors:
        _tell(each.row, each.column, each.problem)


def tell_warnings(warnings: Iterable[Finding]) -> None:
    """Say each kind of warning once: how many cells, the first rows, and the words for the first of them."""
    kinds: dict[str, list[Finding]] = {}
    for each in warnings:
        kinds.setdefault(each.problem.code, []).append(each)
    for alike in kinds.values():
        _tell(alike[0].row, alike[0].column, alike[0].problem, *_counted(alike))
    if any(len(alike) > 1 for alike in kinds.values()):
        say("要看每一处，请加 --preview --json", "for every single one of them add --preview --json")


def tell_turned_down(turned_down: Iterable[TurnedDown], found: Recognised) -> None:
    """Say which good rows the register refused, and why."""
    headers = {each.column.field: each.header for each in found.used if each.column}
    for each in turned_down:
        for problem in each.problems:
            if problem.code != "batch_not_taken":
                _tell(each.row, headers.get(problem.field or "", ""), problem)


def _counted(alike: list[Finding]) -> tuple[str, str]:
    """Return how many these are and where, to be said before the first of them."""
    if len(alike) == 1:
        return "要确认：", "to confirm: "
    rows = list(dict.fromkeys(each.row for each in alike))
    named, more = [str(row) for row in rows[:ROWS_NAMED]], len(rows) > ROWS_NAMED
    return (
        f"要确认 {len(alike)} 格（第 {'、'.join(named)} {'等行' if more else '行'}），例如",
        f"{len(alike)} to confirm (rows {', '.join(named)}{' and more' if more else ''}), such as ",
    )


def _tell(row: int, column: str, problem: Problem, zh: str = "", en: str = "") -> None:
    reason, header = catalogue().word(problem).sentence(), " ".join(column.split())
    say(
        f"{zh}第 {row} 行{f' {header}' if header else ''}：{reason.zh}",
        f"{en}row {row}{f', {header}' if header else ''}: {reason.en}",
    )
