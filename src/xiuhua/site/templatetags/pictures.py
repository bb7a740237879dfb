"""Pictures and doors in templates: ``{% load pictures %}``. A module hands over what to show, the site draws it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.text import Text
from xiuhua.site import income_pictures, month_pictures, pictures
from xiuhua.site.templatetags.words import money

register = template.Library()

HOUSEHOLDS = Text("{n} 户", "{n} households")
PER_HEAD = Text("人均，元", "yuan per head")
NO_LINE = Text("没有可比的线", "no line to compare with")
LINE = Text("{amount} 元", "{amount} yuan")
_ANY = "0" * 12
PART = Text("{year}，{label}，人均 {amount} 元", "{year}, {label}, {amount} yuan per head")


class Villages(Protocol):
    """What a module knows of villages to be drawn; points have the fields of a ``VillagePoint`` and a ``code``."""

    title: Text
    classes: tuple[Any, ...]
    points: tuple[Any, ...]


@register.filter
def door(figure: Figure | None) -> str:
    """Return the address of the page with the rows behind a figure, or nothing where there is none."""
    if figure is None or figure.rows is None:
        return ""
    name, arguments = figure.rows
    return f"{reverse(f'figure-{name}')}?{urlencode(arguments)}"


@register.simple_tag
def village_map(shown: Villages, kept: str = "", parts: Sequence[Any] = ()) -> str:
    """Return the map of villages as SVG; each mark leads to its village, with ``kept`` behind the address.

    ``parts`` are the places (``code``, ``name``) whose names are written among their villages.
    """
    before, behind = reverse("place", args=[_ANY]).split(_ANY)  # one by one, the addresses take longer than all else
    points = [
        pictures.VillagePoint(
            name=point.name,
            longitude=point.longitude,
            latitude=point.latitude,
            class_code=point.class_code,
            households=point.households,
            href=f"{before}{point.code}{behind}{kept}",
        )
        for point in shown.points
    ]
    classes = [pictures.PointClass(line.code, line.name) for line in shown.classes]
    return pictures.village_map(
        points,
        classes=classes,
        title=shown.title,
        language=get_language() or "",
        size=HOUSEHOLDS,
        parts=list(_named(parts, shown.points)),
    )


@register.simple_tag
def month_columns(numbers: Sequence[tuple[date, int]], title: Text) -> str:
    """Return numbers by month as SVG."""
    return month_pictures.month_columns(numbers, title=title.in_language(get_language() or ""))


def _named(parts: Sequence[Any], points: Sequence[Any]) -> Iterator[pictures.PartName]:
    """Yield the name of each part with the middle of its villages."""
    for part in parts:
        within = [point for point in points if lies_in(point.code, part.code)]
        if within:
            middle = (fmean(getattr(point, axis) for point in within) for axis in ("longitude", "latitude"))
            yield pictures.PartName(part.name, *middle)


class Incomes(Protocol):
    """What a module knows of a household's incomes to be drawn; years have the fields of a ``BarYear``."""

    title: Text
    years: tuple[Any, ...]


@register.simple_tag
def income_bars(shown: Incomes) -> str:
    """Return the bars of a household's incomes as SVG; each part leads to the page behind its year."""
    here = get_language() or ""
    bars = [
        income_pictures.Bar(
            above=year.said.in_language(here),
            below=NO_LINE.in_language(here)
            if year.line is None
            else LINE.filled(amount=money(year.line)).in_language(here),
            parts=tuple(_part(part, year, here) for part in year.parts),
            net=year.net / 100,
            line=None if year.line is None else year.line / 100,
            href=door(year.figure),
        )
        for year in shown.years
    ]
    return income_pictures.income_bars(bars, title=shown.title.in_language(here), unit=PER_HEAD.in_language(here))


@register.simple_tag
def income_legend(names: Mapping[str, Text]) -> list[dict[str, Text]]:
    """Return the legend of the bars: the kinds of lines in the order of their colours, each with its sign."""
    signs = income_pictures.SIGNS
    return [
        {"name": Text(f"{sign.zh} {names[kind].zh}", f"{sign.en} {names[kind].en}")} for kind, sign in signs.items()
    ]


def _part(part: Any, year: Any, here: str) -> income_pictures.Part:
    sign = income_pictures.SIGNS[part.kind].in_language(here)
    year_name, label = (text.in_language(here) for text in (year.name, part.name))
    words = PART.filled(year=year_name, label=label, amount=money(part.amount)).in_language(here)
    return income_pictures.Part(part.kind, sign, part.amount / 100, words)
