"""The OpenAPI description: operations from their declarations, commands from their models, both languages."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import models_json_schema

import xiuhua
from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.commands import Command, UsedBy, marks_personal
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.contract import CommandType
from xiuhua.site.api.application import api
from xiuhua.site.api.bodies import ONLY_ON_PAGES

BASE = "api/v1/"
_REF = "#/components/schemas/Value.{model}"
_CODE = Text("操作的种类", "the kind of command")
_CARRIED: Mapping[str, Text] = {
    "id": Text("操作编号，由您这边生成（UUIDv7）", "the command's id, made on your side (UUIDv7)"),
    "observed_at": Text("看到这件事的时间，与现在不同时写", "when the fact was seen, where that differs from now"),
    "base_version": Text(
        "您看到的是哪一版；之后别人改过的项不会被覆盖",
        "the version you looked at: what others changed since is not overwritten",
    ),
}
_DECLARED = ("label", "why", "unit", "choices", "kind")


@cache
def description() -> dict[str, Any]:
    """Return the whole description; it changes only with the program."""
    found = dict(api.get_openapi_schema(path_prefix=BASE))
    found["info"] = {
        "title": "绣花 xiuhua",
        "version": xiuhua.__version__,
        "description": f"{INTRODUCTION.zh}\n\n{INTRODUCTION.en}",
        "x-description": {"zh": INTRODUCTION.zh, "en": INTRODUCTION.en},
    }
    schemas = found["components"]["schemas"]
    commands, values = _commands()
    schemas.update(values)
    schemas.update(commands)
    mapping = {
        schema["properties"]["code"]["const"]: f"#/components/schemas/{name}" for name, schema in commands.items()
    }
    schemas["AnyCommand"] = {
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "code", "mapping": mapping},
    }
    schemas["ProblemAnswer"] = _problem_answer()
    return found


def command_types() -> Iterator[CommandType]:
    """Yield the commands that a token may give, in the order of their codes."""
    return (kind for kind in catalogue.command_types() if kind.command.code not in ONLY_ON_PAGES)


INTRODUCTION = Text(
    "读是页面所用的同样的查询，只答令牌所属的人辖区以内的；不在辖区的和不存在的，回答一样。"
    "写只有 POST /commands 一个口，和网页、表格同一套规则、同一本日志。",
    "Reads are the queries of the pages and answer only from the territory of whoever the token belongs to; what lies "
    "outside answers like what does not exist. There is one door for writes, POST /commands, with the rules and the "
    "journal of forms and sheets.",
)


def _commands() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schemas of the commands, and those of the values inside them, by name of the component."""
    kinds = list(command_types())
    models: list[type[BaseModel]] = list(dict.fromkeys(m for kind in kinds for m in _models(kind.command)))
    references, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    schemas = definitions["$defs"]
    names = {model: references[model, "validation"]["$ref"].rsplit(".", 1)[1] for model in models}
    for model, name in names.items():
        _say(schemas[name], model)
    commands = {f"Command.{kind.command.code}": _command(kind, schemas[names[kind.command]]) for kind in kinds}
    own = {names[kind.command] for kind in kinds}
    return commands, {f"Value.{name}": schema for name, schema in schemas.items() if name not in own}


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for info in model.model_fields.values():
        for nested in _nested(info.annotation):
            yield from _models(nested)


def _nested(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _nested(part)


def _command(kind: CommandType, schema: dict[str, Any]) -> dict[str, Any]:
    command = kind.command
    label = command.label
    roles = [
        {"code": role.value, "zh": ROLE_NAMES[role].zh, "en": ROLE_NAMES[role].en}
        for role in Role
        if role in kind.access.roles
    ]
    code = {"type": "string", "const": command.code, "title": _CODE.en, "x-label": _words(_CODE)}
    return {
        **schema,
        "title": f"{label.zh} / {label.en}",
        "description": f"{label.zh}。{kind.access.reason.zh}\n\n{label.en}. {kind.access.reason.en}",
        "x-label": _words(label),
        "x-access": {**_words(kind.access.reason), "roles": roles},
        "x-undoable": kind.undoable,
        "properties": {"code": code, **schema["properties"]},
        "required": ["code", *schema.get("required", [])],
    }


def _say(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Put the words of each field beside it: label, why, unit, choices, who uses it, whether it is personal."""
    for name, info in model.model_fields.items():
        described = schema["properties"][name]
        for part in _DECLARED:
            if part in described:
                described[f"x-{part}"] = described.pop(part)
        if issubclass(model, Command) and name in _CARRIED:
            described["x-label"] = _words(_CARRIED[name])
        marks = list(_marks(info))
        used = next((mark.text for mark in marks if isinstance(mark, UsedBy)), None)
        if used is not None:
            described["x-used-by"] = _words(used)
        if marks_personal(marks):
            described["x-personal"] = True
        _describe(described)
    schema.pop("description", None)


def _describe(described: dict[str, Any]) -> None:
    label, used, unit = (described.get(f"x-{part}") for part in ("label", "used-by", "unit"))
    if label is None:
        return
    described["title"] = label["en"]
    lines = []
    for language, intro in (("zh", "用于："), ("en", "Used by ")):
        parts = [
            label[language],
            f"（{unit['zh']}）" if unit and language == "zh" else f"({unit['en']})" if unit else "",
        ]
        use = f"{intro}{used[language]}" if used else ""
        lines.append(" ".join(filter(None, (*parts, use))))
    described["description"] = " / ".join(lines)


def _marks(info: FieldInfo) -> Iterator[Any]:
    yield from info.metadata
    yield from _inside(info.annotation)


def _inside(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        if get_origin(part) and part is not NoneType:
            yield from _inside(part)


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _problem_answer() -> dict[str, Any]:
    """Return the schema of an answer that ends a request with a problem."""
    words = {"type": "object", "properties": {part: {"type": "string"} for part in ("what", "why", "next")}}
    one = {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "number": {"type": "integer"},
        "code": {"type": "string"},
        "zh": words,
        "en": words,
    }
    where = {"pointer": {"type": "string", "format": "json-pointer"}, "parameter": {"type": "string"}}
    required = ["type", "title", "detail", "number", "code", "zh", "en"]
    return {
        "type": "object",
        "description": "RFC 9457：title、detail 用请求的语言，zh、en 各有一份。"
        " / RFC 9457: title and detail in the asked language, both languages in zh and en.",
        "properties": {
            **one,
            "status": {"type": "integer"},
            "errors": {
                "type": "array",
                "items": {"type": "object", "properties": {**where, **one}, "required": required},
            },
        },
        "required": [*required, "status"],
    }
