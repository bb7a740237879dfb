"""Yearly snapshots: what is kept equals the rows of its day, and stays whatever changes since."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from support.stage import (
    COUNTY,
    FAR,
    HERE,
    NEIGHBOUR,
    NOW,
    PREFECTURE,
    TODAY,
    TOWNSHIP,
    actor,
    codes,
    do,
    done,
    fresh,
    people_of,
    registered,
)
from xiuhua.platform.journal.models import Entry, Stream
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import Snapshot, SnapshotVillage
from xiuhua.registry.queries.snapshots import SnapshotPage, snapshot, snapshot_figure, snapshots
from xiuhua.registry.queries.village_sums import place_sums

DAY = date(2017, 12, 31)
LATER = TODAY + timedelta(days=60)


def take(place: str = COUNTY, by: str = "county", days: int = 0, **more: object) -> UUID:
    command = TakeSnapshot(id=fresh(), place_code=place, **{"year": 2017, **more})
    return UUID(done(command, by, days=days).result["snapshot"])


def refused(place: str = COUNTY, by: str = "county", **more: object) -> list[str]:
    return codes(do(TakeSnapshot(id=fresh(), place_code=place, **{"year": 2017, **more}), by))


def shown(key: UUID, by: str = "county", **more: str) -> SnapshotPage:
    page = snapshot(actor(by), key, today=LATER, **more)
    assert page is not None
    return page


def state(amount: str, days: int = 0) -> None:
    income = StatedIncome(year=2017, source="出租", amount=amount)
    values = {"village_code": HERE, "origin": "villages", "stated_on": date(2017, 12, 20), "incomes": (income,)}
    done(RecordVillage(id=fresh(), **values), days=days)


@pytest.fixture
def home() -> UUID:
    state("2400")
    return registered()


def test_what_is_kept_equals_the_rows_of_its_day(home: UUID) -> None:
    key = take()
    found = place_sums(actor("county"), COUNTY, year=2017, day=DAY, today=TODAY)
    assert found is not None
    kept = {row.place_code: json.loads(row.figures) for row in SnapshotVillage.objects.filter(snapshot=key)}
    assert kept == {each.code: dict(each.figures) for each in found.villages}
    assert kept[HERE]["people"] == 3
    assert kept[HERE]["collective"] == 240_000
    row = Snapshot.objects.get(id=key)
    assert (row.as_of, row.taken_on, row.year) == (DAY, TODAY, 2017)
    assert row.policy == Entry.objects.get(command_id=key).policy_version
    page = shown(key)
    assert page.proven is True
    assert not [each for each in page.figures if each.difference is not None]


def test_it_names_the_last_entry_of_each_stream_before_it(home: UUID) -> None:
    heads = {head.name: [head.sequence, head.hash] for head in Stream.objects.all()}
    kept = json.loads(Snapshot.objects.get(id=take()).heads)
    assert kept == {name: heads[name] for name in (COUNTY[:6], "system")}
    assert Stream.objects.get(name=COUNTY[:6]).sequence == kept[COUNTY[:6]][0] + 1


def test_rows_change_the_day_stays_and_the_snapshot_stands(home: UUID) -> None:
    key = take()
    gone = people_of(home)["何小军"].id
    leaving = LeaveHousehold(
        id=fresh(), household_id=home, person_id=gone, cause="moved_out", on=TODAY + timedelta(days=20)
    )
    done(leaving, "county", days=30)
    today = place_sums(actor("county"), COUNTY, year=2017, day=LATER, today=LATER)
    then = place_sums(actor("county"), COUNTY, year=2017, day=DAY, today=LATER)
    assert today is not None
    assert then is not None
    assert (today.figures["people"], then.figures["people"]) == (2, 3)
    people = next(each for each in shown(key).figures if each.name.code == "people")
    assert (people.kept, people.then, people.difference) == (3, 3, None)
    figure = snapshot_figure(actor("county"), key, HERE, "people", today=LATER)
    assert figure is not None
    assert (figure.figure.kept, figure.figure.then, figure.now) == (3, 3, 2)
    assert [entry.code for entry in figure.entries] == ["registry.leave_household"]


def test_a_correction_of_that_day_is_shown_beside_what_was_kept(home: UUID) -> None:
    key = take()
    state("2600", days=10)
    page = shown(key, figure="collective")
    (village,) = [each for each in page.villages if each.code == HERE]
    assert (village.figure.kept, village.figure.then, village.figure.difference) == (240_000, 260_000, 20_000)
    assert page.proven is True


def test_there_is_one_and_another_replaces_it_only_with_a_reason(home: UUID) -> None:
    first = take()
    assert refused() == ["snapshot_there_already"]
    assert refused(replaces=first) == ["snapshot_without_reason"]
    assert refused(replaces=fresh(), reason="漏了一个村") == ["snapshot_not_standing"]
    second = take(replaces=first, reason="漏了一个村", days=3)
    assert refused(replaces=first, reason="再来") == ["snapshot_not_standing"]
    found = snapshots(actor("county"), COUNTY)
    assert found is not None
    assert {line.id: (line.replaced_by, line.reason) for line in found.lines} == {
        first: (second, ""),
        second: (None, "漏了一个村"),
    }
    assert "漏了一个村" not in Entry.objects.get(command_id=second).command
    assert "漏了一个村" not in Entry.objects.get(command_id=second).changes
    assert take(replaces=second, reason="又漏了", days=4)


def test_what_cannot_be_taken_is_refused_with_its_number(home: UUID) -> None:
    assert refused(as_of=date(2018, 1, 1)) == ["snapshot_of_another_year"]
    assert refused(year=2018, as_of=TODAY + timedelta(days=1)) == ["asked_day_to_come"]
    assert refused(as_of=date(2017, 1, 1)) == ["day_before_records"]
    assert refused(TOWNSHIP) == ["snapshot_of_such_a_place"]
    assert refused("620122999000") == ["not_found"]
    assert refused(NEIGHBOUR) == ["not_found"]
    assert refused(by="township") == ["not_your_role"]
    assert refused(by="auditor") == ["not_your_role"]
    assert Snapshot.objects.count() == 0
    assert take(year=2018) == Snapshot.objects.get(as_of=TODAY).id


def test_a_prefecture_takes_its_own_beside_its_counties(home: UUID) -> None:
    mine, whole = take(), take(PREFECTURE, "prefecture")
    assert {row.place_code for row in SnapshotVillage.objects.filter(snapshot=whole)} >= {HERE, FAR}
    found = snapshots(actor("prefecture"), COUNTY)
    assert found is not None
    assert {line.id for line in found.lines} == {mine, whole}


def test_it_is_not_undone_and_nothing_else_writes_it(home: UUID) -> None:
    key = take()
    assert codes(do(Undo(id=fresh(), target=key), "county")) == ["not_undoable"]
    command = TakeSnapshot(id=key, place_code=COUNTY, year=2017)
    assert done(command, "county").repeated


def test_whoever_sees_part_of_it_gets_that_part_alone(home: UUID) -> None:
    whole = take(PREFECTURE, "prefecture")
    page = shown(whole, "leader")
    assert ([each.code for each in page.villages], page.whole, page.proven) == ([HERE], False, None)
    assert next(each.kept for each in page.figures if each.name.code == "households") == 1
    assert snapshot(actor("attendee"), whole, today=LATER) is None
    assert snapshot_figure(actor("leader"), whole, FAR, "people", today=LATER) is None
    mine = take()
    assert snapshot(actor("neighbour"), mine, today=LATER) is None
    other = snapshots(actor("neighbour"), NEIGHBOUR)
    assert other is not None
    assert [line.id for line in other.lines] == [whole]


def test_what_one_family_earns_is_not_kept(home: UUID) -> None:
    days = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
    line = StatedLine(id=fresh(), kind="wage", amount="6000", project="务工", **days)
    done(RecordLedger(id=fresh(), household_id=home, lines=(line,), complete=True), "county")
    key = take(year=2018)
    assert "600000" not in SnapshotVillage.objects.get(snapshot=key, place_code=HERE).figures
    assert NOW.date() == TODAY
