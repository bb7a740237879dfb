"""Whatever JSON is sent: never an error of the program, never half a change, never an answer that is no JSON."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from support.cast import Cast
from support.standing import INSIDE, standings
from support.wishes import codes, sample, with_id
from xiuhua.platform.journal import catalogue
from xiuhua.site.api.bodies import ONLY_ON_PAGES

pytestmark = pytest.mark.django_db

TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "\0",
        "0",
        "-1",
        "1e999999",
        "NaN",
        "620122177211",
        "2018-02-30",
        "0001-01-01",
        "9999-12-31",
        "x" * 300,
        "户主",
    ]
)
NUMBERS = (
    st.integers() | st.sampled_from([2**31, 2**63, -(2**63), 10**30]) | st.floats(allow_nan=False, allow_infinity=False)
)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS | st.uuids().map(str) | st.dates().map(str)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
CODES = sorted({*codes()} - {*ONLY_ON_PAGES})
LOOSELY = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def answered(ask: Any, body: Any) -> None:
    """Send a body, and see that it is answered as a program of others can read it; nothing of it stays."""
    with transaction.atomic():
        answer = ask("county", "POST", "/commands", json.dumps(body).encode())
        transaction.set_rollback(True)
    assert answer.status_code in (200, 400, 422), (answer.status_code, body)
    told = answer.json()
    if answer.status_code == 200:
        assert [each["outcome"] in ("accepted", "refused") for each in told] == [True] * len(body)
    else:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert told["number"] > 1000


def paths(value: Any, lead: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of a payload."""
    yield lead
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*lead, key))


def with_another(payload: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return the payload with something else at one place."""
    if not path:
        return value
    changed = copy.deepcopy(payload)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


@LOOSELY
@given(body=ANYTHING)
@example(body=[[[]]])
def test_any_json_is_answered(ask: Any, body: Any) -> None:
    answered(ask, body)


@LOOSELY
@given(code=st.sampled_from(CODES), rest=st.dictionaries(TEXTS, ANYTHING, max_size=4), identifier=st.uuids())
def test_any_fields_of_a_known_command_are_answered(ask: Any, code: str, rest: Any, identifier: Any) -> None:
    answered(ask, [{**rest, "code": code, "id": str(identifier)}])


@settings(parent=LOOSELY, max_examples=200)
@given(data=st.data())
def test_a_good_command_with_another_value_in_one_place_is_answered(cast: Cast, ask: Any, data: st.DataObject) -> None:
    """The nearest to what programs really send: all is right but one value, and that one is of the right kind."""
    payload = good(cast, data)
    ways = [
        way for way in paths(payload) if way and way != ("code",) and not isinstance(leaf(payload, way), dict | list)
    ]
    way = data.draw(st.sampled_from(ways))
    answered(ask, [with_another(payload, way, data.draw(alike(leaf(payload, way))))])


@settings(parent=LOOSELY, max_examples=200)
@given(data=st.data())
def test_a_good_command_with_a_further_field_is_answered(cast: Cast, ask: Any, data: st.DataObject) -> None:
    payload = good(cast, data)
    fields = catalogue.command_type(payload["code"]).command.model_fields
    name = data.draw(st.sampled_from(sorted({*fields} - {*payload}) or ["id"]))
    kinds = st.booleans() | st.integers() | st.dates().map(str) | st.lists(TEXTS, max_size=3)
    answered(ask, [{**payload, name: data.draw(TEXTS | kinds)}])


def good(cast: Cast, data: st.DataObject) -> dict[str, Any]:
    """Return a command that the county officer may give about a record of the own county."""
    standing = standings(cast, cast.viewers["county"])[INSIDE]
    code = data.draw(st.sampled_from(CODES))
    return {**with_id(dict(sample(code).payload(standing))), "code": code}


def leaf(payload: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        payload = payload[key]
    return payload


def alike(value: Any) -> st.SearchStrategy[Any]:
    """Return values of the same kind of JSON, texts that look like the one there included."""
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return st.integers() | st.sampled_from([0, -1, 2**31, 2**63])
    near = [st.dates().map(str)] if value[4:5] == "-" else [st.uuids().map(str)] if value.count("-") == 4 else []
    digits = [st.from_regex(rf"[0-9]{{{len(value)}}}", fullmatch=True)] if value.isdigit() else []
    return st.one_of(*near, *digits, TEXTS)
