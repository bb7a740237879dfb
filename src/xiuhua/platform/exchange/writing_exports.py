"""An export as a workbook: rows as they come, in bounded memory, and a last row that says what the sheet is.

All text is text: no cell is a formula or a link, and codes keep their digits when somebody changes the cell.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
from xlsxwriter import Workbook

from xiuhua.platform.exchange.contained import Contained
from xiuhua.platform.exchange.contract import ExportRow, Heading
from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.stamps import UNTOUCHABLE, VERSION_HEADER, key_cells, row_mark
from xiuhua.platform.exchange.writing import GREY, LONGEST_TEXT, MADE, sheet_title
from xiuhua.platform.vault.keyring import Keyring

NUMBERING = "序号"
WIDE, NARROW = 16, 8
EXACT = 10**15


class Written(NamedTuple):
    """How many rows an export has, their keyed digest, and which households it holds."""

    rows: int
    digest: str
    contained: Contained


def write_export(
    target: Path,
    rows: Iterable[ExportRow],
    *,
    kind: str,
    headings: Sequence[Heading],
    keys: Sequence[str],
    ring: Keyring,
    title: str,
    ending: Callable[[Written], tuple[str, str]],
    progress: Callable[[int], None] | None = None,
) -> Written:
    """Write an export to a file. ``ending`` returns, once all rows are counted, the last row's words and its stamp.

    Without ``keys`` no row bears ids or a version: such a sheet does not come back.
    The writer keeps its own files, in the clear while it works, beside the target.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(target.parent),
    }
    with Workbook(str(target), options) as book:
        book.set_properties({"created": MADE})
        page = book.add_worksheet(sheet_title(title))
        plain = book.add_format({"num_format": "@"})
        header = book.add_format({"bold": True, "bg_color": GREY, "text_wrap": True})
        ours = book.add_format({"num_format": "@", "font_color": "#7F7F7F", "bg_color": GREY})
        first_key = 1 + len(headings)
        page.set_column(0, 0, NARROW)
        page.set_column(1, first_key - 1, WIDE)
        ours_headers = [*(f"{each}{UNTOUCHABLE}" for each in keys), VERSION_HEADER] if keys else [""]
        page.set_column(first_key, first_key + len(ours_headers) - 1, NARROW)
        page.freeze_panes(1, 0)
        for index, name in enumerate((NUMBERING, *(each.header for each in headings), *ours_headers)):
            page.write_string(0, index, name, header)
        digest, order = hashlib.blake2b(digest_size=32), sorted(range(len(headings)), key=lambda at: headings[at].name)
        write_string, write_number = page.write_string, page.write_number
        number, contained = 0, Contained()
        for number, row in enumerate(rows, 1):
            write_number(number, 0, number)
            for index, cell in enumerate(row.cells, 1):
                if type(cell) is str:
                    if cell:
                        write_string(number, index, cell if len(cell) <= LONGEST_TEXT else cell[:LONGEST_TEXT], plain)
                elif cell is not None:
                    if isinstance(cell, int | float) and -EXACT < cell < EXACT:
                        write_number(number, index, cell)
                    else:
                        write_string(number, index, text(cell), plain)
            ours_cells = _ours(ring, kind, row, order) if keys else ()
            for index, written in enumerate(ours_cells, first_key):
                write_string(number, index, written, ours)
            digest.update(orjson.dumps((row.keys, row.version, row.cells)))
            contained.add(row)
            if progress is not None and not number % 100:
                progress(number)
        written_all = Written(number, ring.digest(digest.digest()), contained)
        words, stamp = ending(written_all)
        page.write_string(number + 1, 0, words[:LONGEST_TEXT], book.add_format({"num_format": "@"}))
        page.write_string(number + 1, first_key, stamp, ours)
    return written_all


def _ours(ring: Keyring, kind: str, row: ExportRow, order: Sequence[int]) -> Sequence[str]:
    mark = row_mark(ring, row.keys, [row.cells[at] for at in order])
    return key_cells(ring, kind, row.keys, row.version, mark)
