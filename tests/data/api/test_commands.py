"""The one operation for writes, on each database: receipts, repeats, batches, and everything that is not understood."""

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.cast import Cast, fresh
from xiuhua.registry.models import Household, Statement
from xiuhua.site.api.bodies import MOST_COMMANDS

pytestmark = pytest.mark.django_db


def income(cast: Cast, amount: Any = "3100.5", **more: Any) -> dict[str, Any]:
    """Return a wish to correct the stated income of a household of county A."""
    household = str(cast.zones["A1"].household)
    wish = {"code": "registry.correct_household", "id": str(fresh()), "household_id": household}
    return {**wish, "per_head_income": amount, **more}


def stated(cast: Cast) -> int | None:
    """Return the stated income of that household in cents."""
    rows = Statement.objects.filter(household_id=cast.zones["A1"].household, valid_to=None)
    cents: int | None = rows.values_list("per_head_income", flat=True).get()
    return cents


def outcomes(answer: Any) -> list[tuple[str, list[str]]]:
    assert answer.status_code == 200, answer.content.decode()
    return [(each["outcome"], [problem["code"] for problem in each["problems"]]) for each in answer.json()]


@pytest.mark.parametrize(
    ("sent", "cents"),
    [("3100.5", 310050), ("3100.50", 310050), (3100, 310000), ("-350", -35000), ("0", 0), (" 12 ", 1200)],
)
def test_money_is_a_decimal_text_in_yuan(cast: Cast, ask: Any, sent: Any, cents: int) -> None:
    assert outcomes(ask("county", "POST", "/commands", [income(cast, sent)])) == [("accepted", [])]
    assert stated(cast) == cents
    shown = ask("county", "GET", f"/households/{cast.zones['A1'].household}").json()
    assert Decimal(shown["statement"]["values"]["per_head_income"]) * 100 == cents


@pytest.mark.parametrize("sent", [3100.5, "1.005", "1e999999", "NaN", "一千", True, {}, [], "9" * 40])
def test_what_is_no_amount_is_named_and_changes_nothing(cast: Cast, ask: Any, sent: Any) -> None:
    before = stated(cast)
    answer = ask("county", "POST", "/commands", [income(cast, sent)], Accept_Language="en")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/0/per_head_income", "value_form")
    assert "decimal text in yuan" in error["detail"]
    assert stated(cast) == before


def test_the_same_command_again_gives_the_first_receipt(cast: Cast, ask: Any) -> None:
    wish = income(cast)
    first, again = (ask("county", "POST", "/commands", [wish]).json()[0] for _ in range(2))
    assert (first["outcome"], first["repeated"]) == ("accepted", False)
    assert again == {**first, "repeated": True}
    assert Statement.objects.filter(household_id=wish["household_id"]).count() == 2
    other = ask("county", "POST", "/commands", [{**wish, "per_head_income": "1"}])
    assert outcomes(other) == [("refused", ["id_used_otherwise"])]
    assert stated(cast) == 310050


def test_receipts_come_in_the_order_of_the_commands(cast: Cast, ask: Any) -> None:
    far = {**income(cast), "household_id": str(cast.zones["B1"].household)}
    wishes = [income(cast, "1"), far, income(cast, "2"), {**far, "id": str(fresh()), "household_id": str(fresh())}]
    answer = ask("county", "POST", "/commands", wishes)
    assert [each["command_id"] for each in answer.json()] == [wish["id"] for wish in wishes]
    assert outcomes(answer) == [
        ("accepted", []),
        ("refused", ["not_found"]),
        ("accepted", []),
        ("refused", ["not_found"]),
    ]
    assert stated(cast) == 200
    outside, absent = answer.json()[1], answer.json()[3]
    assert outside["problems"] == absent["problems"]


def test_all_or_nothing_writes_nothing_if_one_is_refused(cast: Cast, ask: Any) -> None:
    before = stated(cast)
    wishes = [income(cast, "1"), {**income(cast, "2"), "household_id": str(fresh())}]
    answer = ask("county", "POST", "/commands?all_or_nothing=true", wishes)
    assert outcomes(answer) == [("refused", ["batch_not_taken"]), ("refused", ["not_found"])]
    assert stated(cast) == before
    assert outcomes(ask("county", "POST", "/commands?all_or_nothing=true", wishes[:1])) == [("accepted", [])]


def test_one_command_that_is_not_understood_stops_the_whole_request(cast: Cast, ask: Any) -> None:
    before = stated(cast)
    answer = ask("county", "POST", "/commands", [income(cast, "1"), {**income(cast), "household_id": "x"}])
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/1/household_id"]
    assert stated(cast) == before


@pytest.mark.parametrize("login", ["auditor", "attendee", "department", "administrator", "former", "postless"])
def test_a_role_that_only_reads_is_refused_with_who_may(cast: Cast, ask: Any, login: str) -> None:
    before = stated(cast)
    answer = ask(login, "POST", "/commands", [income(cast)], Accept_Language="en")
    assert outcomes(answer) == [("refused", ["not_your_role"])]
    problem = answer.json()[0]["problems"][0]
    assert (problem["number"], problem["type"]) == (1403, "/api/v1/docs#problem-1403")
    assert problem["detail"].startswith("Allowed: officers, leaders and members")
    assert problem["zh"]["what"] == "您的岗位不能做这件事"
    assert stated(cast) == before


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b" ", "application/json", 400, "json_malformed"),
        (b"[{", "application/json", 400, "json_malformed"),
        (b"[NaN]", "application/json", 400, "json_malformed"),
        (b'["\xff"]', "application/json", 400, "json_malformed"),
        (b'["\\ud800"]', "application/json", 400, "json_malformed"),
        (b"[" * 3000 + b"]" * 3000, "application/json", 400, "json_malformed"),
        (b"[]", "text/plain", 415, "content_not_json"),
        (b"id=1", "application/x-www-form-urlencoded", 415, "content_not_json"),
        (b"{}", "application/json", 422, "commands_not_a_list"),
        (b"null", "application/json", 422, "commands_not_a_list"),
        (json.dumps([{}] * (MOST_COMMANDS + 1)).encode(), "application/json", 422, "commands_too_many"),
        (b"[" + b" " * 3_000_000 + b"]", "application/json", 413, "body_too_large"),
    ],
)
def test_what_is_no_list_of_commands_has_its_problem(ask: Any, body: bytes, kind: str, status: int, code: str) -> None:
    for language in ("zh", "en"):
        answer = ask("county", "POST", "/commands", body, content_type=kind, Accept_Language=language)
        told = answer.json()
        assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert told["title"] == told["en" if language == "en" else "zh"]["what"]
        assert answer.headers["Content-Language"] == ("en" if language == "en" else "zh-Hans")


def test_other_methods_have_their_problem(ask: Any) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = ask("county", method, "/commands")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_here")
        assert answer.headers["Allow"] == "POST"


def test_each_place_is_named_and_what_was_typed_is_not_repeated(cast: Cast, ask: Any) -> None:
    typed = "燕妮•卡纳里"
    wish = {
        "code": "registry.correct_member",
        "id": typed,
        "household_id": str(cast.zones["A1"].household),
        "name": 5,
        "identity": typed * 20,
        "work_months": 99,
        "cleared": ["everything"],
        "observed_at": typed,
        typed: typed,
        "colour": typed,
    }
    answer = ask("county", "POST", "/commands", [wish], Accept_Language="en")
    assert answer.status_code == 422
    places = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert places == {
        "/0/id": "value_form",
        "/0/person_id": "value_missing",
        "/0/name": "value_form",
        "/0/identity": "value_form",
        "/0/work_months": "value_form",
        "/0/cleared/0": "value_form",
        "/0/observed_at": "value_form",
        "/0": "field_unknown",
        "/0/colour": "field_unknown",
    }
    assert "卡纳里" not in answer.content.decode()
    assert "ka" not in answer.json()["errors"][0]["detail"]
    known = next(error["detail"] for error in answer.json()["errors"] if error["pointer"] == "/0")
    assert "code, id" in known


@pytest.mark.parametrize(
    ("item", "pointer", "code"),
    [
        (1, "/0", "value_form"),
        ([], "/0", "value_form"),
        ({}, "/0/code", "value_missing"),
        ({"code": None}, "/0/code", "value_missing"),
        ({"code": "registry.no_such"}, "/0/code", "command_unknown"),
        ({"code": 5}, "/0/code", "command_unknown"),
        ({"code": ["registry.correct_household"]}, "/0/code", "command_unknown"),
        ({"code": "accounts.password_set"}, "/0/code", "command_not_here"),
        ({"code": "accounts.issue_token"}, "/0/code", "command_not_here"),
        ({"code": "journal.undo", "reason": "a\0b"}, "/0/reason", "text_unprintable"),
        ({"code": "journal.undo", "a\0b": 1}, "/0", "text_unprintable"),
    ],
)
def test_an_item_that_is_no_command_is_named(ask: Any, item: Any, pointer: str, code: str) -> None:
    answer = ask("county", "POST", "/commands", [item])
    assert answer.status_code == 422
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_what_somebody_else_changed_meanwhile_is_a_refusal(cast: Cast, ask: Any) -> None:
    version = ask("county", "GET", f"/households/{cast.zones['A1'].household}").json()["version"]
    assert outcomes(ask("township", "POST", "/commands", [income(cast, "1", base_version=version)])) == [
        ("accepted", [])
    ]
    answer = ask("county", "POST", "/commands", [income(cast, "2", base_version=version)])
    assert outcomes(answer) == [("refused", ["changed_meanwhile"])]
    assert stated(cast) == 100


def test_a_household_with_its_people_is_registered_by_one_command(cast: Cast, ask: Any) -> None:
    zone, household = cast.zones["A1"], str(fresh())
    wish = {
        "code": "registry.record_household",
        "id": str(fresh()),
        "household_id": household,
        "household_code": "77000000001",
        "village_code": zone.place_code,
        "origin": "form",
        "stated_on": "2018-06-20",
        "stated": {"per_head_income": "2485.50", "size": 1},
        "members": [{"id": str(fresh()), "code": "7700000000101", "name": "梁新禾", "relation": "户主"}],
    }
    assert outcomes(ask("county", "POST", "/commands", [wish])) == [("accepted", [])]
    forged = {**wish, "id": str(fresh()), "household_id": str(fresh()), "origin": "people"}
    assert outcomes(ask("county", "POST", "/commands", [forged])) == [("refused", ["export_not_by_program"])]
    found = ask("county", "GET", f"/households/{household}").json()
    assert (found["head"], found["income"]["value"]) == ("梁新禾", "2485.5")
    assert Household.objects.get(id=household).place_code == zone.place_code


def test_the_number_of_queries_does_not_grow_with_the_commands(cast: Cast, ask: Any) -> None:
    """Commands about different records are decided and written together."""
    zone = cast.zones["A1"]

    def spent(homes: list[uuid.UUID]) -> int:
        wishes = [{**income(cast, "5"), "household_id": str(home)} for home in homes]
        with CaptureQueriesContext(connection) as counted:
            assert {outcome for outcome, _ in outcomes(ask("county", "POST", "/commands", wishes))} == {"accepted"}
        return len(counted)

    others = Household.objects.filter(place_code=zone.place_code, valid_to=None).exclude(id=zone.household)
    homes = list(others.order_by("code").values_list("id", flat=True))
    assert len(homes) >= 3
    assert spent(homes[1:]) <= spent(homes[:1]) + 2
