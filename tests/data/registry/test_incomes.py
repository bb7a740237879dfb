"""What ledgers add up to: one household, and all of a territory at once, say the same."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.stage import (
    COUNTY,
    FAR,
    HERE,
    PREFECTURE,
    THERE,
    TODAY,
    actor,
    done,
    family,
    fresh,
    people_of,
    person,
    registered,
)
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import JoinHousehold, LeaveHousehold, MergeHouseholds, Relation
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.income_figures import HouseholdIncome, household_incomes
from xiuhua.registry.queries.income_records import IncomeOfYear

CALENDAR = (date(2017, 1, 1), date(2017, 12, 31))
OCTOBER = (date(2016, 10, 1), date(2017, 9, 30))
EARLIER = (date(2016, 1, 1), date(2016, 12, 31))


def line(kind: str, amount: str, days: tuple[date, date] = CALENDAR, **more: Any) -> StatedLine:
    return StatedLine(id=fresh(), kind=kind, amount=amount, first_day=days[0], last_day=days[1], **more)


def recorded(home: UUID, *lines: StatedLine, complete: bool | None = True, by: str = "county", days: int = 0) -> UUID:
    command = RecordLedger(id=fresh(), household_id=home, lines=lines, complete=complete)
    done(command, by, days=days)
    return command.id


def shown(home: UUID, by: str = "prefecture") -> tuple[IncomeOfYear, ...]:
    page = household(actor(by), home, on=TODAY)
    assert page is not None
    return page.incomes


def in_bulk(code: str = PREFECTURE, by: str = "prefecture", year: int = 2017) -> list[HouseholdIncome]:
    return list(household_incomes(actor(by), code, year=year))


def baby(born: str) -> Any:
    return person("何苗", "之女", born, female=True, education=None, labour=None)


@pytest.fixture
def homes() -> dict[str, UUID]:
    """Households in which people came and went around the ends of both income years."""
    names = (
        "plain",
        "born in autumn",
        "born after",
        "left in autumn",
        "left after",
        "merged",
        "joined",
        "october",
        "open",
    )
    found = {
        name: registered(members=family(), village=THERE if name == "plain" else HERE) for name in (*names, "open")
    }
    for name, day in (("born in autumn", "2017-11-05"), ("born after", "2018-01-05")):
        joining = {"member": baby(day), "on": date.fromisoformat(day), "cause": "birth"}
        done(JoinHousehold(id=fresh(), household_id=found[name], **joining))
    for name, day in (("left in autumn", "2017-11-05"), ("left after", "2018-01-05")):
        leaving = {
            "person_id": people_of(found[name])["何小军"].id,
            "on": date.fromisoformat(day),
            "cause": "moved_out",
        }
        done(LeaveHousehold(id=fresh(), household_id=found[name], **leaving))
    return found


def test_a_territory_says_what_each_household_says(homes: dict[str, UUID]) -> None:
    for at, (name, home) in enumerate(homes.items()):
        days = OCTOBER if name == "october" or at % 2 else CALENDAR
        recorded(
            home,
            line("wage", f"{9000 + at}", days, extra=at % 3 == 0),
            line("property", "660.50", days, qualifier="about" if at % 4 == 0 else None),
            line("expense", "1200", days, extra=True),
            complete=name != "open",
        )
        recorded(home, line("transfer", "5000", EARLIER))
    merged, into = homes["merged"], homes["joined"]
    recorded(into, line("transfer", "3000", OCTOBER if list(homes).index("joined") % 2 == 0 else CALENDAR))
    people = people_of(merged)
    relations = tuple(Relation(person_id=each.id, relation="其他") for each in people.values())
    moving = {"household_id": merged, "into_id": into, "relations": relations, "on": date(2018, 1, 10)}
    done(MergeHouseholds(id=fresh(), **moving))
    found = in_bulk()
    expected = {
        (home, each.income_year.basis.value): (
            each.complete,
            each.gross,
            each.expense,
            each.extra,
            each.people,
            each.net_per_head,
            each.line and each.line.amount,
        )
        for home in homes.values()
        for each in shown(home)
        if each.income_year.year == 2017
    }
    assert {
        (each.household_id, each.basis): (
            each.complete,
            each.sums.wage + each.sums.business + each.sums.property + each.sums.transfer,
            each.sums.expense,
            each.sums.extra,
            each.people,
            each.net_per_head,
            each.line,
        )
        for each in found
    } == expected
    assert len(found) == len(homes) + 1
    assert sum(each.sums.inexact for each in found) == 3


def test_people_are_those_of_the_last_day_of_the_income_year(homes: dict[str, UUID]) -> None:
    for days in (CALENDAR, OCTOBER):
        for home in homes.values():
            recorded(home, line("wage", "9000", days))
    counted = {(each.household_id, each.basis): each.people for each in in_bulk()}
    told = {name: tuple(counted[home, basis] for basis in ("calendar", "october")) for name, home in homes.items()}
    assert told["plain"] == (3, 3)
    assert told["born in autumn"] == (4, 3)
    assert told["born after"] == (3, 3)
    assert told["left in autumn"] == (2, 3)
    assert told["left after"] == (3, 3)


def test_only_the_territory_and_only_whoever_sees_households() -> None:
    here, there, far = (registered(members=family(), village=village) for village in (HERE, THERE, FAR))
    for home in (here, there):
        recorded(home, line("wage", "9000"))
    recorded(far, line("wage", "9000"), by="neighbour")

    def homes(code: str, by: str) -> set[UUID]:
        return {each.household_id for each in in_bulk(code, by)}

    assert homes(PREFECTURE, "prefecture") == {here, there, far}
    assert homes(COUNTY, "prefecture") == {here, there}
    assert homes(PREFECTURE, "county") == {here, there}
    assert homes(HERE, "prefecture") == {here}
    assert homes(PREFECTURE, "member") == {here}
    assert homes(PREFECTURE, "attendee") == homes(PREFECTURE, "administrator") == homes(FAR, "county") == set()
    assert in_bulk(year=2014) == []


def test_what_is_taken_back_counts_no_more() -> None:
    home = registered()
    first, second = line("wage", "9000"), line("transfer", "3000")
    recorded(home, first, second)
    taking_out = RecordLedger(id=fresh(), household_id=home, removed=(second.id,))
    done(taking_out)
    assert [each.sums.transfer for each in in_bulk()] == [0]
    done(Undo(id=fresh(), target=taking_out.id))
    assert [each.sums.transfer for each in in_bulk()] == [300_000]


def test_what_happened_to_a_ledger_is_told_entry_by_entry() -> None:
    home = registered()
    rent = line("property", "660")
    recorded(home, rent, line("wage", "3200"), complete=None)
    done(RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(id=rent.id, amount="690"),), complete=True))
    done(RecordLedger(id=fresh(), household_id=home, removed=(rent.id,), complete=False))
    october = {"first_day": OCTOBER[0], "last_day": OCTOBER[1]}
    wage = next(each.id for each in shown(home)[0].lines)
    done(RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(id=wage, **october),)))
    (income,) = shown(home)
    assert income.name.zh == "2017年（2016年10月至2017年9月）"
    assert [each.lines[-1].zh for each in income.events] == [
        "2017年收入台账：记 2 笔",
        "2017年收入台账：改 1 笔、记完了",
        "2017年收入台账：去掉 1 笔、还没有记完",
        "2017年（2016年10月至2017年9月）收入台账：改 1 笔、改按这一收入年度",
    ]
