"""The OpenAPI description and its page: complete, in both languages, in step with the commands, without any script."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from support.cast import PASSWORD, Cast
from xiuhua.kernel.commands import UsedBy, personal_paths
from xiuhua.platform.journal.catalogue import command_types
from xiuhua.site.api.bodies import ONLY_ON_PAGES
from xiuhua.site.api.description import description
from xiuhua.site.wordings import catalogue

pytestmark = pytest.mark.django_db

KINDS = [kind for kind in command_types() if kind.command.code not in ONLY_ON_PAGES]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def told() -> Any:
    """Return the description as a program reads it."""
    return json.loads(json.dumps(description()))


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a description."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts(part)


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT = {
    ("/api/v1/files/{file_id}", "get"): "application/octet-stream",
    ("/api/v1/exports/{export_id}/file", "get"): WORKBOOK,
}
"""The operations that answer with a file itself."""


def test_a_program_gets_the_description_with_its_token_and_a_person_with_a_session(cast: Cast, ask: Any) -> None:
    answer = ask("county", "GET", "/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    found = answer.json()
    client = Client()
    client.post("/sign-in", {"login": "county", "password": PASSWORD})
    assert client.get("/api/v1/openapi.json").json() == found
    assert found["openapi"].startswith("3.1")
    assert {"info", "paths", "components"} <= set(found)


def test_every_operation_says_what_it_does_in_both_languages_and_how_it_can_end(told: Any) -> None:
    operations = [(path, method, each) for path, methods in told["paths"].items() for method, each in methods.items()]
    assert len(operations) >= 13
    assert len({each["operationId"] for _, _, each in operations}) == len(operations)
    for path, method, each in operations:
        assert path.startswith("/api/v1/")
        for part in ("x-summary", "x-description"):
            assert CHINESE.search(each[part]["zh"]), (path, part)
            assert not CHINESE.search(each[part]["en"]), (path, part)
        assert each["security"] == [{"PersonalToken": []}]
        assert {"200", "401"} <= set(each["responses"])
        for status, response in each["responses"].items():
            good = CONTENT.get((path, method), "application/json")
            kind = good if status == "200" else "application/problem+json"
            assert set(response["content"]) == {kind}, (path, method, status)
        for parameter in each["parameters"]:
            if parameter["in"] == "query":
                assert " / " in parameter["description"], (path, parameter["name"])
    assert told["components"]["securitySchemes"]["PersonalToken"] == {"type": "http", "scheme": "bearer"}


def test_every_reference_leads_somewhere(told: Any) -> None:
    schemas = told["components"]["schemas"]
    references = {each["$ref"] for each in parts(told) if isinstance(each.get("$ref"), str)}
    assert len(references) > 30
    assert {reference.removeprefix("#/components/schemas/") for reference in references} <= set(schemas)


def test_the_commands_of_the_description_are_those_that_a_token_may_give(told: Any) -> None:
    union = told["components"]["schemas"]["AnyCommand"]
    assert union["discriminator"]["propertyName"] == "code"
    assert set(union["discriminator"]["mapping"]) == {kind.command.code for kind in KINDS}
    assert len(union["oneOf"]) == len(KINDS)
    body = told["paths"]["/api/v1/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert (body["type"], body["items"]) == ("array", {"$ref": "#/components/schemas/AnyCommand"})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.command.code)
def test_a_command_says_everything_that_its_model_knows(told: Any, kind: Any) -> None:
    schemas, command = told["components"]["schemas"], kind.command
    schema = schemas[f"Command.{command.code}"]
    assert schema["properties"]["code"]["const"] == command.code
    assert {"code", "id"} <= set(schema["required"])
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {"code", *command.model_fields}
    assert schema["x-label"] == {"zh": command.label.zh, "en": command.label.en}
    assert {role["code"] for role in schema["x-access"]["roles"]} == kind.access.roles
    personal = dict(marked(schema, schemas, "x-personal"))
    assert set(personal) == set(names(personal_paths(command)))
    used = dict(marked(schema, schemas, "x-used-by"))
    assert used == dict(declared(command))


def marked(schema: Any, schemas: Any, mark: str, lead: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the fields that carry a mark, those of values inside included."""
    for name, described in schema["properties"].items():
        if mark in described:
            yield lead + name, described[mark]
        for part in parts({key: value for key, value in described.items() if not key.startswith("x-")}):
            inner = schemas.get(str(part.get("$ref", "")).rsplit("/", 1)[-1], {})
            if "properties" in inner:
                yield from marked(inner, schemas, mark, f"{lead}{name}.")


def names(paths: Any, lead: str = "") -> Iterator[str]:
    for name, inner in paths.items():
        if name == "__all__":
            yield from names(inner, lead)
        elif isinstance(inner, dict):
            yield from names(inner, f"{lead}{name}.")
        else:
            yield lead + name


def declared(model: type[BaseModel], lead: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield who uses each field, as the models say it."""
    for name, info in model.model_fields.items():
        marks = [*info.metadata, *inside(info.annotation, "__metadata__")]
        for mark in marks:
            if isinstance(mark, UsedBy):
                yield lead + name, {"zh": mark.text.zh, "en": mark.text.en}
        for nested in models_in(info.annotation):
            yield from declared(nested, f"{lead}{name}.")


def inside(annotation: Any, attribute: str) -> Iterator[Any]:
    yield from getattr(annotation, attribute, ())
    for part in getattr(annotation, "__args__", ()):
        yield from inside(part, attribute)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from models_in(part)


def test_money_is_a_text_and_a_field_has_its_label_and_choices(told: Any) -> None:
    schemas = told["components"]["schemas"]
    corrected = schemas["Command.registry.correct_household"]["properties"]
    income = corrected["per_head_income"]
    assert next(part for part in income["anyOf"] if part["type"] == "string")["pattern"] == r"^-?\d+(\.\d{1,2})?$"
    assert income["x-label"]["en"] == "What net income per head does the sheet state?"
    assert income["x-unit"] == {"zh": "元", "en": "yuan"}
    assert income["x-personal"] is True
    assert [choice["value"] for choice in corrected["exit_status"]["x-choices"]]
    undo = schemas["Command.journal.undo"]["properties"]
    assert undo["id"]["x-label"]["en"].startswith("the command's id")


def test_the_page_explains_operations_commands_and_every_number(cast: Cast) -> None:
    client = Client()
    assert client.get("/api/v1/docs").status_code == 302
    client.post("/sign-in", {"login": "attendee", "password": PASSWORD})
    answer = client.get("/api/v1/docs")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert [script for script in re.findall(r"<script[^>]*>", html) if "src=" not in script] == []
    assert not re.search(r"(?:src|href)=\"https?:", html)
    for wording in catalogue():
        assert f'id="problem-{wording.number}"' in html
    for kind in KINDS:
        assert f'id="command-{kind.command.code}"' in html
    assert "<code>members.name</code>" in html
    assert "做一批操作" in html
    client.post("/language", {"language": "en", "next": "/"})
    assert "Carry out commands" in client.get("/api/v1/docs").content.decode()
