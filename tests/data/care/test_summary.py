"""Summary tables: every figure follows from rows and opens to them, in code order; each level has the same sums."""

import io

import mammoth
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.care_stage import Township, helped_township
from support.exports import exported, table
from support.stage import (
    COUNTY,
    FAR,
    HERE,
    NOW,
    PREFECTURE,
    THERE,
    TODAY,
    TOWNSHIP,
    actor,
    done,
    fresh,
    people_of,
    registered,
)
from xiuhua.care.queries.summary import Summary, figure_rows, summary
from xiuhua.care.rules.summary import FIGURE_NAMES, OF_VISITS, Figures
from xiuhua.care.summary_paper import said, summary_paper
from xiuhua.groups.models import Visit
from xiuhua.platform.exchange import documents
from xiuhua.platform.exchange.documents.docx import docx
from xiuhua.platform.exchange.exporting import Absent
from xiuhua.registry.commands.members import MergeHouseholds, Relation

HELPED = {
    Figures.HOUSEHOLDS: 3,
    Figures.PEOPLE: 9,
    Figures.HELPED: 2,
    Figures.ALONE: 1,
    Figures.PLANNED: 1,
    Figures.MEASURES: 4,
    Figures.OVERDUE: 1,
    Figures.UNANSWERED: 1,
    Figures.CONFIRMED: 1,
    Figures.VISITS: 2,
    Figures.VISITED: 1,
    Figures.IDLE: 13_500,
}
"""What the first village of the stage comes to."""


@pytest.fixture
def township() -> Township:
    return helped_township()


def seen(code: str, by: str = "county", year: int | None = None) -> Summary:
    found = summary(actor(by), code, year=year, on=TODAY)
    assert found is not None
    return found


def test_a_township_has_its_villages_in_code_order_and_their_sums(township: Township) -> None:
    found = seen(TOWNSHIP)
    assert [line.place.code for line in found.lines] == [HERE, THERE]
    assert found.lines[0].sums == HELPED
    assert found.lines[1].sums == {
        **dict.fromkeys((Figures.HOUSEHOLDS, Figures.HELPED), 1),
        **dict.fromkeys((Figures.ALONE, Figures.PLANNED), 0),
        Figures.PEOPLE: 3,
    }
    assert found.sums == {each: HELPED[each] + found.lines[1].sums.get(each, 0) for each in Figures}


def test_every_level_comes_to_what_is_below_it(township: Township) -> None:
    village, county, prefecture = seen(HERE), seen(COUNTY), seen(PREFECTURE, "prefecture")
    assert [line.place.code for line in village.lines] == [HERE]
    assert village.sums == HELPED
    assert [line.place.code for line in county.lines] == [TOWNSHIP]
    assert county.sums == seen(TOWNSHIP).sums
    assert [line.place.code for line in prefecture.lines] == [COUNTY, FAR[:6] + "000000"]
    assert prefecture.sums[Figures.HOUSEHOLDS] == 5


@pytest.mark.parametrize("figure", [each for each in Figures if each is not Figures.IDLE])
def test_a_figure_opens_to_the_households_that_make_it(township: Township, figure: Figures) -> None:
    for code, sums in ((TOWNSHIP, seen(TOWNSHIP).sums), (HERE, HELPED)):
        found = figure_rows(actor("county"), code, figure, on=TODAY)
        assert found is not None
        assert found.total == sum(row.value for row in found.rows) == sums[figure]
        assert [row.code for row in found.rows] == sorted(row.code for row in found.rows)


def test_the_rows_are_those_of_the_figure_and_come_page_by_page(township: Township) -> None:
    alone = figure_rows(actor("leader"), HERE, Figures.ALONE, on=TODAY)
    assert alone is not None
    assert [row.id for row in alone.rows] == [township.alone]
    first = figure_rows(actor("leader"), HERE, Figures.PEOPLE, on=TODAY, size=2)
    assert first is not None
    assert (first.total, len(first.rows)) == (9, 2)
    rest = figure_rows(actor("leader"), HERE, Figures.PEOPLE, on=TODAY, size=2, after=first.after)
    assert rest is not None
    assert ([row.id for row in rest.rows], rest.after) == ([township.drafted], None)
    assert figure_rows(actor("leader"), HERE, Figures.IDLE, on=TODAY) is None


def test_another_year_has_its_own_visits_and_confirmations(township: Township) -> None:
    before = seen(HERE, year=2017).sums
    assert {each: before[each] for each in (*OF_VISITS, Figures.CONFIRMED)} == dict.fromkeys(
        (*OF_VISITS, Figures.CONFIRMED), 0
    )
    assert before[Figures.MEASURES] == HELPED[Figures.MEASURES]
    assert seen(HERE, year=3).year == TODAY.year


def test_outside_and_for_those_who_see_no_households_there_is_no_table(township: Township) -> None:
    for login, code in (("leader", THERE), ("neighbour", TOWNSHIP), ("attendee", HERE), ("administrator", COUNTY)):
        assert summary(actor(login), code, on=TODAY) is None
        assert figure_rows(actor(login), code, Figures.ALONE, on=TODAY) is None
    assert summary(actor("county"), "620122999000", on=TODAY) is None


def test_it_costs_the_same_number_of_queries_however_many_households(township: Township) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            seen(COUNTY)
        return len(queries)

    before = cost()
    for number in range(12):
        registered(code=f"6200009{number:02d}")
    assert cost() == before


def test_the_same_table_as_a_sheet_opened_again_with_both_readers(township: Township) -> None:
    data = exported("help_summary", TOWNSHIP, "county", purpose="report", year="2018")
    here, there, sums, last = table(data)
    assert (here["地方"], here["区划代码"], there["区划代码"], sums["地方"]) == ("燕儿坪村", HERE, THERE, "合计")
    for figure, value in HELPED.items():
        shown = value / 1000 if figure is Figures.IDLE else value
        assert here[FIGURE_NAMES[figure].zh] == shown
        assert here[FIGURE_NAMES[figure].zh] + (there[FIGURE_NAMES[figure].zh] or 0) == sums[FIGURE_NAMES[figure].zh]
    assert "2018 年" in last["序号"]
    with pytest.raises(Absent):
        exported("help_summary", TOWNSHIP, "county", purpose="report", colour="red")
    with pytest.raises(Absent):
        exported("help_summary", TOWNSHIP, "neighbour", purpose="report")


def test_the_same_table_on_paper_across_the_sheet(township: Township) -> None:
    paper = summary_paper(seen(TOWNSHIP), made_at=NOW)
    page = pypdf.PdfReader(io.BytesIO(documents.pdf(paper, language="zh"))).pages[0]
    assert page.mediabox.width > page.mediabox.height
    told = "".join(page.extract_text().split())
    word = "".join(mammoth.extract_raw_text(io.BytesIO(docx(paper, language="zh"))).value.split())
    for text in ("水阜镇", "燕儿坪村", "川口村", "合计", "13.5", "截至2018年1月19日"):
        assert text in told
        assert text in word
    assert "何慧珍" not in told
    assert said(Figures.PEOPLE, 12345) == "12,345"


def test_what_was_recorded_of_a_household_that_is_gone_counts_no_more(township: Township) -> None:
    relations = tuple(Relation(person_id=each.id, relation="其他") for each in people_of(township.full).values())
    joined = {"household_id": township.full, "into_id": township.alone, "relations": relations, "on": TODAY}
    done(MergeHouseholds(id=fresh(), **joined))
    assert Visit.objects.count() == 2
    sums = seen(HERE).sums
    gone = (Figures.PLANNED, Figures.MEASURES, Figures.CONFIRMED, Figures.VISITS, Figures.VISITED)
    assert {each: sums[each] for each in gone} == dict.fromkeys(gone, 0)
    assert (sums[Figures.HOUSEHOLDS], sums[Figures.PEOPLE], sums[Figures.HELPED]) == (2, 9, 1)
