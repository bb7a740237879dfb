"""From the bytes of a request to commands. Nothing that was typed is ever said back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.site.api.expected import expected
from xiuhua.site.api.problems import ApiProblem, At

MOST_COMMANDS = 500
"""Commands of one request; larger lists go in several requests."""

SHOWN = 100
"""Places that a refused request lists; more would help nobody."""

ONLY_ON_PAGES: Mapping[str, Text] = {
    "accounts.password_set": Text(
        "密码只在登录后的网页上设置，这里只会留下一条没有发生的记录",
        "A password is set on its page after signing in; here only a record of what never happened would remain",
    ),
    "accounts.set_second_step": Text(
        "两步验证要在网页上用手机扫码设置，这里只会留下一条没有发生的记录",
        "The second step is set up on its page with a telephone; here only a record of nothing would remain",
    ),
    "accounts.remove_second_step": Text(
        "两步验证只在登录后的网页上去掉，泄露的令牌不能关掉它",
        "The second step is removed on pages after signing in: a token that leaked cannot turn it off",
    ),
    "accounts.issue_token": Text(
        "令牌不能给自己发新令牌，否则泄露的令牌作废不了",
        "A token does not issue tokens: otherwise one that leaked could never be stopped",
    ),
    "groups.open_feed": Text(
        "日历地址在登录后的网页上开，否则令牌作废了，它开的地址还在",
        "A calendar address is opened on its page after signing in: a token that leaked would leave one behind",
    ),
    "needs.issue_code": Text(
        "纸码在网页上发、当面交给这一户；这里只会让现在的码作废，新的没有人知道",
        "A code on paper is issued on its page and handed over; here the present one would end for one that nobody has",
    ),
    "exchange.record_export": Text(
        "导出由交出文件的程序自己记下，这里只会留下一条没有发生的记录",
        "An export is recorded by the program that hands over the file; here only a record of what never happened "
        "would remain",
    ),
    "registry.make_access_report": Text(
        "查询书在网页上开，当面交给本人；程序取不到它",
        "The report is made on its page and handed over in person; a program has no use for it",
    ),
}
"""Commands that a token may not give, with the reason."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def commands_of(request: HttpRequest) -> list[Command]:
    """Return the commands of a request in order.

    Raise :class:`ApiProblem`: 400 for what is no JSON, 413 for what is too large, 415 for another type of content,
    422 with every place that was not understood.
    """
    items = _list_of(request)
    commands: list[Command] = []
    errors: list[At] = []
    for index, item in enumerate(items):
        try:
            commands.append(_command(item))
        except _NotUnderstood as found:
            errors.extend(At(problem, f"/{index}{pointer}") for problem, pointer in found.places)
    if errors:
        raise ApiProblem(422, Problem("commands_not_understood", values={"count": len(errors)}), errors=errors[:SHOWN])
    return commands


class _NotUnderstood(Exception):
    def __init__(self, places: Sequence[tuple[Problem, str]]) -> None:
        super().__init__()
        self.places = places


def _list_of(request: HttpRequest) -> list[Any]:
    if request.content_type != "application/json":
        raise ApiProblem(415, Problem("content_not_json"))
    try:
        sent = orjson.loads(request.body)
    except RequestDataTooBig:
        most = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,}"
        raise ApiProblem(413, Problem("body_too_large", values={"most": most})) from None
    except orjson.JSONDecodeError:
        raise ApiProblem(400, Problem("json_malformed")) from None
    if not isinstance(sent, list):
        raise ApiProblem(422, Problem("commands_not_a_list"))
    if len(sent) > MOST_COMMANDS:
        values = {"most": MOST_COMMANDS, "count": len(sent)}
        raise ApiProblem(422, Problem("commands_too_many", values=values))
    return sent


def _command(item: Any) -> Command:
    if not isinstance(item, dict):
        raise _NotUnderstood([(_form("dict_type"), "")])
    code = item.get("code")
    if code is None:
        raise _NotUnderstood([(Problem("value_missing"), "/code")])
    if isinstance(code, str) and code in ONLY_ON_PAGES:
        why = ONLY_ON_PAGES[code]
        values = {"why_zh": why.zh, "why_en": why.en}
        raise _NotUnderstood([(Problem("command_not_here", values=values), "/code")])
    try:
        kind = catalogue.command_type(code)
    except (KeyError, TypeError):
        raise _NotUnderstood([(Problem("command_unknown"), "/code")]) from None
    rest = {name: value for name, value in item.items() if name != "code"}
    unprintable = list(_unprintable(rest))
    if unprintable:
        raise _NotUnderstood([(Problem("text_unprintable"), pointer) for pointer in unprintable])
    try:
        return kind.command.model_validate(rest)
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        raise _NotUnderstood(list(_places(details, rest, kind.command))) from None


def _unprintable(value: Any) -> Iterator[str]:
    """Yield where a text holds the null character, which no database keeps; without recursion, as JSON may be deep."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    while waiting:
        found, pointer = waiting.pop()
        if isinstance(found, str):
            if "\0" in found:
                yield pointer
        elif isinstance(found, list):
            waiting.extend((part, f"{pointer}/{index}") for index, part in enumerate(found))
        elif isinstance(found, dict):
            if any("\0" in key for key in found):
                yield pointer
            waiting.extend((part, f"{pointer}/{_shown(key)}") for key, part in found.items())


def _places(
    details: Sequence[ErrorDetails], sent: Mapping[str, Any], command: type[Command]
) -> Iterator[tuple[Problem, str]]:
    """Yield each place once: pydantic names it once for every kind of value that it tried there."""
    seen: set[str] = set()
    for detail in details:
        location = list(detail["loc"])
        unknown = detail["type"] == "extra_forbidden"
        pointer = _pointer(location[:-1] if unknown else location, sent, missing=detail["type"] == "missing")
        if unknown and location and _NAME.fullmatch(str(location[-1])):
            pointer += f"/{location[-1]}"
        if pointer in seen:
            continue
        seen.add(pointer)
        yield _problem(detail, location, command), pointer


def _pointer(location: Sequence[int | str], sent: Any, *, missing: bool) -> str:
    """Return the way into what was sent. Parts of pydantic's location that name a kind of value are left out."""
    parts, at = [], sent
    for position, part in enumerate(location):
        if _leads_on(at, part):
            at = at[part]
        elif not (missing and position == len(location) - 1):
            continue
        parts.append(f"/{_shown(part)}")
    return "".join(parts)


def _leads_on(at: Any, part: int | str) -> bool:
    if isinstance(at, dict):
        return part in at
    return isinstance(at, list) and isinstance(part, int) and part < len(at)


def _shown(part: int | str) -> str:
    """Return a part of a pointer; a name that no command has might be somebody's name, so it is not repeated."""
    return str(part) if isinstance(part, int) or _NAME.fullmatch(part) else "*"


def _problem(detail: ErrorDetails, location: Sequence[int | str], command: type[Command]) -> Problem:
    if detail["type"] == "missing":
        return Problem("value_missing")
    if detail["type"] == "extra_forbidden":
        known = ", ".join(_fields(command, location[:-1]))
        return Problem("field_unknown", values={"known": known})
    return _form(detail["type"], detail.get("ctx", {}))


def _fields(command: type[Command], location: Sequence[int | str]) -> list[str]:
    """Return the names that may stand at a place of a command."""
    model: Any = command
    for part in location:
        if isinstance(part, str) and part in getattr(model, "model_fields", {}):
            model = _model_in(model.model_fields[part].annotation) or model
    return [*(["code"] if model is command else []), *model.model_fields]


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    return next(filter(None, map(_model_in, getattr(annotation, "__args__", ()))), None)


def _form(kind: str, context: Mapping[str, Any] | None = None) -> Problem:
    wanted = expected(kind, context or {})
    return Problem("value_form", values={"expected_zh": wanted.zh, "expected_en": wanted.en})
