"""Registering households one by one, each beside the other thing: one row inserted in a transaction of its own."""

import itertools
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from bench.inside import filling
from bench.inside.officers import officer
from xiuhua.kernel.access import Role
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.record import Member, RecordHousehold, Stated
from xiuhua.registry.models import Village
from xiuhua.site import clock
from xiuhua.site.demo.identity import IdentityNumbers

COUNTY = "620122000000"
_BEFORE_IT_COUNTS = 30
_ROW = ("甄新来", "620122101200", "13990001111", "普通劳动力", "初中", "汉族")
_FAMILY = (
    ("甄立本", "户主", date(1966, 3, 5), True, {"education": "初中", "labour": "普通劳动力"}),
    ("田巧仓", "配偶", date(1968, 7, 11), False, {"education": "小学", "labour": "普通劳动力"}),
    ("甄小军", "之子", date(2003, 2, 9), True, {"school": "九年级", "labour": "无劳动力"}),
    ("甄小梅", "之女", date(2006, 5, 21), False, {"school": "六年级", "labour": "无劳动力"}),
)


def prepare(folder: str, people: int) -> int:
    """Fill an installation with some people, so that there is something to look through."""
    filling.villages(folder)
    return filling.people(people)


def register(times: int) -> dict[str, Any]:
    """Register households of four and insert single rows, in turn; return the seconds of each, and of computing."""
    actor = officer("bench-county", Role.COUNTY_OFFICER, COUNTY)
    _make_table()
    ours: list[float] = []
    bare: list[float] = []
    ours_cpu: list[float] = []
    bare_cpu: list[float] = []
    for command in itertools.islice(_wishes(), times + _BEFORE_IT_COUNTS):
        wall, cpu = _insert()
        bare.append(wall)
        bare_cpu.append(cpu)
        start, computed = time.perf_counter(), time.process_time()
        receipt = execute(command, actor=actor, received_at=clock.now())
        ours.append(time.perf_counter() - start)
        ours_cpu.append(time.process_time() - computed)
        if not receipt.accepted:
            raise RuntimeError(str(receipt.problems))
    found = {"ours": ours, "bare": bare, "ours_cpu": ours_cpu, "bare_cpu": bare_cpu}
    return {name: seconds[_BEFORE_IT_COUNTS:] for name, seconds in found.items()}


def _make_table() -> None:
    columns = ", ".join(f"c{number} varchar(60) NOT NULL" for number in range(len(_ROW)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_row (id char(32) PRIMARY KEY, {columns})")


def _insert() -> tuple[float, float]:
    """Insert a row as any program does that needs nothing else; return the seconds, and those of computing."""
    values = (clock.new_id().hex, *_ROW)
    statement = f"INSERT INTO bench_row VALUES ({', '.join(['%s'] * len(values))})"
    start, computed = time.perf_counter(), time.process_time()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return time.perf_counter() - start, time.process_time() - computed


def _wishes() -> Iterator[RecordHousehold]:
    """Yield wishes to register a household of four, about whom nothing is asked, in the villages of one county."""
    villages = itertools.cycle(
        Village.objects.filter(place_code__startswith=COUNTY[:6]).order_by("id").values_list("place_code", flat=True)
    )
    stated_on, numbers = clock.today(), IdentityNumbers()
    for count, village in enumerate(villages):
        yield RecordHousehold(
            id=clock.new_id(),
            household_id=clock.new_id(),
            household_code=f"77{count:012d}",
            village_code=village,
            natural_village="上社",
            origin="form",
            stated_on=stated_on,
            stated=Stated(
                size=len(_FAMILY),
                exit_status="未脱贫",
                household_kind="一般贫困户",
                main_cause="缺技术",
                unsafe_house=False,
                water_safe=True,
                water_hard=False,
                per_head_income="2485",
            ),
            members=tuple(_members(count, numbers)),
        )


def _members(count: int, numbers: IdentityNumbers) -> Iterator[Member]:
    for number, (name, relation, birth, male, facts) in enumerate(_FAMILY):
        yield Member(
            id=clock.new_id(),
            name=name,
            relation=relation,
            code=f"77{count:010d}{number:02d}",
            identity=numbers.issue(birth=birth + timedelta(days=count // 400), male=male),
            phone=f"139{count % 10**8:08d}" if number < 2 else None,
            ethnicity="汉族",
            health="健康",
            serious_illness_insurance=True,
            **facts,
        )
