"""The sheet of incomes of the demo: one row an income or expense, most ledgers complete, the page's family among them.

What a ledger adds up to often agrees with the net income per head that the person list states; some lists forgot
the expenses, the transfers, or reckoned otherwise, so that there is something to explain.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from xiuhua.site.demo.draws import Draws
from xiuhua.site.demo.people import Household
from xiuhua.site.demo.sheets import Value

HEADERS: Final = (
    "户编号",
    "收入年度",
    "收入类别",
    "项目",
    "人编号",
    "金额(元)",
    "起始日期",
    "截止日期",
    "是否新增",
    "凭证",
    "台账是否完整",
)
PAGE_VILLAGE: Final = "道顺村"
_YEAR: Final = 2017
# How the person list came to its figure: as the ledger does, or not.
_WAYS: Final = (("same", 50.0), ("before expenses", 20.0), ("without transfers", 15.0), ("otherwise", 15.0))


class Line(NamedTuple):
    """One row without its household: kind, project, whose, cents, days, mark of extra income, evidence."""

    kind: str
    project: str
    person: str
    cents: int
    first: str
    last: str
    extra: bool = False
    evidence: str = ""


def income_rows(households: Iterable[Household], *, seed: int) -> Iterator[list[Value]]:
    """Yield the rows of these households, ledger by ledger; the first household of the page's village is the page's."""
    draws = Draws(f"{seed}:incomes")
    waiting = True
    for household in households:
        if waiting and household.village.name == PAGE_VILLAGE:
            waiting = False
            yield from _rows(household, _YEAR, _of_the_page(household), complete=False)
            continue
        october = draws.chance(0.5)
        if draws.chance(0.4):
            earlier = _ledger(household, draws, year=_YEAR - 1, october=october, scale=draws.between(75, 95))
            yield from _rows(household, _YEAR - 1, earlier, complete=True)
        lines = _ledger(household, draws, year=_YEAR, october=october, scale=100)
        yield from _rows(household, _YEAR, lines, complete=draws.chance(0.85))


def _of_the_page(household: Household) -> Sequence[Line]:
    """Return what the newspaper page tells of a family: rent of 60 yuan for each of 11 mu, and pay for planting."""
    year = (f"{_YEAR}-01-01", f"{_YEAR}-12-31")
    worker = household.members[0].number
    return (
        Line("财产性收入", "土地流转租金(11亩)", "", 66_000, *year, extra=True, evidence="流转合同"),
        Line("工资性收入", "牡丹种植劳务费", worker, 320_000, f"{_YEAR}-03-01", f"{_YEAR}-12-20", True, "务工结算单"),
    )


def _ledger(household: Household, draws: Draws, *, year: int, october: bool, scale: int) -> Sequence[Line]:
    days = (f"{year - 1}-10-01", f"{year}-09-30") if october else (f"{year}-01-01", f"{year}-12-31")
    stated = household.income * household.size * scale // 100
    spent = draws.between(20, 120) * 1000
    way = draws.weighted(_WAYS)
    transfer = min(draws.between(90, 340) * 1000, stated * 3 // 10) if draws.chance(0.6) else 0
    gross = {
        "same": stated + spent,
        "before expenses": stated,
        "without transfers": stated + spent + transfer,
        "otherwise": stated * draws.between(85, 118) // 100 + spent,
    }[way]
    acres = draws.between(2, 12)
    rent = min(acres * 6_000, gross // 10)
    worker = next((member.number for member in household.members if member.life.months), "")
    wage = (gross - transfer - rent) * draws.between(40, 80) // 100 if worker else 0
    found = [
        Line("工资性收入", "外出务工", worker, wage, *days, evidence="工资条" if wage else ""),
        Line("生产经营性收入", draws.pick(("种植", "养羊", "养鸡")), "", gross - transfer - rent - wage, *days),
        Line("财产性收入", f"土地流转租金({acres}亩)", "", rent, *days, evidence="流转合同"),
        Line("转移性收入", "低保金", "", transfer, *days),
        Line("生产经营性支出", "化肥种子", "", spent, *days),
    ]
    return [line for line in found if line.cents]


def _rows(household: Household, year: int, lines: Iterable[Line], *, complete: bool) -> Iterator[list[Value]]:
    for line in lines:
        yield [
            household.number, year, line.kind, line.project, line.person, line.cents / 100, line.first, line.last,
            "是" if line.extra else "否", line.evidence, "是" if complete else "否",
        ]  # fmt: skip
