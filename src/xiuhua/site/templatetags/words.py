"""Filters that say things as people say them, in the language of the page: ``{% load words %}``."""

from collections.abc import Iterable
from datetime import date, datetime
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.money import yuan
from xiuhua.kernel.refusals import Problem, Wording
from xiuhua.kernel.text import Text
from xiuhua.site.wordings import catalogue

register = template.Library()

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language() -> str:
    """Return the language of the page that is being made."""
    return get_language() or "zh-hans"


@register.filter
def words(text: Text | str | None) -> str:
    """Return a text in the page's language; a plain string stays as it is, nothing gives nothing.

    >>> words("燕儿坪村"), words(None)
    ('燕儿坪村', '')
    """
    if text is None:
        return ""
    return text.in_language(language()) if isinstance(text, Text) else str(text)


@register.filter
def options(choices: Iterable[tuple[str, Text | str]], chosen: str) -> SafeString:
    """Return the options of a selection: of each its value and its label, a text with a capital letter.

    For lists of a hundred: a loop in a template takes ten times as long.

    >>> options([("", "—"), ("a&b", Text("甲", "first"))], "a&b")
    '<option value="">—</option><option value="a&amp;b" selected>甲</option>'
    """
    here = language()
    said = (
        (value, capfirst(label.in_language(here)) if isinstance(label, Text) else label) for value, label in choices
    )
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
            for value, label in said
        )
    )


@register.filter
def worded(problems: Problem | Iterable[Problem]) -> Wording | list[Wording]:
    """Return numbered problems with their words, for ``problem_list.html``; a single one gives a single wording."""
    words_of = catalogue().word
    return words_of(problems) if isinstance(problems, Problem) else [words_of(problem) for problem in problems]


@register.filter
def grouped(value: int | str | None) -> str:
    """Return a number with its thousands set apart; text that is no number stays as it is.

    >>> grouped(3860), grouped("2485.50"), grouped(-1200), grouped("一万余"), grouped(None)
    ('3,860', '2,485.50', '-1,200', '一万余', '—')
    """
    if value is None or value == "":
        return "—"
    text = str(value)
    whole, point, rest = text.partition(".")
    if not whole.lstrip("-").isdecimal() or not whole.isascii() or (point and not rest.isdecimal()):
        return text
    return f"{int(whole):,}{point}{rest}" if int(whole) or not whole.startswith("-") else text


@register.filter
def money(cents: int | None) -> str:
    """Return integer cents as an amount in yuan, without the unit; cents show as two digits or not at all.

    >>> money(386000), money(248550), money(None)
    ('3,860', '2,485.50', '—')
    """
    if cents is None:
        return "—"
    whole, point, rest = yuan(cents).partition(".")
    return grouped(f"{whole}{point}{rest:0<2}" if point else whole)


@register.filter
def mu(thousandths: int | None) -> str:
    """Return an area in thousandths of a mu as mu, without the unit.

    >>> mu(11000), mu(1250), mu(None)
    ('11', '1.25', '—')
    """
    if thousandths is None:
        return "—"
    whole, rest = divmod(thousandths, 1000)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:03d}".rstrip("0")


@register.filter
def unit(figure: Figure) -> str:
    """Return the unit of a figure; in English one of a thing is not called things.

    >>> unit(Figure(1, Text("户", "households"), Text("", ""), date(2018, 6, 20)))
    '户'
    """
    said = words(figure.unit)
    if not language().startswith("en") or str(figure.value) != "1":
        return said
    return "person" if said == "people" else said.removesuffix("s")


@register.filter
def day(value: date | datetime | None) -> str:
    """Return a date as it is said: 2017年9月12日, 12 Sep 2017; an instant gives its local date."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = localtime(value)
    if language().startswith("en"):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """Return an aware instant as local date and time: 2017年9月12日 17:20."""
    if value is None:
        return "—"
    local = localtime(value)
    mark = ", " if language().startswith("en") else " "
    return f"{day(local.date())}{mark}{local.hour:02}:{local.minute:02}"
