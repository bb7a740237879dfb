"""Sets of keys reach both databases whatever is in them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from xiuhua.platform.accounts.models import Place
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.models import Entry, Stream, Touch

pytestmark = pytest.mark.django_db

ODD = ["a,b", 'a"b', "a\\b", "{a}", "a'b", "NULL", " a ", "户%s", ""]


def test_keys_of_any_text_are_found_and_nothing_else_is() -> None:
    Stream.objects.bulk_create(Stream(name=name) for name in (*ODD, "a", "b", "户"))
    found = sql.select_in("default", "journal_stream", ("name",), "name", ODD)
    assert {name for (name,) in found} == set(ODD)
    assert sql.select_in("default", "journal_stream", ("name",), "name", []) == []


def test_rows_are_read_as_the_models_read_them() -> None:
    born, moved = date(1968, 7, 11), UUID(int=7)
    rows = [
        {
            "id": UUID(int=n),
            "code": f"62012117{n}",
            "name": f"{n}村",
            "valid_from": born if n else None,
            "version": moved,
        }
        for n in range(3)
    ]
    Place.objects.bulk_create(Place(level="village", parent_code="620121", **row) for row in rows)
    names = ("id", "code", "name", "valid_from", "valid_to", "version", "successor_id")
    known = Place.objects.filter(Q(code="620121170") | Q(id__in=[UUID(int=1), UUID(int=2)])).order_by("-code")
    asked = {"code": ["620121170"], "id": {UUID(int=1), UUID(int=2)}}
    assert sql.select_values(Place, names, asked, order=("-code",)) == list(known.values(*names))
    assert sql.select_values(Place, names, {"id": [], "code": ()}) == []
    inside = [("620121170", "620121170"), ("620121172", "620121199")]
    narrowed = sql.select_values(Place, names, asked, order=("-code",), ranges=("code", inside))
    assert [row["code"] for row in narrowed] == ["620121172", "620121170"]
    where = "code > %s AND valid_from IS NOT NULL ORDER BY code"
    found = sql.select_where(Place, names, where, [sql.parameter(Place, "code", "620121170")])
    assert found == list(Place.objects.filter(code__gt="620121170").order_by("code").values(*names))


def test_one_question_tells_which_tables_have_rows(django_assert_num_queries: Any) -> None:
    Place.objects.create(id=UUID(int=1), code="620121170", level="village", parent_code="620121")
    Stream.objects.create(name="620121")
    wanted = {
        Place: {"id": [UUID(int=1), UUID(int=2)], "code": ["620121171"]},
        Stream: {"name": ["620121"]},
        Touch: {"record": [UUID(int=1)]},
        Entry: {"command_id": []},
    }
    with django_assert_num_queries(1):
        assert sql.tables_with(wanted) == {Place, Stream}
    with django_assert_num_queries(0):
        assert sql.tables_with({Entry: {"command_id": []}}) == frozenset()
