"""Filling households with income ledgers, and computing them all, beside the bare scan of their lines."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from bench.inside import filling
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.execution import execute_many
from xiuhua.registry.commands.ledger import RecordLedger
from xiuhua.registry.models import Household, LedgerLine
from xiuhua.registry.queries.income_figures import household_incomes
from xiuhua.site import clock

PREFECTURE, YEAR = "620100000000", 2017
CALENDAR, OCTOBER = (date(2017, 1, 1), date(2017, 12, 31)), (date(2016, 10, 1), date(2017, 9, 30))
KINDS = ("wage", "property", "transfer", "expense")
SCAN = "household_id, ledger_id, kind, amount, qualifier, extra"
FETCH = 5000


def prepare(folder: str, people: int) -> dict[str, Any]:
    """Fill an installation: a ledger for each household, of three or four lines, four of five complete."""
    filling.villages(folder)
    filling.people(people)
    start = time.perf_counter()
    receipts = execute_many(_wishes(), actor=LOCAL_OPERATOR, received_at=clock.now())
    if not all(receipt.accepted for receipt in receipts):
        raise RuntimeError("a ledger was refused")
    return {"lines": LedgerLine.objects.count(), "seconds": time.perf_counter() - start}


def compare(repeats: int) -> dict[str, Any]:
    """Scan the lines and compute the households, in turn; return the seconds of each, and those of computing."""
    seen: dict[str, Any] = {"ours": [], "bare": [], "ours_cpu": [], "bare_cpu": []}
    for _ in range(repeats):
        for name, work in (("bare", _scan), ("ours", _compute)):
            wall, cpu = time.perf_counter(), time.process_time()
            seen["ledgers"], seen["computed"] = work()
            seen[name].append(time.perf_counter() - wall)
            seen[f"{name}_cpu"].append(time.process_time() - cpu)
    return seen


def _scan() -> tuple[int, int]:
    lines = 0
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {SCAN} FROM "{LedgerLine._meta.db_table}" WHERE "ended_on" IS NULL')
        while rows := cursor.fetchmany(FETCH):
            lines += len(rows)
    return lines, 0


def _compute() -> tuple[int, int]:
    ledgers = computed = 0
    for income in household_incomes(LOCAL_OPERATOR, PREFECTURE, year=YEAR):
        ledgers += 1
        computed += income.net_per_head is not None
    return ledgers, computed


def _wishes() -> Iterator[RecordLedger]:
    origin = clock.new_id()
    households = Household.objects.order_by("place_code", "code").values_list("id", flat=True)
    for at, household in enumerate(list(households)):
        yield _wish(origin, at, household)


def _wish(origin: UUID, at: int, household: UUID) -> RecordLedger:
    first, last = OCTOBER if at % 2 else CALENDAR
    lines = [
        {
            "id": derived_id(origin, "line", str(at), kind),
            "kind": kind,
            "project": kind,
            "amount": str(600 + (at * 7919 + number * 104_729) % 9000),
            "first_day": first,
            "last_day": last,
            "extra": number == 1,
        }
        for number, kind in enumerate(KINDS[: 3 + (at % 3 == 0)])
    ]
    wish_id = derived_id(origin, "ledger", str(at))
    return RecordLedger(id=wish_id, household_id=household, year=YEAR, lines=lines, complete=at % 5 > 0)
