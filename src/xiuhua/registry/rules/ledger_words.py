"""What the income ledger is called in words, and how amounts and quantities are written and read."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import MAXIMUM_CENTS
from xiuhua.kernel.text import Text
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.ledger import Basis, IncomeYear, Qualifier
from xiuhua.registry.rules.shown import grouped_yuan

KIND_NAMES: Final[Mapping[str, Text]] = {entry.code: entry.name for entry in codes.LISTS["line_kind"].entries}

BASIS_NAMES: Final[Mapping[str, Text]] = {
    Basis.CALENDAR: Text("自然年（1月至12月）", "calendar year (January to December)"),
    Basis.OCTOBER: Text("上年10月至当年9月", "October of the year before to September"),
}

QUALIFIER_NAMES: Final[Mapping[str, Text]] = {
    Qualifier.EXACT: Text("正好", "exactly"),
    Qualifier.ABOUT: Text("大约", "about"),
    Qualifier.MORE_THAN: Text("多于", "more than"),
    Qualifier.NEARLY: Text("将近", "nearly"),
}

UNITS: Final[Mapping[str, Text]] = {
    "亩": Text("亩", "mu"),
    "公顷": Text("公顷", "hectare"),
    "平方米": Text("平方米", "m²"),
    "头": Text("头", "head"),
    "只": Text("只", "animal"),
    "羽": Text("羽", "bird"),
    "尾": Text("尾", "fish"),
    "箱": Text("箱", "box"),
    "株": Text("株", "plant"),
    "棵": Text("棵", "tree"),
    "斤": Text("斤", "jin"),
    "公斤": Text("公斤", "kg"),
    "吨": Text("吨", "ton"),
    "袋": Text("袋", "bag"),
    "天": Text("天", "day"),
    "个月": Text("个月", "month"),
    "股": Text("股", "share"),
    "千瓦": Text("千瓦", "kW"),
}
"""Measures of what brings income; a number with another word behind it, as in (2017年), is no quantity."""

_TEN_THOUSAND: Final = 10_000
_WIDTHS: Final = str.maketrans({"（": "(", "）": ")", "［": "[", "］": "]", "，": ",", "．": ".", "￥": "¥"})
_QUANTITY: Final = re.compile(
    rf"[(\[]\s*(?P<number>\d+(?:\.\d{{1,3}})?)\s*(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})\s*[)\]]\s*$"
)
_MORE: Final = ("余", "多")
_AMOUNT: Final = re.compile(
    r"(?P<before>约|大约|大概|近|将近|接近|超过|不少于)?¥?"
    r"(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)?"
    r"(?P<more>余|多)?(?P<scale>万|千)?(?P<more_too>余|多)?(?P<yuan>元)?"
    r"(?P<behind>左右|上下|以上|多|余)?"
)
_BEFORE: Final[Mapping[str, Qualifier]] = {
    **dict.fromkeys(("约", "大约", "大概"), Qualifier.ABOUT),
    **dict.fromkeys(("近", "将近", "接近"), Qualifier.NEARLY),
    **dict.fromkeys(("超过", "不少于"), Qualifier.MORE_THAN),
}
_BEHIND: Final[Mapping[str, Qualifier]] = {
    **dict.fromkeys(("左右", "上下"), Qualifier.ABOUT),
    **dict.fromkeys(("以上", *_MORE), Qualifier.MORE_THAN),
}
_SCALES: Final = {"万": _TEN_THOUSAND, "千": 1000}


class Amount(NamedTuple):
    """An amount as it was written: cents, or ``None`` where there is a "more than" and no number."""

    cents: int | None
    qualifier: Qualifier = Qualifier.EXACT


class Project(NamedTuple):
    """What brought the income, and how much of it (thousandths) where the text says so in brackets."""

    text: str
    quantity: int | None = None
    unit: str = ""


def read_amount(written: str, *, ten_thousands: bool = False) -> Amount | None:
    """Return the amount that a text says, or ``None`` where it says none.

    ``ten_thousands`` is for a column in 万元: it holds for a number without a unit of its own.

    >>> read_amount("3,200.50元"), read_amount("1万余元"), read_amount("1.2", ten_thousands=True)
    (Amount(cents=320050, qualifier=<Qualifier.EXACT: 'exact'>), \
Amount(cents=1000000, qualifier=<Qualifier.MORE_THAN: 'more_than'>), \
Amount(cents=1200000, qualifier=<Qualifier.EXACT: 'exact'>))
    >>> read_amount("近5000").qualifier.value, read_amount("余元").cents, read_amount("三千元")
    ('nearly', None, None)
    """
    text = "".join(written.translate(_WIDTHS).split())
    found = _AMOUNT.fullmatch(text)
    if found is None or not text:
        return None
    said = [_BEFORE.get(found["before"]), _BEHIND.get(found["behind"])]
    if found["more"] or found["more_too"]:
        said.append(Qualifier.MORE_THAN)
    qualifiers = {each for each in said if each}
    if len(qualifiers) > 1:
        return None
    qualifier = next(iter(qualifiers), Qualifier.EXACT)
    if found["number"] is None:
        return Amount(None, qualifier) if qualifiers else None
    scale = _SCALES.get(found["scale"], _TEN_THOUSAND if ten_thousands and not found["yuan"] else 1)
    cents = Decimal(found["number"].replace(",", "")) * scale * 100
    if abs(cents) >= MAXIMUM_CENTS:
        return None
    return Amount(int(cents.to_integral_value(ROUND_HALF_UP)), qualifier)


def read_project(written: str) -> Project:
    """Return the name of a project without the quantity that stands in brackets at its end.

    >>> read_project("土地流转租金（11亩）")
    Project(text='土地流转租金', quantity=11000, unit='亩')
    >>> read_project("低保金(2017年)")
    Project(text='低保金(2017年)', quantity=None, unit='')
    """
    found = _QUANTITY.search(written.translate(_WIDTHS))
    if found is None or not (rest := written[: found.start()].strip()) or not Decimal(found["number"]):
        return Project(written.strip())
    return Project(rest, int(Decimal(found["number"]) * 1000), found["unit"])


def year_name(income_year: IncomeYear) -> Text:
    """Return what an income year is called.

    >>> year_name(IncomeYear(2017, Basis.OCTOBER)).en
    '2017 (October 2016 to September 2017)'
    """
    year = income_year.year
    if income_year.basis is Basis.CALENDAR:
        return Text(f"{year}年", f"{year}")
    return Text(f"{year}年（{year - 1}年10月至{year}年9月）", f"{year} (October {year - 1} to September {year})")


def amount_said(cents: int, qualifier: str) -> Text:
    """Return an amount with its qualifier as people say it.

    >>> amount_said(1_000_000, "more_than").zh, amount_said(320_000, "exact").en
    ('多于 10,000 元', '3,200 yuan')
    """
    amount = grouped_yuan(cents)
    if qualifier == Qualifier.EXACT:
        return Text(f"{amount} 元", f"{amount} yuan")
    name = QUALIFIER_NAMES[qualifier]
    return Text(f"{name.zh} {amount} 元", f"{name.en} {amount} yuan")


def unit_name(unit: str) -> Text:
    """Return what a measure is called; an unknown one by its own name."""
    return UNITS.get(unit, Text(unit, unit))


def quantity_said(cents: int, quantity: int, unit: str) -> Text:
    """Return how an amount is made of a quantity and the amount for one; that is rounded to the cent.

    >>> quantity_said(66_000, 11_000, "亩").zh, quantity_said(100_000, 3_000, "亩").en
    ('11 亩 × 60 元', '3 mu × about 333.33 yuan')
    """
    each, rest = divmod(cents * 1000, quantity)
    each += rest * 2 >= quantity
    number, price, name = measured(quantity), grouped_yuan(each), unit_name(unit)
    about = Text("约 ", "about ") if rest else Text("", "")
    return Text(f"{number} {name.zh} × {about.zh}{price} 元", f"{number} {name.en} × {about.en}{price} yuan")
