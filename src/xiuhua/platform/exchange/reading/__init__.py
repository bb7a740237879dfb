"""Reading sheets that offices hold: bytes → rows → a recognised kind → uniform values.

Pure: no database, no web, no clock. The way is :func:`read_sheet`, :func:`recognise`, ``Recognised.data_rows``;
functions for columns are in ``cells`` and ``dates``. Problems are worded in the package's ``refusals.yaml``.
"""

from xiuhua.platform.exchange.reading.cells import (
    Bad,
    Doubtful,
    amount,
    code_text,
    coordinate,
    free_text,
    identity,
    is_formula_text,
    text,
    whole_number,
    yes_no,
)
from xiuhua.platform.exchange.reading.dates import PartialDate, month_or_date, whole_date
from xiuhua.platform.exchange.reading.headers import normal_form
from xiuhua.platform.exchange.reading.kinds import Column, FoundColumn, Recognised, SheetKind
from xiuhua.platform.exchange.reading.limits import Limits, SheetRefused
from xiuhua.platform.exchange.reading.recognition import Corrections, recognise
from xiuhua.platform.exchange.reading.workbook import RawSheet, Row, read_sheet

__all__ = [
    "Bad",
    "Column",
    "Corrections",
    "Doubtful",
    "FoundColumn",
    "Limits",
    "PartialDate",
    "RawSheet",
    "Recognised",
    "Row",
    "SheetKind",
    "SheetRefused",
    "amount",
    "code_text",
    "coordinate",
    "free_text",
    "identity",
    "is_formula_text",
    "month_or_date",
    "normal_form",
    "read_sheet",
    "recognise",
    "text",
    "whole_date",
    "whole_number",
    "yes_no",
]
