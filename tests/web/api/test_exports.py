"""Sheets by a program: the same doors, purposes and entries as on the pages."""

from typing import Any

import pytest

from support.cast import Cast, fresh
from support.exports import table
from xiuhua.platform.exchange.models import Export

pytestmark = pytest.mark.django_db


def sent(ask: Any, login: str | None, **fields: Any) -> Any:
    return ask(login, "POST", "/exports", {"id": str(fresh()), **fields})


def test_the_result_of_a_comparison_and_a_snapshot_go_out(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    wishes: list[dict[str, Any]] = [
        {"kind": "snapshot", "purpose": "report", "filters": {"snapshot": str(zone.snapshot)}},
        {"kind": "comparison_disability", "purpose": "help", "filters": {"comparison": str(zone.comparison)}},
        {"kind": "people", "purpose": "help"},
    ]
    before = Export.objects.count()
    for wish in wishes:
        answer = sent(ask, "county", place=zone.place_code, **wish)
        assert answer.status_code == 200, answer.content
        assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
        assert "attachment" in answer.headers["Content-Disposition"]
        *_, last = table(b"".join(answer.streaming_content))
        assert last["序号"].startswith("导出完毕")
    assert Export.objects.count() == before + len(wishes)


def test_what_is_out_of_reach_is_absent_and_a_purpose_is_needed(cast: Cast, ask: Any) -> None:
    mine, other = cast.zones["A1"], cast.zones["B1"]
    before = Export.objects.count()
    wish: dict[str, Any] = {"kind": "snapshot", "purpose": "report", "filters": {"snapshot": str(other.snapshot)}}
    assert sent(ask, "county", place=other.place_code, **wish).status_code == 404
    assert sent(ask, "county", place=mine.place_code, **wish).status_code == 404
    assert sent(ask, "county", place=mine.place_code, kind="nothing", purpose="help").status_code == 404
    refused = sent(ask, "county", place=mine.place_code, kind="people", purpose="curiosity")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/purpose")
    assert sent(ask, None, place=mine.place_code, kind="people", purpose="help").status_code == 401
    assert sent(ask, "county", place="1", kind="people", purpose="help").status_code == 422
    assert Export.objects.count() == before


def test_more_rows_than_one_waits_for_go_out_on_the_pages(
    cast: Cast, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiuhua.site.api.exports.MOST_ROWS", 0)
    refused = sent(ask, "county", place=cast.zones["A1"].place_code, kind="people", purpose="help")
    assert (refused.status_code, refused.json()["code"]) == (422, "export_too_large")
