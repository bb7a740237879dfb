"""How much a file may ask of the machine, and how a file is refused as a whole."""

from dataclasses import dataclass
from typing import Any

from xiuhua.kernel.refusals import Problem

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one uploaded file.

    ``parts``, ``unpacked_bytes`` and ``ratio`` (unpacked to packed size) concern the archive that an xlsx file is;
    the ratio counts only above ``ratio_from_bytes``, because small regular files pack very well. ``cells`` bounds the
    rectangle up to the last row and the last column with a value: the reader holds all of it (about 32 bytes a cell),
    however few cells are filled. ``text_bytes`` bounds what the cells of a sheet take from the texts that they share:
    the reader holds each as often as cells show it.
    """

    file_bytes: int = 64 * MEBIBYTE
    parts: int = 2_000
    unpacked_bytes: int = 600 * MEBIBYTE
    ratio: int = 150
    ratio_from_bytes: int = 32 * MEBIBYTE
    rows: int = 200_000
    columns: int = 300
    cells: int = 12_000_000
    text_bytes: int = 512 * MEBIBYTE


class SheetRefused(Exception):
    """The whole file cannot be taken in; ``problem`` says why.

    ``found`` is the partly recognised sheet where only the columns are in question, so that a person can be shown
    the headers and assign them.
    """

    def __init__(self, problem: Problem, found: Any = None) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.found = found


def refused(code: str, **values: object) -> SheetRefused:
    """Return the refusal with this code and these facts."""
    return SheetRefused(Problem(code, values=values))


def check_size(*, name: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose last row, last column or rectangle is beyond the limits."""
    if rows > limits.rows:
        raise refused("too_many_rows", name=name, rows=rows, limit=limits.rows)
    if columns > limits.columns:
        raise refused("too_many_columns", name=name, columns=columns, limit=limits.columns)
    if rows * columns > limits.cells:
        raise refused("too_many_cells", name=name, rows=rows, columns=columns, limit=limits.cells)
