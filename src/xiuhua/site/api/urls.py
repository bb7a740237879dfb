"""Addresses of the API, below /api/v1/. Whatever is no operation answers with a problem too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import viewer_of
from xiuhua.site.api.application import api
from xiuhua.site.api.description import description
from xiuhua.site.api.docs import docs
from xiuhua.site.api.problems import ApiProblem, answer, language_of, not_found, said_in
from xiuhua.site.api.tokens import PersonalToken

_token = PersonalToken()


def _answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let an operation's answers say their language, and give a wrong method its problem."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            problem = ApiProblem(
                405, Problem("method_not_here", values={"allowed": allowed}), headers={"Allow": allowed}
            )
            return answer(request, problem)
        if isinstance(response, HttpResponse) and "Content-Language" not in response.headers:
            return said_in(response, language_of(request))
        return response

    return answered


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description, for whoever is signed in or holds a token."""
    try:
        if viewer_of(request) is None:
            _token(request)
    except ApiProblem as problem:
        return answer(request, problem)
    body = orjson.dumps(description(), option=orjson.OPT_NON_STR_KEYS)
    return said_in(HttpResponse(body, content_type="application/json"), language_of(request))


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address that is no operation: as absent, and to a stranger as to every stranger."""
    try:
        _token(request)
    except ApiProblem as problem:
        return answer(request, problem)
    return answer(request, not_found())


def _operations() -> list[URLPattern]:
    """Return the operations of the API. The framework's own root page is left out: it has nothing to say."""
    patterns: list[URLPattern] = api.urls[0]
    return [
        path(f"api/v1/{pattern.pattern}", _answered(pattern.callback), name=f"api-{pattern.name}")
        for pattern in patterns
        if pattern.name != "api-root"
    ]


app_urls: list[URLPattern] = [
    path("api/v1/openapi.json", openapi, name="api-openapi"),
    path("api/v1/docs", docs, name="api-docs"),
    *_operations(),
    path("api/v1/", nothing_here, name="api-nothing"),
    path("api/v1/<path:rest>", nothing_here, name="api-nothing-here"),
]
