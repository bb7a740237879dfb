"""The data rows of a recognised sheet, each cell parsed by its column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.reading.cells import Bad, Doubtful
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised


class CellProblem(NamedTuple):
    """A problem of one cell: where in ``Recognised.used`` its column stands, and what is asked or wrong."""

    position: int
    problem: Problem


@dataclass(slots=True)
class ParsedRow:
    """One row: its number, the cells as read, the values in the order of ``Recognised.used``, and its problems.

    A cell in ``errors`` has the value ``None``; one in ``warnings`` has its value.
    """

    number: int
    cells: Sequence[Any]
    values: list[Any]
    errors: Sequence[CellProblem] = ()
    warnings: Sequence[CellProblem] = ()


def parsed_rows(recognised: Recognised, rows: Iterable[tuple[int, Sequence[Any]]] | None = None) -> Iterator[ParsedRow]:
    """Yield the data rows, or the given ones (such as data rows with mended cells), with each cell parsed."""
    used = recognised.used
    parsers = [each.column.parse for each in used if each.column]
    pick = _picker(used)
    for number, cells in recognised.data_rows() if rows is None else rows:
        values = [parse(cell) for parse, cell in zip(parsers, pick(cells), strict=True)]
        kinds = set(map(type, values))
        row = ParsedRow(number, cells, values)
        if Bad in kinds or Doubtful in kinds:
            _set_problems(row)
        yield row


def _picker(used: Sequence[FoundColumn]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    indexes = [each.index for each in used]
    if len(indexes) == 1:
        return lambda cells: (cells[indexes[0]],)
    return itemgetter(*indexes)


def _set_problems(row: ParsedRow) -> None:
    errors, warnings = [], []
    for position, value in enumerate(row.values):
        if type(value) is Bad:
            errors.append(CellProblem(position, value.problem))
            row.values[position] = None
        elif type(value) is Doubtful:
            warnings.append(CellProblem(position, value.problem))
            row.values[position] = value.value
    row.errors, row.warnings = errors, warnings
