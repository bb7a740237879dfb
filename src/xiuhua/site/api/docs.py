"""The description as a page, without any script: operations, commands with their fields, and every numbered problem."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.pages import Crumb, Here
from xiuhua.site.api.description import INTRODUCTION, description
from xiuhua.site.wordings import catalogue

_METHODS = ("get", "post")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the address."""

    name: str
    text: Text
    form: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is asked, what it does, what it answers."""

    method: str
    path: str
    title: Text
    text: Text
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[int, Text], ...]

    @property
    def anchor(self) -> str:
        """Return the id of its place on the page."""
        return f"{self.method}{self.path.replace('/', '-')}".lower().translate({ord("{"): None, ord("}"): None})


@dataclass(frozen=True, slots=True)
class CommandField:
    """One field of a command, with who uses it; ``within`` names the value that it is a part of."""

    name: str
    form: str
    text: Text | None
    used_by: Text | None
    required: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class CommandShown:
    """One command with its fields, and those of the values inside it."""

    code: str
    title: Text
    who: Text
    fields: tuple[CommandField, ...]


@require_safe
@signed_in()
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description of the API."""
    crumbs = (Crumb(Text("查证", "Evidence"), reverse("evidence")), Crumb(Text("接口说明", "API")))
    context = {
        "introduction": INTRODUCTION,
        "operations": _operations(),
        "commands": _commands(),
        "problems": tuple(catalogue()),
        "openapi_url": reverse("api-openapi"),
        "base": "/api/v1",
        "here": Here("evidence", crumbs),
    }
    return render(request, "site/api_docs.html", context)


@cache
def _operations() -> tuple[Operation, ...]:
    return tuple(
        Operation(
            method=method.upper(),
            path=path,
            title=_text(operation["x-summary"]),
            text=_text(operation["x-description"]),
            parameters=tuple(map(_parameter, operation["parameters"])),
            answers=tuple(
                (int(status), _split(answer["description"])) for status, answer in operation["responses"].items()
            ),
        )
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
        if method in _METHODS
    )


@cache
def _commands() -> tuple[CommandShown, ...]:
    schemas = description()["components"]["schemas"]
    return tuple(
        CommandShown(
            schema["properties"]["code"]["const"],
            _text(schema["x-label"]),
            _text(schema["x-access"]),
            tuple(_fields(schema, schemas, "")),
        )
        for name, schema in schemas.items()
        if name.startswith("Command.")
    )


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any], within: str) -> Iterator[CommandField]:
    for name, described in schema["properties"].items():
        yield CommandField(
            name=f"{within}{name}",
            form=_form(described, schemas),
            text=_text(described["x-label"]) if "x-label" in described else None,
            used_by=_text(described["x-used-by"]) if "x-used-by" in described else None,
            required=name in schema.get("required", ()),
            personal=described.get("x-personal", False),
        )
        for reference in _references(described):
            if "properties" in schemas[reference]:
                yield from _fields(schemas[reference], schemas, f"{within}{name}.")


def _references(described: Any) -> Iterator[str]:
    """Yield the values that a field holds."""
    if isinstance(described, dict):
        if "$ref" in described:
            yield described["$ref"].rsplit("/", 1)[1]
        for key, part in described.items():
            if not key.startswith("x-"):
                yield from _references(part)
    elif isinstance(described, list):
        for part in described:
            yield from _references(part)


def _form(described: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """Return the type of a value in one short line, in the words of JSON."""
    if "const" in described:
        return f'"{described["const"]}"'
    if "anyOf" in described:
        return " | ".join(_form(part, schemas) for part in described["anyOf"])
    if "$ref" in described:
        return _form(schemas[described["$ref"].rsplit("/", 1)[1]], schemas)
    if "enum" in described:
        return " | ".join(f'"{value}"' for value in described["enum"])
    kind = described.get("type", "any")
    if kind == "array":
        return f"[{_form(described.get('items', {}), schemas)}]"
    return str(described.get("format", kind))


def _parameter(described: Mapping[str, Any]) -> Parameter:
    text = _split(described.get("description", ""))
    return Parameter(described["name"], text, _form(described["schema"], {}), described["required"])


def _split(text: str) -> Text:
    """Return the two languages of a description that joins them."""
    zh, _, en = text.partition(" / ")
    return Text(zh, en or zh)


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])
