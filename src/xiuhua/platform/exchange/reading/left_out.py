"""Rows that are no records: blank ones, totals, and notes around the table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.reading.workbook import Row

TOTALS = ("合计", "总计", "小计", "共计", "累计", "总和")
ENGLISH_TOTALS = frozenset({"total", "subtotal", "sum", "grandtotal"})
EXPORT_ENDS = "导出完毕"
"""How the last row of a sheet begins that was exported here."""
NOTES = (
    *("填表", "填报", "制表", "编制", "审核", "审批", "复核", "校对", "负责人", "责任人", "经办人", "联系人", "报送"),
    *("单位盖章", "盖章", "签字", "签章", "单位负责人", "村委会盖章", "统计日期", EXPORT_ENDS),
)
REMARKS = ("注", "备注", "说明", "填表说明", "附注", "note")
COUNTERS = "户人个名口村条项次%"
COUNT_DIGITS = 7
"""A plain number of at most so many digits in a column of codes is a count under a total, not a code."""
LEADING_CELLS = 3


def telling_rows(
    rows: Iterable[Row], *, first: int, identifying: Sequence[int], telling: Sequence[int]
) -> Iterator[Row]:
    """Yield the rows from number ``first`` on that say something.

    A row with a code in an ``identifying`` column (0-based index) is always one of them; another one has something in a
    ``telling`` column and does not start like a total or a note.
    """
    for number, cells in rows:
        if number < first:
            continue
        for index in identifying:
            cell = cells[index]
            if cell != "" and _is_code(cell):
                yield number, cells
                break
        else:
            if any(cells[index] != "" and text(cells[index]) for index in telling) and not _says_no_record(cells):
                yield number, cells


def _is_code(cell: Any) -> bool:
    """Say whether a cell in a column of codes holds one, rather than a count of households or nothing."""
    if type(cell) is str and len(cell) > COUNT_DIGITS and cell.isalnum():
        return True
    value = text(cell)
    if not any(map(str.isdigit, value)):
        return False
    count = value.rstrip(COUNTERS).replace(",", "")
    return not (count.isdigit() and len(count) <= COUNT_DIGITS)


def _says_no_record(cells: Sequence[Any]) -> bool:
    """Say whether the first filled cells are those of a total or of a note below the table."""
    leading: list[str] = []
    for cell in cells:
        written = "" if cell == "" else text(cell).replace(" ", "").casefold()
        if written:
            leading.append(written)
            if len(leading) == LEADING_CELLS:
                break
    return any(map(_is_total, leading)) or (bool(leading) and _is_note(leading[0]))


def _is_total(written: str) -> bool:
    word = written.rstrip(":：")
    return word.startswith(TOTALS) or word.endswith(TOTALS) or word in ENGLISH_TOTALS


def _is_note(written: str) -> bool:
    written = written.replace("(", "").replace(")", "")
    if written.startswith(NOTES):
        return True
    for word in REMARKS:
        if written.startswith(word):
            rest = written[len(word) :]
            if not rest or rest[0] in ":：.、,，;；" or rest[0].isdigit():
                return True
    return False
