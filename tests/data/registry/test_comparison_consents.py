"""Lists that need a consent: nothing is matched without one, and nothing shown once it is withdrawn."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest

from data.registry.test_comparisons import DISABILITY, agreed, brought, identity, lines
from support.stage import HERE, TODAY, TOWNSHIP, actor, codes, do, done, family, fresh, people_of, person, registered
from xiuhua.kernel.text import Text
from xiuhua.registry.agenda import open_comparisons
from xiuhua.registry.commands.comparisons import HandleCompared
from xiuhua.registry.commands.consents import RevokeConsent
from xiuhua.registry.commands.record_comparison import ComparedLine, Quoted, RecordComparison
from xiuhua.registry.models import ComparisonLine
from xiuhua.registry.queries.comparison_records import ComparisonPage
from xiuhua.registry.queries.comparisons import compared_households, compared_line, comparison_page, comparisons
from xiuhua.registry.rules.comparison_states import Side

CARD = {"乡镇": "水阜", "村": "燕儿坪", "残疾类别": "肢体", "残疾等级": "二级"}


def home() -> UUID:
    """Register a household whose head is recorded as healthy."""
    members = (person("何慧珍", "户主", "1970-03-05", female=True, health="健康"), *family()[1:])
    return registered(members=members)


def listed(*homes: UUID) -> list[Mapping[str, str]]:
    return [{"姓名": "何慧珍", "残疾人证号": identity(each, "何慧珍") + "42", **CARD} for each in homes]


def revoked(home: UUID, consent: UUID, on: date = TODAY) -> None:
    words = {"household_id": home, "consent_id": consent, "revoked_on": on, "revoked_by": "self"}
    done(RevokeConsent(id=fresh(), **words))


def page(comparison: UUID, *, side: str = "", on: date = TODAY) -> ComparisonPage:
    found = comparison_page(actor("township"), comparison, on=on, side=side)
    assert found is not None
    return found


def test_without_consent_nothing_is_matched_and_nobody_can_tell_who_is_in_the_list() -> None:
    asked, other = home(), home()
    comparison = brought(DISABILITY, *listed(asked))
    kept = ComparisonLine.objects.filter(comparison_id=comparison)
    assert {each.household_id for each in kept} == {asked, other}
    bare = {(each.side, each.person_id, each.number, each.listed, each.quoted) for each in kept}
    assert bare == {("not_compared", None, 0, "", "")}, "the household in the list looks like the one that is not"
    found = page(comparison)
    assert (found.side, found.comparison.counts, found.comparison.open) == (Side.NOT_COMPARED, {found.side: 2}, 0)
    first = found.lines[0]
    assert (first.name, first.listed, first.recorded, first.cells, first.number) == ("何慧珍", None, None, (), "")
    assert first.state is None
    assert first.needs is not None
    assert "健康信息" in first.needs.zh
    assert "record it on the household's page" in first.needs.en
    assert list(open_comparisons(actor("township"), TODAY)) == []


def test_one_member_who_agreed_is_compared_alone() -> None:
    one = home()
    agreed(one, people_of(one)["何慧珍"].id)
    comparison = brought(DISABILITY, *listed(one))
    assert sorted(lines(comparison)) == [("differing", "何慧珍", 3), ("not_compared", "", 0)]
    counts = page(comparison).comparison.counts
    assert counts == {Side.DIFFERING: 1, Side.NOT_COMPARED: 1}


def test_agreeing_later_asks_for_comparing_once_more() -> None:
    one = home()
    comparison = brought(DISABILITY, *listed(one))
    agreed(one)
    (line,) = page(comparison).lines
    assert line.needs is not None
    assert "再比对一次就有结果" in line.needs.zh
    assert page(comparison).comparison.counts == {Side.NOT_COMPARED: 1}, "nothing is matched behind anybody's back"


def test_from_the_day_of_withdrawal_what_the_list_says_is_hidden_everywhere() -> None:
    one, other = home(), home()
    consent = agreed(one)
    agreed(other)
    comparison = brought(DISABILITY, *listed(one, other))
    line = ComparisonLine.objects.get(household_id=one, side="differing")
    looked = HandleCompared(
        id=fresh(), comparison_id=comparison, line_id=line.id, result="here_right", note="看过本人，走路没有问题"
    )
    done(looked)
    assert page(comparison).comparison.counts[Side.DIFFERING] == 2
    revoked(one, consent)
    found = page(comparison)
    assert (found.comparison.counts[Side.DIFFERING], found.comparison.counts[Side.NOT_COMPARED]) == (1, 1)
    assert found.comparison.open == 1
    assert [each.household_id for each in found.lines] == [other]
    (hidden,) = page(comparison, side="not_compared").lines
    assert (hidden.household_id, hidden.person_id, hidden.listed, hidden.row) == (one, None, None, 0)
    assert (hidden.result, hidden.note, hidden.handled_by, hidden.handled_on) == ("", "", "", None)
    assert page(comparison, on=TODAY - timedelta(days=1)).comparison.counts.get(Side.DIFFERING) is None
    (told,) = compared_households(actor("leader"), one, on=TODAY)
    assert (told.compared, told.differing, told.open) == (False, 0, 0)
    shown = compared_line(actor("leader"), comparison, line.id, on=TODAY)
    assert shown is not None
    assert shown[1].side is Side.NOT_COMPARED
    again = do(HandleCompared(id=fresh(), comparison_id=comparison, line_id=line.id, result="list_right"))
    assert codes(again) == ["comparison_without_consent"]
    listing = comparisons(actor("township"), TOWNSHIP, on=TODAY)
    assert listing is not None
    assert listing.rows[0].counts == found.comparison.counts
    (asked,) = open_comparisons(actor("township"), TODAY)
    assert isinstance(asked.name, Text)
    assert asked.name.zh.endswith("：1 处")


@pytest.mark.parametrize("side", [Side.ONLY_HERE, Side.NOT_COMPARED])
def test_a_program_cannot_record_what_was_not_agreed_to(side: Side) -> None:
    one = home()
    line = ComparedLine(
        side=side, place_code=HERE, household_id=one, listed="certified", quoted=Quoted(cells=(("残疾类别", "肢体"),))
    )
    words = {"kind": "disability", "place_code": HERE, "listed_on": TODAY, "digest": "ab" * 16, "rows": 1}
    wish = RecordComparison(id=fresh(), comparison_id=fresh(), lines=(line,), **words)
    assert codes(do(wish)) == ["comparison_without_consent"]
