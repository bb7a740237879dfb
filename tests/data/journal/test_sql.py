"""Sets of keys reach both databases whatever is in them."""

import pytest

from xiuhua.platform.journal import sql
from xiuhua.platform.journal.models import Stream

pytestmark = pytest.mark.django_db

ODD = ["a,b", 'a"b', "a\\b", "{a}", "a'b", "NULL", " a ", "户%s", ""]


def test_keys_of_any_text_are_found_and_nothing_else_is() -> None:
    Stream.objects.bulk_create(Stream(name=name) for name in (*ODD, "a", "b", "户"))
    found = sql.select_in("default", "journal_stream", ("name",), "name", ODD)
    assert {name for (name,) in found} == set(ODD)
    assert sql.select_in("default", "journal_stream", ("name",), "name", []) == []
