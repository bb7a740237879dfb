"""Problems as RFC 9457 says them, with our numbers, in the asked language and with both languages beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from xiuhua.kernel.refusals import Problem, Wording
from xiuhua.site.wordings import catalogue

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs"
"""Every number is explained there; a problem's ``type`` leads to it."""


@dataclass(frozen=True, slots=True)
class At:
    """A problem at a place of what was sent: a JSON pointer into the body, or the name of a parameter."""

    problem: Problem
    pointer: str | None = None
    parameter: str | None = None


class ApiProblem(Exception):
    """Ends a request with a problem. ``errors`` are the single places where there are several."""

    def __init__(
        self,
        status: int,
        problem: Problem,
        *,
        errors: Sequence[At] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(problem.code)
        self.status = status
        self.problem = problem
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def not_found() -> ApiProblem:
    """Return the one answer for what is absent and for what lies outside of the viewer's territory."""
    return ApiProblem(404, Problem("not_found"))


def language_of(request: HttpRequest) -> str:
    """Return ``en`` or ``zh-hans``: the first of both that the request asks for, else Chinese."""
    for language, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if language.startswith("en"):
            return "en"
        if language.startswith("zh"):
            break
    return "zh-hans"


def problem_object(problem: Problem, language: str) -> dict[str, Any]:
    """Return a problem without a status: type, title, detail, number, code, and the words in both languages."""
    return _object(catalogue().word(problem), language)


def answer(request: HttpRequest, ended: ApiProblem) -> HttpResponse:
    """Return the response that ends a request with a problem."""
    language = language_of(request)
    body = {**problem_object(ended.problem, language), "status": ended.status}
    if ended.errors:
        body["errors"] = [_at(error, language) for error in ended.errors]
    response = HttpResponse(orjson.dumps(body), status=ended.status, content_type=MEDIA_TYPE)
    for name, value in ended.headers.items():
        response.headers[name] = value
    return said_in(response, language)


def said_in(response: HttpResponse, language: str) -> HttpResponse:
    """Mark the language of an answer, and on what it depends."""
    response.headers["Content-Language"] = "en" if language == "en" else "zh-Hans"
    response.headers["Vary"] = "Accept-Language, Authorization"
    response.headers["Cache-Control"] = "no-store"
    return response


def _object(wording: Wording, language: str) -> dict[str, Any]:
    rest = [part.in_language(language) for part in (wording.why, wording.next)]
    stop = ". " if language == "en" else "。"
    return {
        "type": f"{DOCS}#problem-{wording.number}",
        "title": wording.what.in_language(language),
        "detail": stop.join(part for part in rest if part),
        "number": wording.number,
        "code": wording.code,
        "zh": {"what": wording.what.zh, "why": wording.why.zh, "next": wording.next.zh},
        "en": {"what": wording.what.en, "why": wording.why.en, "next": wording.next.en},
    }


def _at(error: At, language: str) -> dict[str, Any]:
    where = {"pointer": error.pointer, "parameter": error.parameter}
    return {
        **{name: value for name, value in where.items() if value is not None},
        **problem_object(error.problem, language),
    }
