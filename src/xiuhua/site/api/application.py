"""The API itself: its reads, its one write, and how every request that fails is answered."""

import logging
import traceback
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from xiuhua.kernel.refusals import Problem
from xiuhua.site.api import (
    commitments,
    comparisons,
    consents,
    corrections,
    days,
    expert_days,
    exports,
    files,
    findings,
    groups,
    help,
    help_plans,
    help_summary,
    household_answers,
    likeness,
    meetings,
    needs,
    plots,
    reading,
    reveals,
    tasks,
    training,
    vacancies,
    visits,
    why,
    writing,
)
from xiuhua.site.api.expected import expected
from xiuhua.site.api.problems import ApiProblem, At, answer, not_found
from xiuhua.site.api.tokens import PersonalToken

log = logging.getLogger("xiuhua.api")

_UNREADABLE = frozenset({400, 422})


class _Renderer(JSONRenderer):
    """Chinese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="xiuhua",
    version="1",
    auth=PersonalToken(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=_Renderer(),
)
api.add_router("", writing.router)
api.add_router("", reading.router)
api.add_router("", plots.router)
api.add_router("", corrections.router)
api.add_router("", days.router)
api.add_router("", likeness.router)
api.add_router("", files.router)
api.add_router("", exports.router)
api.add_router("", reveals.router)
api.add_router("", comparisons.router)
api.add_router("", why.router)
api.add_router("", consents.router)
api.add_router("", household_answers.router)
api.add_router("", groups.router)
api.add_router("", meetings.router)
api.add_router("", tasks.router)
api.add_router("", training.router)
api.add_router("", visits.router)
api.add_router("", findings.router)
api.add_router("", needs.router)
api.add_router("", vacancies.router)
api.add_router("", commitments.router)
api.add_router("", expert_days.router)
api.add_router("", help.router)
api.add_router("", help_plans.router)
api.add_router("", help_summary.router)


@api.exception_handler(ApiProblem)
def ended(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    """Answer with the problem that ended a request."""
    return answer(request, problem)


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer as for everything that is absent."""
    return answer(request, not_found())


@api.exception_handler(ValidationError)
def wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the values that are wrong; a part of the address that is none names nothing that exists."""
    if any(detail["loc"][0] == "path" for detail in error.errors):
        return answer(request, not_found())
    errors = [_at(detail) for detail in error.errors]
    return answer(request, ApiProblem(422, Problem("parameter_form", values={"count": len(errors)}), errors=errors))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework itself could not read."""
    if error.status_code in _UNREADABLE:
        return answer(request, ApiProblem(400, Problem("json_malformed")))
    return failed(request, error)


@api.exception_handler(BadRequest)
def bad(request: HttpRequest, error: BadRequest) -> HttpResponse:
    """Answer what Django itself could not read."""
    return answer(request, ApiProblem(400, Problem("json_malformed")))


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer an error of ours, and log its kind and places; its text may quote what somebody sent."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
    log.error(
        "%s %s failed: %s at %s", request.method, request.path, type(error).__name__, " < ".join(reversed(places))
    )
    return answer(request, ApiProblem(500, Problem("server_error")))


def _at(detail: dict[str, Any]) -> At:
    where = _where(detail["loc"])
    if detail["type"] == "missing":
        return At(Problem("value_missing"), **where)
    wanted = expected(detail["type"], detail.get("ctx", {}))
    values = {"expected_zh": wanted.zh, "expected_en": wanted.en}
    return At(Problem("value_form", values=values), **where)


def _where(loc: Sequence[str | int]) -> dict[str, str]:
    """Return a pointer into the body (the framework names its own argument second), or the name of a parameter."""
    if loc[0] == "body":
        return {"pointer": "".join(f"/{part}" for part in loc[2:])}
    return {"parameter": str(loc[-1])}
