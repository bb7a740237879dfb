"""How days are said in words that are not filled in by a page."""

from datetime import date
from typing import Final

from xiuhua.kernel.text import Text

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said_day(day: date) -> Text:
    """Return a day as people say it.

    >>> said_day(date(2018, 1, 19)).zh, said_day(date(2018, 1, 19)).en
    ('2018年1月19日', '19 Jan 2018')
    """
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
