"""The figures of summary tables: what each is called and how it is counted. All follow from rows, none is typed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from xiuhua.kernel.text import Text


class Figures(StrEnum):
    """What a summary table counts, in the order of its columns."""

    HOUSEHOLDS = "households"
    PEOPLE = "people"
    HELPED = "helped"
    ALONE = "alone"
    PLANNED = "planned"
    MEASURES = "measures"
    OVERDUE = "overdue"
    UNANSWERED = "unanswered"
    CONFIRMED = "confirmed"
    VISITS = "visits"
    VISITED = "visited"
    IDLE = "idle"


FIGURE_NAMES: Final[Mapping[Figures, Text]] = {
    Figures.HOUSEHOLDS: Text("户", "Households"),
    Figures.PEOPLE: Text("人", "People"),
    Figures.HELPED: Text("有人帮扶", "Helped"),
    Figures.ALONE: Text("没有人帮扶", "Nobody helps"),
    Figures.PLANNED: Text("计划已同意", "Plan agreed"),
    Figures.MEASURES: Text("措施", "Measures"),
    Figures.OVERDUE: Text("措施过期", "Overdue"),
    Figures.UNANSWERED: Text("结果等确认", "To confirm"),
    Figures.CONFIRMED: Text("当年确认的结果", "Confirmed in the year"),
    Figures.VISITS: Text("当年走访（次）", "Visits in the year"),
    Figures.VISITED: Text("当年走访到的户", "Visited in the year"),
    Figures.IDLE: Text("撂荒地（亩）", "Idle land (mu)"),
}

COUNTED: Final[Mapping[Figures, Text]] = {
    Figures.HOUSEHOLDS: Text("现在登记着的户", "households on record now"),
    Figures.PEOPLE: Text("现在属于这些户的人", "people who belong to them now"),
    Figures.HELPED: Text("现在有帮扶责任人的户", "households that somebody helps now"),
    Figures.ALONE: Text("现在没有帮扶责任人的户", "households nobody helps now"),
    Figures.PLANNED: Text("有一份同意了的帮扶计划的户", "households that agreed to a plan in force"),
    Figures.MEASURES: Text("同意了的计划里的措施", "measures of plans in force"),
    Figures.OVERDUE: Text("过了日子还没有结果，或者这一户说没有办到的措施", "measures past their day still to be done"),
    Figures.UNANSWERED: Text("有了结果、这一户还没有确认的措施", "results that the household has not confirmed"),
    Figures.CONFIRMED: Text("这一年里这一户确认了的结果", "results that households confirmed in the year"),
    Figures.VISITS: Text("这一年里记下的走访", "visits of the year"),
    Figures.VISITED: Text("这一年里走访过的户", "households visited in the year"),
    Figures.IDLE: Text("登记着的撂荒地，农户的和村集体的", "idle land on record, of households and villages"),
}

OF_VISITS: Final = frozenset({Figures.VISITS, Figures.VISITED})
"""Figures for whoever may read visits."""

Sums = Mapping[Figures, int]
"""By figure: counts, and thousandths of a mu for idle land."""


def added(parts: Iterable[Sums]) -> dict[Figures, int]:
    """Return the sums over places; every figure that one of them has.

    >>> added([{Figures.PEOPLE: 3}, {Figures.PEOPLE: 4}])[Figures.PEOPLE]
    7
    """
    found: dict[Figures, int] = {}
    for part in parts:
        for figure, value in part.items():
            found[figure] = found.get(figure, 0) + value
    return found
