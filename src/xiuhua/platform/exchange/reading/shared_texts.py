"""The texts that the cells of a workbook share: kept once in the file, but once for each cell in memory.

A file of some kilobytes can so ask for any amount of memory, and no size that its archive declares shows it. What the
cells of a sheet hold together is therefore bounded before it is read: at first by its size and the longest text, which
costs next to nothing, then by the number of cells that share a text, at last cell by cell. Each finds more rather than
less.
"""

import re
import zipfile
from array import array
from collections.abc import Iterator, Sequence

from xiuhua.platform.exchange.reading.limits import MEBIBYTE, Limits, refused

PART = "sharedstrings.xml"
SMALLEST_CELL = len('<c t="s"><v>0</v></c>')
TEXT_END = b"</si>"
PREFIXED_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>")
SHARING_CELL = re.compile(rb'"s"(?: [a-z:]+="[^"<>]*")*><v>([0-9]{1,9})</v></c>')
TAG = re.compile(rb"""<[^<>"']*(?:(?:"[^"<>]*"|'[^'<>]*')[^<>"']*)*>""")


def check_shared_texts(
    archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], *, name: str, limits: Limits
) -> None:
    """Refuse a workbook in which the texts of a sheet's cells are too large; the sizes of its parts were proved."""
    shared = [part for part in parts if part.filename.lower().endswith(PART)]
    if not shared:
        return
    lengths = _lengths(archive, shared[0], limits) if len(shared) == 1 else array("L", [limits.unpacked_bytes])
    longest = max(lengths)
    for part in parts:
        if part in shared or part.file_size // SMALLEST_CELL * longest <= limits.text_bytes:
            continue
        if (size := _size(archive, part.filename, lengths, longest, limits)) > limits.text_bytes:
            raise refused(
                "workbook_texts_too_large",
                name=name,
                size=f"{size / MEBIBYTE:,.0f}",
                limit=f"{limits.text_bytes / MEBIBYTE:,.0f}",
            )


def _lengths(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> "array[int]":
    """Return how many bytes each shared text has, its marks included."""
    found = array("L")
    running = 0
    for data in _pieces(archive, part.filename, cut_before=b"<"):
        if len(found) > limits.cells or _hides(data):
            return array("L", [part.file_size])
        *ended, begun = map(len, PREFIXED_END.split(data) if b":si" in data else data.split(TEXT_END))
        if ended:
            ended[0] += running
            found.extend(ended)
            running = 0
        running += begun
    found.append(running)
    return found


def _hides(data: bytes) -> bool:
    """Say whether comments, quoted passages or odd attributes could hold what looks like the end of a text.

    Where they could, all counts as one text.
    """
    if b"<!" in data:
        return True
    plain = data.replace(b' xml:space="preserve"', b"")
    last_quote = max(plain.rfind(b'"'), plain.rfind(b"'"))
    quoting = plain[: plain.find(b">", last_quote) + 1 or None] if last_quote >= 0 else b""
    return quoting.count(b"<") != len(TAG.findall(quoting))


def _size(archive: zipfile.ZipFile, part: str, lengths: "array[int]", longest: int, limits: Limits) -> int:
    """Return how large the texts of a sheet's cells are together; a cell that is written oddly has the longest."""
    cells = sum(data.count(b'"s"') + data.count(b"'s'") for data in _pieces(archive, part, cut_before=b"<"))
    if cells * longest <= limits.text_bytes:
        return cells * longest
    size = 0
    for data in _pieces(archive, part, cut_before=b"<row"):
        numbers = [int(digits) for digits in SHARING_CELL.findall(data)]
        cells -= len(numbers)
        size += sum(lengths[number] if number < len(lengths) else longest for number in numbers)
    return size + max(cells, 0) * longest


def _pieces(archive: zipfile.ZipFile, part: str, *, cut_before: bytes) -> Iterator[bytes]:
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(MEBIBYTE):
            data = rest + piece
            cut = data.rfind(cut_before)
            cut = len(data) if cut < 0 else cut
            rest = data[cut:]
            yield data[:cut]
    yield rest
