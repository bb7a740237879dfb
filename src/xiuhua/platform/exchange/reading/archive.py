"""The packed file that an xlsx workbook is, looked through before the spreadsheet reader sees it.

That reader lays a sheet out as a full rectangle, believes the sizes that the archive declares, and returns nothing for
a cell whose value is an Excel error or was never calculated. So every part is unpacked here once, block by block and
against its checksum; that costs about a tenth of reading the sheet.
"""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TypeAlias

from xiuhua.platform.exchange.reading.limits import MEBIBYTE, Limits, check_size, refused
from xiuhua.platform.exchange.reading.shared_texts import check_shared_texts

Unread: TypeAlias = dict[int, dict[int, str]]
"""Row number (1-based) → column index (0-based) → the text of a cell that the spreadsheet reader leaves out."""

OVERLAP = 64
SHEET_MARK = b"sheetData"
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
OTHER_FORMATS = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods"}

DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
REFERENCE = re.compile(rb'\sr="([A-Za-z]*)([0-9]+)"')
ODD_REFERENCE = re.compile(rb"\sr(?:\s+=\s*[\"']|=\s+[\"']|=')\s*([A-Za-z]*[0-9]+)\s*[\"']")
EMPTY_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?(?:\s*/>|></c>)')
EMPTY_ROW = re.compile(rb"<row [^>]*(?:/>|></row>)")
ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>',
)
UNCALCULATED_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"(?![^>]* t="str")[^>]*><f[^>]*>([^<]+)</f>(?:<v ?/>|<v></v>)?</c>',
)


def look_through(data: bytes, *, name: str, limits: Limits) -> dict[str, Unread]:
    """Refuse an archive that is no xlsx workbook or asks too much; return the cells its reader would leave out.

    The keys are part names such as ``xl/worksheets/sheet1.xml``; an Excel error is given as its text (``#N/A``), a
    formula without a stored value as the formula with its equals sign. Raise ``SheetRefused``.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_directory(parts, size=len(data), name=name, limits=limits)
            suspicious = _beyond(limits)
            unread = {
                part.filename: found
                for part in parts
                if (found := _look_through_part(archive, part, suspicious, name=name, limits=limits))
            }
            check_shared_texts(archive, parts, name=name, limits=limits)
            return unread
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise refused("workbook_damaged", name=name) from error


def column_index(letters: bytes | str) -> int:
    """Return the 0-based index of a column in letters.

    >>> column_index("A"), column_index("aa"), column_index(b"XFD")
    (0, 26, 16383)
    """
    text = letters.decode("ascii") if isinstance(letters, bytes) else letters
    index = 0
    for letter in text.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Return the letters of a 0-based column index.

    >>> column_letters(0), column_letters(26), column_letters(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_directory(parts: list[zipfile.ZipInfo], *, size: int, name: str, limits: Limits) -> None:
    names = {part.filename for part in parts}
    for mark, extension in OTHER_FORMATS.items():
        if mark in names:
            raise refused("workbook_old_format", name=name, format=extension)
    if "[Content_Types].xml" not in names or not any(each.startswith("xl/") for each in names):
        raise refused("not_a_workbook", name=name)
    if any(part.flag_bits & 1 for part in parts):
        raise refused("workbook_encrypted", name=name)
    if any(part.compress_type not in PACKINGS for part in parts):
        raise refused("workbook_damaged", name=name)
    if len(parts) > limits.parts:
        raise refused("workbook_too_many_parts", name=name, parts=len(parts), limit=limits.parts)
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked // max(size, 1)
    if unpacked > limits.unpacked_bytes or (unpacked > limits.ratio_from_bytes and ratio > limits.ratio):
        raise refused(
            "workbook_unpacks_too_large",
            name=name,
            unpacked=f"{unpacked / MEBIBYTE:,.0f}",
            ratio=f"{ratio:,}",
            limit=f"{limits.unpacked_bytes / MEBIBYTE:,.0f}",
            ratio_limit=limits.ratio,
        )


def _look_through_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, suspicious: re.Pattern[bytes], *, name: str, limits: Limits
) -> Unread:
    """Unpack one part in full, so that its size and checksum are proved, and look at every block of it.

    The cheap pass proves that no reference lies outside a rectangle that is small enough whatever is in it. Only
    where it cannot, as with sheets that are wide or formatted to the last column, references are read one by one.
    """
    unread: Unread = {}
    in_sheet = measure = False
    picture = part.filename.startswith("xl/media/")
    for block in _blocks(archive, part):
        # A document type may stand far behind the beginning, after comments. The plain search costs next to nothing.
        if b"<!" in block and not picture and DOCUMENT_TYPE.search(block):
            raise refused("workbook_with_document_type", name=name)
        in_sheet = in_sheet or SHEET_MARK in block
        if in_sheet and not measure:
            odd = block.count(b"=") != block.count(b'="') and ODD_REFERENCE.search(block)
            measure = bool(odd or suspicious.search(block))
        if b't="e"' in block:
            _collect(ERROR_CELL, block, unread, mark="")
        if b"</f>" in block:
            _collect(UNCALCULATED_CELL, block, unread, mark="=")
    if measure:
        rows, columns = _measured(archive, part)
        check_size(name=name, rows=rows, columns=columns, limits=limits)
    return unread


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in blocks that end before a row starts, so that no cell is cut in two."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(MEBIBYTE):
            block = rest + piece
            cut = block.rfind(b"<row")
            if cut > 0:
                yield block[:cut]
                rest = block[cut:]
            else:
                yield block
                rest = block[-OVERLAP:]
    yield rest


def _collect(pattern: re.Pattern[bytes], block: bytes, unread: Unread, *, mark: str) -> None:
    for letters, digits, value in pattern.findall(block):
        text = mark + html.unescape(value.decode("utf-8", "replace"))
        unread.setdefault(int(digits), {})[column_index(letters)] = text


def _measured(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """Return the last row number and the number of columns of the cells that are more than formatted."""
    last_row = 0
    columns: set[bytes] = set()
    for piece in _blocks(archive, part):
        block = ODD_REFERENCE.sub(rb' r="\1"', piece)
        block = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", block))
        for letters, digits in REFERENCE.findall(block):
            columns.add(letters)
            last_row = max(last_row, int(digits[:9]))
    return last_row, max((column_index(letters) + 1 for letters in columns), default=0)


def _beyond(limits: Limits) -> re.Pattern[bytes]:
    """Return a pattern that finds every reference which might lie outside a rectangle within the limits.

    The rectangle is as tall as the limit of rows and as wide as the other limits then allow. The pattern passes
    what is plainly inside and may find more than it must, never less; it starts with literal characters and its common
    case ends after one alternative, which is what makes the search fast.
    """
    width = min(limits.cells // limits.rows, limits.columns)
    if not 27 <= width <= 701 or limits.rows < 10:
        return re.compile(rb'r="[A-Za-z]*[0-9]+"')
    last = column_letters(width - 1)
    first, second = last[0], last[1]
    lead, digits = int(str(limits.rows)[0]), len(str(limits.rows))
    rows = f"[0-9]{{1,{digits - 1}}}"
    inside = [f"[A-Z]?{rows}", f"[A-{first}][A-Z]{rows}" if second == "Z" else f"{first}[A-{second}]{rows}"]
    if second != "Z" and first != "A":
        inside.append(f"[A-{chr(ord(first) - 1)}][A-Z]{rows}")
    if lead > 1:
        inside += [each.replace(rows, f"[1-{lead - 1}][0-9]{{{digits - 1}}}") for each in inside]
    return re.compile(f'r="(?!(?:{"|".join(inside)})")[A-Za-z]*[0-9]+"'.encode())
