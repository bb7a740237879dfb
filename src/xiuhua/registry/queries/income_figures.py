"""The incomes of all households of a territory in one year: one scan of their lines, the rest beside it.

Sums come from the database, one row a ledger, and so do the people by whom they are divided. What is the same for a
whole county (formula, line) is looked up once there. Ledgers come in the order of the villages: nobody is ranked.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Case, Count, DateField, F, Q, QuerySet, Sum, Value, When

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal import catalogue
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Ledger, LedgerLine, Membership, Person
from xiuhua.registry.queries.days import counted_lines
from xiuhua.registry.rules.causes import REGISTERED
from xiuhua.registry.rules.income import Sums, Terms, belonged_on, net_income, per_head, terms_at, why_no_figure
from xiuhua.registry.rules.ledger import LINE_KINDS, PRODUCTION_EXPENSE, Basis, IncomeYear, Qualifier

HOUSEHOLDS = QUERIES["registry.households"]
AT_ONCE = 5000

Key = Any
"""An id as the database gives it, only compared: to make a UUID of each costs more than to add up the lines."""


Row = tuple[Any, ...]


class HouseholdIncome(NamedTuple):
    """A ledger with its sums. ``net_per_head`` is ``None`` where there is no such figure, ``line`` where there is none.

    Money in cents. ``people`` is by how many the income is divided.
    """

    key: Key
    place_code: str
    basis: str
    complete: bool
    sums: Sums
    people: int
    net_per_head: int | None
    line: int | None

    @property
    def household_id(self) -> UUID:
        """Return the household's id."""
        return self.key if isinstance(self.key, UUID) else UUID(self.key)


def household_incomes(viewer: Actor, code: str, *, year: int, day: date | None = None) -> Iterator[HouseholdIncome]:
    """Yield the ledgers of an income year in a place, as far as the viewer sees its households.

    With a ``day`` they are as of then: the lines that counted, complete where declared so by that day.
    """
    columns = ("place_code", "household_id", "id", "basis", "complete")
    # Without a day, everything is in the index.
    declared_on = Value(None, output_field=DateField()) if day is None else F("declared_on")
    ledgers = _in(Ledger.objects.filter(year=year), viewer, code).order_by(*columns[:3])
    sums_of, people_of = _following(_sums(viewer, code, day), 3), _following(_people(viewer, code), 2)
    besides = _besides(viewer, code, {basis.value: IncomeYear(year, basis).period.last for basis in Basis})
    policy, terms, nothing = catalogue.policy(), dict[tuple[str, str], Terms](), Sums()
    for place_code, household, key, basis, complete, declared in _raw(ledgers.values_list(*columns, declared_on)):
        here = terms.get((place_code[:6], basis))
        if here is None:
            here = terms_at(policy, IncomeYear(year, Basis(basis)), region=place_code)
            terms[place_code[:6], basis] = here
        added, now = sums_of((place_code, household, key)), people_of((place_code, household))
        if day is not None:
            complete = bool(complete) and (_day(declared) or day) <= day
            if not complete and not added:
                continue
        sums = Sums._make(map(int, added[3:])) if added else nothing
        members = (now[2] if now else 0) + besides[basis].get(household, 0)
        why_not = why_no_figure(complete=bool(complete), people=members, formula=here.formula)
        amount = None if why_not else per_head(net_income(sums, here.formula), members)
        line = here.line.amount if here.line else None
        yield HouseholdIncome(household, place_code, basis, bool(complete), sums, members, amount, line)


def _following(rows: Iterator[Row], width: int) -> Callable[[Row], Row | None]:
    """Return what gives the row whose first columns are a key, for keys in the order of the rows: two lists merged."""
    ahead, last = next(rows, None), width - 1

    def row_of(key: Row) -> Row | None:
        nonlocal ahead
        while ahead is not None and ahead[last] != key[last] and ahead[:width] < key:
            ahead = next(rows, None)
        return ahead if ahead is not None and ahead[last] == key[last] else None

    return row_of


def _sums(viewer: Actor, code: str, day: date | None) -> Iterator[Row]:
    """Yield place, household, ledger, and the sums in the order of ``Sums``; ledgers of other years come along."""
    lines = _in(LedgerLine.objects.filter(counted_lines(day), amount__isnull=False), viewer, code)
    sums = {f"of_{kind}": _sum(Q(kind=kind), F("amount")) for kind in LINE_KINDS}
    sums["of_extra"] = _sum(Q(extra=True) & ~Q(kind=PRODUCTION_EXPENSE), F("amount"))
    sums["inexact"] = _sum(~Q(qualifier=Qualifier.EXACT), Value(1))
    keys = ("place_code", "household_id", "ledger_id")
    return _raw(lines.order_by(*keys).values_list(*keys).annotate(**sums))


def _sum(which: Q, then: Any) -> Sum:
    return Sum(Case(When(which, then=then), default=Value(0)))


def _people(viewer: Actor, code: str) -> Iterator[Row]:
    """Yield place, household, and how many people belong to it now."""
    present = _in(Person.objects.filter(left_on=None), viewer, code)
    keys = ("place_code", "household_id")
    return _raw(present.order_by(*keys).values_list(*keys).annotate(n=Count("*")))


def _besides(viewer: Actor, code: str, days: Mapping[str, date]) -> Mapping[str, Mapping[Key, int]]:
    """Return by name of a day, and by household, by how many its people then were more than now, or fewer.

    Few came or went otherwise than by a first list, or were born since: these are looked at one by one, as
    ``belonged_on`` counts them.
    """
    found: Mapping[str, Counter[Key]] = {name: Counter() for name in days}
    born_since = _in(Person.objects.filter(left_on=None, birth_date__gt=min(days.values())), viewer, code)
    for household, born in _raw(born_since.values_list("household_id", "birth_date")):
        birth = _day(born)
        for name, day in days.items():
            found[name][household] -= birth is not None and birth > day
    moved = _in(Membership.objects.exclude(cause=REGISTERED, valid_to=None), viewer, code)
    columns = ("household_id", "valid_from", "valid_to", "cause", "person__birth_date")
    for household, since, until, cause, born in _raw(moved.values_list(*columns)):
        birth, begun, end = _day(born), _day(since), _day(until)
        for name, day in days.items():
            counted = end is None and (birth is None or birth <= day)
            belonged = begun is not None and belonged_on(day, since=begun, until=end, cause=cause, born=birth)
            found[name][household] += belonged - counted
    return found


def _in(rows: QuerySet[Any], viewer: Actor, code: str) -> QuerySet[Any]:
    return within(rows.filter(place_code__range=bounds(code)), viewer, HOUSEHOLDS)


def _raw(rows: QuerySet[Any]) -> Iterator[Row]:
    """Yield the rows of a query as the database gives them."""
    try:
        statement = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with connections[rows.db].cursor() as cursor:
        cursor.execute(*statement)
        while some := cursor.fetchmany(AT_ONCE):
            yield from some


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
