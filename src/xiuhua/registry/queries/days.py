"""What held on a day: which rows that is, and how far back a place is known."""

from datetime import date

from django.db.models import Min, Q

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.queries import place
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import CollectiveIncome, Household
from xiuhua.registry.rules.days import judge_day


def held(day: date | None, *, since: str = "valid_from", until: str = "valid_to") -> Q:
    """Return which rows hold on a day, or now without one."""
    if day is None:
        return Q(**{until: None})
    return Q(Q(**{until: None}) | Q(**{f"{until}__gt": day}), **{f"{since}__lte": day})


def counted_lines(day: date | None) -> Q:
    """Return which lines of ledgers count on a day, or now without one."""
    return held(day, since="stated_on", until="ended_on")


def day_problem(viewer: Actor, code: str, day: date | None, *, today: date) -> Problem | None:
    """Return why a day cannot be answered for a place, as far as the viewer sees what is on record there."""
    if day is None or day > today:
        return judge_day(day, today=today, first=None) if day else None
    first = first_record(viewer, code)
    if first is None and place(viewer, code) is None:
        return None  # out of sight answers as absent, whatever the day
    return judge_day(day, today=today, first=first)


def first_record(viewer: Actor, code: str) -> date | None:
    """Return the first day of which a place has a household or an income that the viewer sees; two queries."""
    households = within(Household.objects.all(), viewer, QUERIES["registry.households"], place=code)
    incomes = within(CollectiveIncome.objects.all(), viewer, QUERIES["registry.villages"], place=code)
    days = households.aggregate(day=Min("valid_from"))["day"], incomes.aggregate(day=Min("stated_on"))["day"]
    return min((day for day in days if day is not None), default=None)
