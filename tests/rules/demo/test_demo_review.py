"""The second list: what differs from the first one is exactly what is said of it."""

import pytest

from xiuhua.site.demo import Demo
from xiuhua.site.demo.sheets import HEADERS, OTHER_HEADERS

AT = {header: index for index, header in enumerate(HEADERS)}


@pytest.fixture(scope="module")
def second(demo, sheet):
    return sheet(demo.paths.persons_review)


def _by_person(rows) -> dict[str, list]:
    return {row[AT["人编号"]]: row[1:] for row in rows}


def test_headers_are_synonyms_in_the_same_order_with_half_width_brackets(second):
    assert tuple(second[1]) == OTHER_HEADERS
    assert sum(one != other for one, other in zip(HEADERS, OTHER_HEADERS, strict=True)) >= 12
    assert not any("（" in header for header in OTHER_HEADERS)
    assert any("(" in header for header in OTHER_HEADERS)


def test_sixty_known_households_and_two_new_ones(demo: Demo, second):
    numbers = [row[AT["户编号"]] for row in second[2:-1] if row[AT["户编号"]]]
    assert len(numbers) == len(set(numbers)) == 62
    assert numbers[-2:] == list(demo.new_households)
    assert second[-1][0] == "合计"


def test_exactly_the_marked_cells_differ(demo: Demo, second, sheet):
    first = _by_person(sheet(demo.paths.persons)[3:-1])
    differing = []
    for index, row in enumerate(second[2:-1], 3):
        before = first.get(row[AT["人编号"]])
        if before is None:
            assert row[AT["人编号"]][:15] in demo.new_households
            continue
        differing += [
            (index, OTHER_HEADERS[column], before[column - 1] or None, row[column] or None)
            for column in range(1, 27)
            if before[column - 1] != row[column]
        ]
    marks = (*demo.changes, *demo.errors)
    assert sorted(differing, key=str) == sorted(((m.row, m.column, m.before, m.after) for m in marks), key=str)


def test_what_was_changed(demo: Demo):
    assert [mark.column for mark in demo.changes] == ["人均纯收入(元)", "务工时间(月)", "户联系电话"]
    assert [mark.kind for mark in demo.errors] == [
        "identity_check_digit",
        "income_not_a_number",
        "name_missing",
        "unknown_place",
    ]
    touched = [mark.household for mark in (*demo.questions, *demo.changes, *demo.errors)]
    assert len(set(touched)) == len(touched)


def test_the_wrong_village_is_none_of_the_known(demo: Demo):
    wrong = next(mark.after for mark in demo.errors if mark.kind == "unknown_place")
    assert wrong not in {village.name for village in demo.villages}


def test_new_identity_numbers_are_new(demo: Demo, second, sheet):
    known = {row[AT["证件号码"]][:18] for row in sheet(demo.paths.persons)[3:-1]}
    added = [row[AT["证件号码"]][:18] for row in second[2:-1] if row[AT["人编号"]][:15] in demo.new_households]
    assert added
    assert not known & set(added)
