"""Sheets by a program: asked for by a command, made behind it, and read by whoever asked."""

from typing import Any
from uuid import UUID

import pytest

from support.cast import Cast, fresh, work
from support.exports import table
from xiuhua.platform.exchange.models import Export, Parcel
from xiuhua.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def wished(ask: Any, login: str | None, **fields: Any) -> Any:
    """Send the wish for a sheet; return the receipt."""
    wish = {"code": "exchange.ask_export", "id": str(fresh()), **fields}
    return ask(login, "POST", "/commands", [wish]).json()[0]


def test_a_sheet_is_asked_for_by_a_command_and_fetched_when_it_is_ready(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    wishes: list[dict[str, Any]] = [
        {"kind": "snapshot", "purpose": "report", "filters": f"snapshot={zone.snapshot}"},
        {"kind": "comparison_disability", "purpose": "help", "filters": f"comparison={zone.comparison}"},
        {"kind": "people", "purpose": "help"},
    ]
    for wish in wishes:
        export = fresh()
        receipt = wished(ask, "county", export_id=str(export), place_code=zone.place_code, **wish)
        assert (receipt["outcome"], receipt["result"]) == ("accepted", {"export": str(export)})
        assert ask("county", "GET", f"/exports/{export}").json()["ready"] is False
        assert ask("county", "GET", f"/exports/{export}/file").status_code == 404
        assert not Export.objects.filter(id=export).exists()
        work()
        told = ask("county", "GET", f"/exports/{export}").json()
        assert (told["ready"], told["problem"], told["kind"]) == (True, None, wish["kind"])
        assert Export.objects.get(id=export).purpose == wish["purpose"], "remembered before anybody can fetch it"
        answer = ask("county", "GET", f"/exports/{export}/file")
        assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
        assert "attachment" in answer.headers["Content-Disposition"]
        *_, last = table(b"".join(answer.streaming_content))
        assert last["序号"].startswith("导出完毕")
        for other in ("township", "twin", "auditor"):
            assert ask(other, "GET", f"/exports/{export}").status_code == 404, other
            assert ask(other, "GET", f"/exports/{export}/file").status_code == 404, other


def test_the_same_wish_again_makes_one_sheet(cast: Cast, ask: Any) -> None:
    zone, export = cast.zones["A1"], fresh()
    wish = {"id": str(fresh()), "export_id": str(export), "place_code": zone.place_code}
    first = wished(ask, "county", kind="people", purpose="help", **wish)
    again = wished(ask, "county", kind="people", purpose="help", **wish)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert Parcel.objects.filter(id=export).count() == 1
    assert Entry.objects.filter(command_id=UUID(wish["id"])).count() == 1
    taken = wished(ask, "township", kind="villages", purpose="help", export_id=str(export), place_code=zone.place_code)
    assert [each["code"] for each in taken["problems"]] == ["not_found"], "the id is somebody else's"


def test_what_is_out_of_reach_is_absent_and_a_purpose_is_needed(cast: Cast, ask: Any) -> None:
    mine, other = cast.zones["A1"], cast.zones["B1"]
    before = Parcel.objects.count()

    def refused(**fields: Any) -> list[str]:
        receipt = wished(ask, "county", export_id=str(fresh()), **fields)
        return [each["code"] for each in receipt["problems"]]

    snapshot = {"kind": "snapshot", "purpose": "report", "filters": f"snapshot={other.snapshot}"}
    assert refused(place_code=other.place_code, **snapshot) == ["not_found"]
    assert refused(place_code=mine.place_code, **snapshot) == ["not_found"]
    assert refused(place_code=mine.place_code, kind="nothing", purpose="help") == ["not_found"]
    assert refused(place_code=mine.place_code, kind="people", purpose="curiosity") == ["export_purpose_unknown"]
    assert ask(None, "GET", f"/exports/{fresh()}").status_code == 401
    assert Parcel.objects.count() == before
