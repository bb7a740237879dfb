"""What a source states of a village and of its collective income."""

from datetime import date

from support.stage import FAR, HERE, NOW, actor, codes, do, done, fresh
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import CollectiveIncome, Village


def recording(**facts: object) -> RecordVillage:
    values = {"village_code": HERE, "origin": "villages", "stated_on": date(2018, 1, 10), **facts}
    return RecordVillage(id=fresh(), **values)


def incomes() -> list[tuple[int, str, int]]:
    return list(CollectiveIncome.objects.order_by("year", "source").values_list("year", "source", "amount"))


def test_a_village_is_described_and_blanks_change_nothing() -> None:
    rent = StatedIncome(year=2016, source="出租", amount="2400")
    done(recording(poor=True, longitude=103_800_000, latitude=36_300_000, incomes=(rent,)))
    done(recording(pilot=True))
    village = Village.objects.get(place_code=HERE)
    assert (village.poor, village.pilot, village.longitude) == (True, True, 103_800_000)
    assert incomes() == [(2016, "出租", 240_000)]


def test_what_is_so_already_writes_nothing() -> None:
    command = recording(poor=True, incomes=(StatedIncome(year=2016, amount="0"),))
    done(command)
    assert done(command.model_copy(update={"id": fresh()})).unchanged


def test_an_amount_stated_again_replaces_that_of_its_year() -> None:
    done(recording(incomes=(StatedIncome(year=2016, source="出租", amount="2400"),)))
    again = recording(incomes=(StatedIncome(year=2016, source="经营", amount="3000"),))
    done(again)
    assert incomes() == [(2016, "经营", 300_000)]
    done(Undo(id=fresh(), target=again.id))
    assert incomes() == [(2016, "出租", 240_000)]


def test_a_village_that_is_not_registered_is_refused_inside_and_not_found_outside() -> None:
    assert codes(do(recording(village_code="620122101999"))) == ["unknown_place"]
    assert codes(do(recording(village_code=FAR))) == ["not_found"]
    assert Village.objects.count() == 0


def test_the_same_command_twice_is_one() -> None:
    command = recording(poor=True)
    assert [do(command).repeated, do(command).repeated] == [False, True]


def test_two_wishes_about_one_new_village_in_one_batch_build_on_each_other() -> None:
    rent, solar = (
        StatedIncome(year=2016, source="出租", amount="2400"),
        StatedIncome(year=2016, source="光伏", amount="5000"),
    )
    wishes = [recording(poor=True, incomes=(rent,)), recording(pilot=True, incomes=(solar,))]
    receipts = execute_many(wishes, actor=actor("township"), received_at=NOW)
    assert all(receipt.accepted for receipt in receipts)
    village = Village.objects.get(place_code=HERE)
    assert (village.poor, village.pilot, incomes()) == (True, True, [(2016, "光伏", 500_000)])


def test_a_day_or_a_year_of_income_to_come_is_refused() -> None:
    assert codes(do(recording(stated_on=date(2018, 1, 20)))) == ["day_to_come"]
    for year, refused in ((2018, []), (2019, ["income_year_impossible"])):
        income = StatedIncome(year=year, source="", amount=500)
        assert codes(do(recording(incomes=(income,)))) == refused
    assert [year for year, _, _ in incomes()] == [2018]
