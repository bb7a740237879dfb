"""The day for which a page is asked: read from its address, said at its top, refused with a number."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.pages import Here
from xiuhua.registry.queries.days import day_problem
from xiuhua.registry.rules.days import read_day
from xiuhua.registry.views.requests import SECTION

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
DAY = "on"


class DayRefused(Exception):
    """The day that was asked for cannot be answered; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def answers_days(view: View[Arguments]) -> View[Arguments]:
    """Let a page be asked ``on`` a day: one that cannot be answered gets its number and the way back to today."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except DayRefused as refused:
            context = {"problems": (refused.problem,), "days": days(request, None), "here": Here(SECTION)}
            return render(request, "registry/day_refused.html", context, status=400)

    return answered


def day_asked(request: HttpRequest) -> date | None:
    """Return the day gone by that the address asks for, ``None`` for today.

    :class:`DayRefused` is raised for what is no day, and for one to come.
    """
    text = request.GET.get(DAY, "")
    if not text:
        return None
    day, today = read_day(text), today_of(request)
    if day is None:
        raise DayRefused(Problem("day_not_read", DAY, {"value": text[:20]}))
    if day > today:
        raise DayRefused(Problem("asked_day_to_come", DAY, {"day": day.isoformat(), "today": today.isoformat()}))
    return None if day == today else day


def day_at(request: HttpRequest, code: str) -> date | None:
    """Return the day gone by that is asked for a place; one before all that the viewer sees there is refused."""
    day = day_asked(request)
    problem = day_problem(request.viewer, code, day, today=today_of(request))
    if problem is not None:
        raise DayRefused(problem)
    return day


def days(request: HttpRequest, day: date | None) -> dict[str, Any]:
    """Return what the line of the day shows: the day, today, the address of today, and what its form carries along."""
    carried = [(name, value) for name, value in request.GET.items() if name not in (DAY, "after")]
    query = request.GET.copy()
    query.pop(DAY, None)
    query.pop("after", None)
    rest = query.urlencode()
    today_url = f"{request.path}?{rest}" if rest else request.path
    return {
        "id": f"day-at{request.path.replace('/', '-')}",
        "day": day,
        "today": today_of(request),
        "url": request.path,
        "today_url": today_url,
        "carried": carried,
    }
