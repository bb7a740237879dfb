"""Writing the plots of households and villages: changes, refusals, questions, what the journal keeps."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.stage import FAR, HERE, THERE, codes, do, done, fresh, person, registered, version
from xiuhua.platform.accounts.rules.places import place_id
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.members import CorrectHousehold
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.villages import RecordVillage
from xiuhua.registry.models import Plot, Question, Village, VillagePlot

BEND = {"name": "河湾地", "code": "62012210120001", "area": "3.5", "land_class": "irrigated", "land_use": "own"}
SLOPE = {"name": "王家洼", "area": "7.25", "land_class": "dry", "land_use": "idle", "idle_since": "2015"}


@pytest.fixture
def home() -> UUID:
    return registered()


def plot(facts: dict[str, Any] | None = None, **more: Any) -> StatedPlot:
    return StatedPlot(**{"id": fresh(), **(facts or BEND), **more})


def recording(home: UUID, *plots: StatedPlot, **more: Any) -> RecordPlots:
    return RecordPlots(id=fresh(), household_id=home, plots=plots, **more)


def of_village(*plots: StatedPlot, code: str = HERE, **more: Any) -> RecordVillagePlots:
    return RecordVillagePlots(id=fresh(), village_code=code, plots=plots, **more)


def areas(home: UUID) -> dict[str, int | None]:
    return dict(Plot.objects.filter(household_id=home, ended_on=None).values_list("name", "area"))


def asked(home: UUID) -> list[tuple[str, str]]:
    rows = Question.objects.filter(household_id=home, code__startswith="plot_").order_by("code")
    return list(rows.values_list("code", "state"))


def neighbours() -> UUID:
    return registered(members=(person("马福", "户主", "1940-01-01"),), village=HERE)


def test_the_land_of_a_household_is_written_at_once(home: UUID) -> None:
    receipt = done(recording(home, plot(), plot(SLOPE, willing="yes", east="大路", north="马福家地")), "member")
    assert areas(home) == {"河湾地": 3500, "王家洼": 7250}
    slope = Plot.objects.get(household_id=home, name="王家洼")
    assert (slope.idle_from, slope.idle_to) == (date(2015, 1, 1), date(2016, 1, 1))
    assert (slope.willing, slope.east, slope.south, slope.north) == ("yes", "大路", "", "马福家地")
    assert (slope.origin, slope.stated_on, slope.place_code) == ("form", date(2018, 1, 19), HERE)
    assert Plot.objects.get(name="河湾地").willing == "not_asked"
    assert receipt.result == {"household": str(home), "plots": 2, "asks": []}


def test_nothing_about_the_family_can_be_read_in_the_entry(home: UUID) -> None:
    command = recording(home, plot(name="祖坟边", area="7654.321", east="马福家地", land_use="idle", code="98765"))
    done(command)
    entry = Entry.objects.get(command_id=command.id)
    assert all(word not in entry.command + entry.changes for word in ("祖坟", "7654", "马福", "98765"))


def test_a_plot_is_changed_in_what_is_named_and_stays_in_the_rest(home: UUID) -> None:
    slope = plot(SLOPE, east="大路", code="07")
    done(recording(home, slope))
    done(recording(home, StatedPlot(id=slope.id, area="7", cleared=("code", "east", "land_class"))))
    now = Plot.objects.get(id=slope.id)
    assert (now.area, now.name, now.code, now.east, now.land_class) == (7000, "王家洼", "", "", "")
    assert (now.idle_from, now.land_use) == (date(2015, 1, 1), "idle")
    assert done(recording(home, StatedPlot(id=slope.id, area="7"))).unchanged
    done(recording(home, StatedPlot(id=slope.id, cleared=("idle_since",))))
    assert Plot.objects.get(id=slope.id).idle_from is None


def test_a_plot_that_is_used_again_is_not_idle_since_any_day(home: UUID) -> None:
    slope = plot(SLOPE)
    done(recording(home, slope))
    done(recording(home, StatedPlot(id=slope.id, land_use="transferred")))
    now = Plot.objects.get(id=slope.id)
    assert (now.land_use, now.idle_from, now.idle_to) == ("transferred", None, None)
    again = recording(home, StatedPlot(id=slope.id, idle_since="2016"))
    assert codes(do(again)) == ["idle_since_not_idle"]


def test_a_plot_that_is_taken_out_counts_no_more_and_comes_back_by_undoing(home: UUID) -> None:
    bend, slope = plot(), plot(SLOPE)
    done(recording(home, bend, slope))
    taking_out = recording(home, removed=(bend.id,))
    done(taking_out)
    assert areas(home) == {"王家洼": 7250}
    assert Plot.objects.get(id=bend.id).ended_on == date(2018, 1, 19)
    assert codes(do(recording(home, removed=(bend.id,)))) == ["plot_not_here"]
    assert codes(do(recording(home, StatedPlot(id=bend.id, area="1")))) == ["plot_not_here"]
    done(Undo(id=fresh(), target=taking_out.id))
    assert areas(home) == {"河湾地": 3500, "王家洼": 7250}


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"area": "0"}, "area_not_above_zero", "area"),
        ({"area": "-3"}, "area_not_above_zero", "area"),
        ({"area": None}, "plot_without_area", "area"),
        ({"name": None}, "plot_without_name", "name"),
        ({"land_use": None}, "plot_without_use", "land_use"),
        ({"land_use": "idle", "idle_since": "2018-01-20"}, "idle_since_future", "idle_since"),
        ({"land_use": "idle", "idle_since": "去年"}, "idle_since_unreadable", "idle_since"),
        ({"idle_since": "2015"}, "idle_since_not_idle", "idle_since"),
        ({"name": "另一块", "code": "62012210120001"}, "plot_twice", "code"),
        ({"code": None}, "plot_twice", "name"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_plot(home: UUID, facts: dict[str, Any], code: str, field: str) -> None:
    done(recording(home, plot()))
    wrong = plot({**BEND, "name": "二道湾", "code": "02", **({"name": "河湾地"} if facts == {"code": None} else {})})
    refused = do(recording(home, plot(SLOPE), wrong.model_copy(update=facts | _area(facts))))
    assert [(problem.code, problem.field) for problem in refused.problems] == [(code, f"plots.1.{field}")]
    assert areas(home) == {"河湾地": 3500}


def _area(facts: dict[str, Any]) -> dict[str, Any]:
    return {"area": StatedPlot(id=fresh(), area=facts["area"]).area} if facts.get("area") else {}


@pytest.mark.parametrize("area", ["0.0001", "很大", "1e99", ""])
def test_what_is_no_area_makes_no_wish(area: str) -> None:
    with pytest.raises(ValueError, match="area"):
        plot(area=area)


def test_a_plot_belongs_to_one_household_and_named_once(home: UUID) -> None:
    bend = plot()
    done(recording(home, bend))
    assert codes(do(recording(neighbours(), bend))) == ["plot_of_other"]
    assert codes(do(recording(home, bend, bend))) == ["plot_not_here"]
    far = registered(members=(person("单大", "户主", "1950-01-01"),), village=FAR)
    done(recording(far, other := plot()), "neighbour")
    assert do(recording(home, StatedPlot(id=other.id, area="1")), "member").problems[0].code != "plot_of_other"


def test_a_large_plot_is_asked_about_until_it_is_mended_or_confirmed(home: UUID) -> None:
    bend = plot(area="50.001")
    assert done(recording(home, bend)).result["asks"] == ["plot_area_unusual"]
    assert asked(home) == [("plot_area_unusual", "open")]
    done(CorrectHousehold(id=fresh(), household_id=home, natural_village="阴坡"))
    assert asked(home) == [("plot_area_unusual", "open")], "only plots say whether it still holds"
    done(recording(home, StatedPlot(id=bend.id, area="50")))
    assert asked(home) == [("plot_area_unusual", "settled")]
    done(recording(home, StatedPlot(id=bend.id, area="50.001")))
    question = Question.objects.get(household_id=home, code="plot_area_unusual")
    assert question.state == "open"
    done(AnswerQuestion(id=fresh(), household_id=home, question_ids=(question.id,), reason="看过合同"))
    done(recording(home, plot(SLOPE)))
    assert asked(home) == [("plot_area_unusual", "confirmed")]


def test_a_plot_of_two_households_is_a_question_not_an_error(home: UUID) -> None:
    done(recording(home, bend := plot()))
    other = neighbours()
    done(recording(other, shared := plot(name="河边")))
    assert (asked(home), asked(other)) == ([], [("plot_held_twice", "open")])
    done(recording(home, removed=(bend.id,)))
    done(recording(other, StatedPlot(id=shared.id, area="4")))
    assert asked(other) == [("plot_held_twice", "settled")]
    there = registered(members=(person("田大", "户主", "1950-01-01"),), village=THERE)
    done(recording(there, plot()))
    assert asked(there) == [], "codes are compared inside one village"


def test_two_people_who_change_one_plot(home: UUID) -> None:
    bend = plot()
    done(recording(home, bend))
    seen = version(home)
    done(recording(home, StatedPlot(id=bend.id, area="4"), base_version=seen))
    assert done(recording(home, StatedPlot(id=bend.id, land_use="other"), base_version=seen)).accepted
    second = do(recording(home, StatedPlot(id=bend.id, area="5"), base_version=seen))
    assert codes(second) == ["changed_meanwhile"]
    (cell,) = second.problems[0].values["fields"]
    assert (cell["field"], cell["theirs"], cell["yours"]) == ("area", 4000, 5000)


def test_a_village_has_land_of_its_own(home: UUID) -> None:
    command = of_village(grazing := plot(name="北坡草场", area="320", land_class="grass", north="马福家地"))
    receipt = done(command, "leader")
    assert receipt.result == {"village": str(place_id(HERE)), "plots": 1, "asks": []}
    assert VillagePlot.objects.get().area == 320_000
    assert Village.objects.get(place_code=HERE).version == command.id
    entry = Entry.objects.get(command_id=command.id)
    assert all(word not in entry.command + entry.changes for word in ("北坡", "马福"))
    done(RecordVillage(id=fresh(), village_code=HERE, origin="form", stated_on=date(2018, 1, 19), poor=True))
    refused = do(of_village(StatedPlot(id=grazing.id, area="-1")))
    assert codes(refused) == ["area_not_above_zero"]
    done(of_village(removed=(grazing.id,)))
    assert VillagePlot.objects.get().ended_on == date(2018, 1, 19)
    assert Question.objects.filter(code__startswith="plot_").count() == 0


def test_two_people_who_change_one_plot_of_a_village() -> None:
    grazing = plot(name="北坡草场")
    done(of_village(grazing))
    seen = Village.objects.get(place_code=HERE).version
    done(of_village(StatedPlot(id=grazing.id, area="4"), base_version=seen))
    assert codes(do(of_village(StatedPlot(id=grazing.id, area="5"), base_version=seen))) == ["changed_meanwhile"]


def test_a_village_that_is_absent_or_outside() -> None:
    assert codes(do(of_village(plot(), code="620122101999"))) == ["unknown_place"]
    assert codes(do(of_village(plot(), code=FAR))) == ["not_found"]
