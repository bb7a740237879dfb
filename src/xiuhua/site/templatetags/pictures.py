"""Pictures and doors in templates: ``{% load pictures %}``. A module hands over what to show, the site draws it."""

from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.text import Text
from xiuhua.site import pictures

register = template.Library()

HOUSEHOLDS = Text("{n} 户", "{n} households")


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
    points = [
        pictures.VillagePoint(
            name=point.name,
            longitude=point.longitude,
            latitude=point.latitude,
            class_code=point.class_code,
            households=point.households,
            href=reverse("place", args=[point.code]) + kept,
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


def _named(parts: Sequence[Any], points: Sequence[Any]) -> Iterator[pictures.PartName]:
    """Yield the name of each part with the middle of its villages."""
    for part in parts:
        within = [point for point in points if lies_in(point.code, part.code)]
        if within:
            middle = (fmean(getattr(point, axis) for point in within) for axis in ("longitude", "latitude"))
            yield pictures.PartName(part.name, *middle)
