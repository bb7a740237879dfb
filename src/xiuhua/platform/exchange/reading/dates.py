"""Months and dates as people write them: 201412, 2014.12, 2014年12月, 2014/1/5, or a date cell."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any, NamedTuple

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.reading.cells import Bad, Result, text

FIRST_YEAR = 1900
LAST_YEAR = 2100

_SEPARATORS = str.maketrans({**dict.fromkeys("年月./—–、", "-"), **dict.fromkeys("日号")})


class PartialDate(NamedTuple):
    """A year, a month of a year, or a day: only as much as was written."""

    year: int
    month: int | None = None
    day: int | None = None

    def first_day(self) -> date:
        """Return the first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """Return the last day that it can mean.

        >>> PartialDate(2016, 2).last_day()
        datetime.date(2016, 2, 29)
        """
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        written = f"{self.year:04d}"
        if self.month is not None:
            written += f"-{self.month:02d}"
        return f"{written}-{self.day:02d}" if self.day is not None else written


def month_or_date(cell: Any) -> Result:
    """Return a ``PartialDate``, or ``None`` for a blank cell.

    The *number* 2014.1 is bad: a spreadsheet makes it of both 2014.1 and 2014.10.

    >>> [str(month_or_date(cell)) for cell in (201412.0, "2014.12", "2014年12月", "2014/1/5", "20141231", "2014")]
    ['2014-12', '2014-12', '2014-12', '2014-01-05', '2014-12-31', '2014']
    """
    if isinstance(cell, date):
        return _partial(cell.year, cell.month, cell.day) or _bad("not_a_date", cell)
    value = text(cell)
    if not value:
        return None
    if isinstance(cell, float) and "." in value:
        _, _, decimals = value.partition(".")
        if decimals == "1":
            return _bad("date_ambiguous", cell)
    return _read(value) or _bad("not_a_date", cell)


def whole_date(cell: Any) -> Result:
    """Return a ``date``, or ``None`` for a blank cell; a month or a year alone is bad.

    >>> whole_date("2017-01-01"), whole_date("2017.1").problem.code
    (datetime.date(2017, 1, 1), 'date_incomplete')
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = month_or_date(cell)
    if not isinstance(found, PartialDate):
        return found
    return found.first_day() if found.day is not None else _bad("date_incomplete", cell)


def _read(value: str) -> PartialDate | None:
    """Return the date that a text names: digits alone, or up to three numbers with signs between."""
    if value.isascii() and value.isdigit():
        if len(value) not in (4, 6, 8):
            return None
        return _partial(int(value[:4]), *(int(value[at : at + 2]) for at in range(4, len(value), 2)))
    day_part, _, clock = value.partition(" ")
    if clock and not _is_clock(clock):
        day_part = value.replace(" ", "")
    elif not clock:
        day_part, _, clock = day_part.partition("T")
        if clock and not _is_clock(clock):
            return None
    parts = day_part.translate(_SEPARATORS).removesuffix("-").split("-")
    if len(parts) > 3 or len(parts[0]) != 4 or any(len(part) > 2 for part in parts[1:]):
        return None
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return _partial(*map(int, parts))


def _is_clock(value: str) -> bool:
    return ":" in value and value.replace(":", "").replace(".", "").isdigit()


def _partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    if not FIRST_YEAR <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)


def _bad(code: str, cell: Any) -> Bad:
    return Bad(Problem(code, values={"value": text(cell)}))
