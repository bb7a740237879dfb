"""Sheets as text: comma, tab or semicolon between cells, in the encodings that office programs write."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import Any, NamedTuple

from xiuhua.platform.exchange.reading.limits import MEBIBYTE, Limits, check_size, refused

DELIMITERS = (",", "\t", ";")
SAMPLE_ROWS = 20
CONTROL = bytes(set(range(1, 32)) - {9, 10, 12, 13})


class Delimited(NamedTuple):
    """How a text sheet is to be read, and how wide its widest row is."""

    data: bytes
    encoding: str
    delimiter: str
    width: int

    def rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield (row number, cells), each row as wide as the widest."""
        width = self.width
        for number, row in enumerate(_records(self.data, self.encoding, self.delimiter), 1):
            if len(row) < width:
                row += [""] * (width - len(row))
            yield number, tuple([_unwrapped(cell) if cell[:1] in ("=", "'") else cell for cell in row[:width]])


def open_delimited(data: bytes, *, name: str, limits: Limits) -> Delimited:
    """Find encoding and delimiter and read once through, so that nothing can fail later. Raise ``SheetRefused``."""
    encoding = _encoding(data, name=name)
    delimiter = _delimiter(data, encoding)
    last_row = width = 0
    number = 0
    try:
        for number, row in enumerate(_records(data, encoding, delimiter), 1):
            filled = len(row)
            while filled and not row[filled - 1].strip():
                filled -= 1
            if filled:
                last_row, width = number, max(width, filled)
            if last_row > limits.rows or width > limits.columns:
                break
    except csv.Error as error:
        raise refused("text_sheet_damaged", name=name, row=number + 1) from error
    if not last_row:
        raise refused("sheet_empty", name=name)
    check_size(name=name, rows=last_row, columns=width, limits=limits)
    if width < 2:
        raise refused("not_a_workbook", name=name)
    return Delimited(data, encoding, delimiter, width)


def _records(data: bytes, encoding: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(TextIOWrapper(BytesIO(data), encoding=encoding, newline=""), delimiter=delimiter)


def _encoding(data: bytes, *, name: str) -> str:
    """Return the encoding: UTF-16 only by its mark, then UTF-8, then the national one, which includes GBK."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _decodes(data, "utf-16"):
            return "utf-16"
        raise refused("text_encoding_unknown", name=name)
    head = data[:4096]
    if b"\0" in data or head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith((b"<", b"%PDF", b"{\\rtf")):
        raise refused("not_a_workbook", name=name)
    if head.translate(None, CONTROL) != head:
        raise refused("not_a_workbook", name=name)
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(data, encoding):
            return encoding
    raise refused("text_encoding_unknown", name=name)


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    try:
        for start in range(0, len(data), MEBIBYTE):
            decoder.decode(bytes(view[start : start + MEBIBYTE]))
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(data: bytes, encoding: str) -> str:
    """Return the delimiter that makes the most cuts in the first rows."""
    best, most = DELIMITERS[0], 0
    for delimiter in DELIMITERS:
        cuts = 0
        with suppress(csv.Error):  # The reading that follows names the row.
            for row in islice(_records(data, encoding, delimiter), SAMPLE_ROWS):
                cuts += max(len(row) - 1, 0)
        if cuts > most:
            best, most = delimiter, cuts
    return best


def _unwrapped(cell: str) -> str:
    r"""Return the text inside ``="…"`` and without the apostrophes that make a spreadsheet keep digits as text.

    >>> _unwrapped('="0042"'), _unwrapped("'0042"), _unwrapped("=A1+1")
    ('0042', '0042', '=A1+1')
    """
    if cell[:2] == '="' and cell[-1] == '"' and len(cell) > 2:
        return cell[2:-1].replace('""', '"')
    return cell.lstrip("'")
