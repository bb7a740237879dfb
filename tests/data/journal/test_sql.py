"""Sets of keys reach both databases whatever is in them."""

from datetime import date
from uuid import UUID

import pytest
from django.db.models import Q

from xiuhua.platform.accounts.models import Place
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.models import Stream

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
