"""Every operation that the API describes × every role × inside and outside, by the tokens of the cast."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import Resolver404, resolve

from support import gathered
from support.cast import Cast, Viewer
from support.declared import Read
from support.door import Answer, Door
from support.matrix import PARTS, TOGETHER
from support.standing import ABSENT, BESIDE, INSIDE, LATE, OUTSIDE, Sampler, Standing, asking, at_place, standings
from support.wishes import codes, sample, with_id
from xiuhua.platform.journal.catalogue import command_type
from xiuhua.site.api.bodies import ONLY_ON_PAGES

try:
    resolve("/api/v1/openapi.json")
except Resolver404:
    pytest.skip("the API has no description yet", allow_module_level=True)

pytestmark = pytest.mark.django_db

DESCRIPTION = "/api/v1/openapi.json"
COMMANDS = "/api/v1/commands"
FILES = "/api/v1/files"
SEARCH = "/api/v1/search"

NAMED: Mapping[str, Sampler] = {**PARTS, "place": at_place}
"""What stands in the place of a parameter that names something of a zone."""

FIXED: Mapping[str, str] = gathered.table("FIXED")
"""Parameters that name nothing; ``before`` is an id where the operation says so."""

READS: Mapping[str, Read] = gathered.listed("READS", "path")
"""What the modules declare of the operations that read, by their paths."""


@dataclass(frozen=True)
class Operation:
    """One read of the API with a set of parameters."""

    path: str
    parameters: tuple[tuple[str, Sampler], ...]
    method: str = "GET"
    """``POST`` for the search: what is looked for stands in its body."""

    @property
    def label(self) -> str:
        """Return the path with its parameters, for messages."""
        return f"{self.path}?{'&'.join(name for name, _ in self.parameters)}"

    def allows(self, viewer: Viewer) -> bool:
        """Say whether a viewer has a role that it answers."""
        access = READS[self.path].access
        return access is None or viewer.role in access.roles

    def values(self, standing: Standing) -> dict[str, str]:
        """Return the values of all parameters."""
        return {name: str(sampler(standing)) for name, sampler in self.parameters}

    def address(self, values: Mapping[str, str]) -> str:
        """Return the address with its gaps filled."""
        path = re.sub(r"{(\w+)}", lambda gap: values[gap[1]], self.path)
        if self.method == "POST":
            return f"/api/v1{path}"
        query = {name: value for name, value in values.items() if f"{{{name}}}" not in self.path}
        return f"/api/v1{path}" + (f"?{urlencode(query)}" if query else "")


@pytest.fixture(scope="module")
def operations(cast: Cast, door: Door) -> list[Operation]:
    """Return every read that the description names, each with the samples of its parameters."""
    told = door.ask("county", "GET", DESCRIPTION, bearer=cast.tokens["county"])
    assert told.status == 200
    whole = json.loads(told.raw.split("\n", 1)[1])
    found = []
    for path, methods in whole["paths"].items():
        short = path.removeprefix("/api/v1")
        for method, operation in methods.items():
            if (method, path) in {("post", COMMANDS), ("post", FILES)}:
                continue
            assert method == "get" or path == SEARCH, f"{method} {path}: one operation for commands, files before them"
            assert short in READS, (
                f"add a Read of {short} to READS in a file of {gathered.FOLDER}, in the folder of its module"
            )
            asked_for = operation["parameters"] if method == "get" else _members(whole, operation)
            found += [Operation(short, each, method.upper()) for each in _sets(short, asked_for)]
    return found


def _members(whole: Mapping[str, Any], operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the members of the object that an operation takes, described like parameters."""
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = whole["components"]["schemas"][reference.rpartition("/")[2]]
    return [
        {**described, "name": name, "required": name in schema["required"]}
        for name, described in schema["properties"].items()
    ]


def _sets(path: str, described: list[dict[str, Any]]) -> Iterator[tuple[tuple[str, Sampler], ...]]:
    """Yield the needed parameters, then all of them; a search with each kind of text."""
    unknown = {each["name"] for each in described} - {*NAMED, *FIXED, "q"}
    assert not unknown, f"add {sorted(unknown)} of {path} to PARTS or FIXED in a file of {gathered.FOLDER}"
    texts: tuple[Sampler, ...] = (
        lambda s: s.zone.members[0].name,
        lambda s: s.zone.household_code,
        lambda s: s.zone.members[0].code,
        lambda s: s.zone.members[0].identity,
        lambda s: s.zone.names["village"],
    )
    for text in texts if any(each["name"] == "q" for each in described) else texts[:1]:
        for whole in (False, True):
            chosen = [each for each in described if whole or each.get("required")]
            yield tuple((each["name"], text if each["name"] == "q" else _sampler(each)) for each in chosen)


def _sampler(described: Mapping[str, Any]) -> Sampler:
    name = described["name"]
    if name in NAMED:
        return NAMED[name]
    value = LATE if "uuid" in json.dumps(described) else FIXED[name]
    return lambda standing: value


def test_the_table_of_roles_names_only_what_there_is(operations: list[Operation]) -> None:
    assert set(READS) == {operation.path for operation in operations}


def test_without_a_token_there_is_nothing_to_be_had(cast: Cast, door: Door, operations: list[Operation]) -> None:
    standing = standings(cast, cast.viewers["county"])[INSIDE]
    reads = [(each.method, each.address(each.values(standing))) for each in operations]
    for method, path in (("GET", DESCRIPTION), ("POST", COMMANDS), *reads):
        for bearer in ("", "a-secret-that-nobody-has"):
            answer = door.ask(None, method, path, bearer=bearer, body="[]" if method == "POST" else "")
            assert answer.status == 401, f"{path} answers a stranger with {answer.status}"
    assert door.ask("county", "GET", "/api/v1/places").status == 401, "a session of the pages counts for nothing here"


def test_who_gets_an_answer(cast: Cast, door: Door, operations: list[Operation], database_engine: str) -> None:
    wrong = []
    for operation in operations:
        for viewer in asking(cast, database_engine, operation.label, operation.allows):
            for where, standing in standings(cast, viewer).items():
                answer = asked(door, cast, viewer, operation, operation.values(standing))
                right = expected(operation, standing)
                if answer.status != right:
                    wrong.append(f"{operation.label} answers {viewer.login} {where} with {answer.status} not {right}")
    assert wrong == []


def expected(operation: Operation, standing: Standing) -> int:
    """Return the status that the access tables and the territory demand."""
    role, names_a_row = standing.viewer.role, bool({*dict(operation.parameters)} & {*NAMED})
    read = READS[operation.path]
    access = read.access
    if access is not None and role not in access.roles:
        return 403
    if not names_a_row:
        return 200
    own = read.own in standing.own and standing.where == INSIDE
    seen = read.seen or access
    inside = standing.where == INSIDE and seen is not None and role in seen.roles
    return 200 if inside or own else 404


def test_outside_answers_as_if_nothing_were_there(
    cast: Cast, door: Door, operations: list[Operation], database_engine: str
) -> None:
    wrong = []
    for operation in operations:
        for viewer in asking(cast, database_engine, operation.label, operation.allows):
            seen = standings(cast, viewer)
            for where in (BESIDE, OUTSIDE):
                if where in seen:
                    wrong += [*differences(operation, seen[INSIDE], seen[where], seen[ABSENT], cast, door)]
    assert wrong == []


def differences(
    operation: Operation, inside: Standing, outside: Standing, absent: Standing, cast: Cast, door: Door
) -> Iterator[str]:
    """Yield where the answer about something outside differs from that about something that does not exist."""
    near, far, none = (operation.values(each) for each in (inside, outside, absent))
    for name in near:
        if TOGETHER.get(name, name) == name and far[name] != none[name]:
            names = {name, *(other for other, lead in TOGETHER.items() if lead == name and other in near)}
            there, nowhere = (
                asked(door, cast, inside.viewer, operation, {**near, **{each: values[each] for each in names}})
                for values in (far, none)
            )
            if (there.statuses, there.masked) != (nowhere.statuses, nowhere.masked):
                yield f"{operation.label} tells {inside.viewer.login} that {name} {outside.where} exists"


@pytest.mark.parametrize("code", sorted(ONLY_ON_PAGES))
def test_a_command_of_the_pages_is_not_understood_here(code: str, cast: Cast, door: Door) -> None:
    for viewer in cast.viewers.values():
        for standing in standings(cast, viewer).values():
            assert receipts(door, cast, viewer, code, sample(code).payload(standing)).status == 422


@pytest.mark.parametrize("code", sorted({*codes()} - {*ONLY_ON_PAGES}))
def test_a_command_is_carried_out_as_through_every_other_door(
    code: str, cast: Cast, door: Door, database_engine: str
) -> None:
    kind, made, wrong = command_type(code), sample(code), []
    for viewer in asking(cast, database_engine, code, lambda viewer: made.allows(kind.access, viewer.role)):
        seen, may = standings(cast, viewer), made.allows(kind.access, viewer.role)
        inside = receipts(door, cast, viewer, code, made.payload(seen[INSIDE]))
        outcome = json.loads(inside.raw.split("\n", 1)[1])[0]["outcome"]
        if (outcome == "accepted") is not may:
            wrong.append((viewer.login, INSIDE, outcome))
        for where in (BESIDE, OUTSIDE):
            if where in seen:
                there = receipts(door, cast, viewer, code, made.payload(seen[where]))
                nowhere = receipts(door, cast, viewer, code, made.payload(seen[ABSENT]))
                if there.masked != nowhere.masked or '"outcome": "accepted"' in there.raw:
                    wrong.append((viewer.login, where, there.raw))
    assert wrong == []


def test_nobody_has_met_a_canary(door: Door) -> None:
    """Last in this file: of all the answers above none showed what lies outside."""
    assert door.leaks == []


def asked(door: Door, cast: Cast, viewer: Viewer, operation: Operation, values: Mapping[str, str]) -> Answer:
    """Ask for an operation as the program of a viewer."""
    body = json.dumps(dict(values)) if operation.method == "POST" else ""
    return door.ask(
        viewer.login,
        operation.method,
        operation.address(values),
        bearer=cast.tokens[viewer.login],
        body=body,
        typed=values.values(),
    )


def receipts(door: Door, cast: Cast, viewer: Viewer, code: str, payload: Mapping[str, Any]) -> Answer:
    """Send a command as the program of a viewer."""
    body = json.dumps([{**with_id(dict(payload)), "code": code}])
    typed = [str(each) for each in _leaves(payload) if len(str(each)) > 3]
    return door.ask(viewer.login, "POST", COMMANDS, bearer=cast.tokens[viewer.login], body=body, typed=typed)


def _leaves(value: Any) -> Iterator[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if parts is None:
        yield value
    for part in parts or ():
        yield from _leaves(part)
