"""Around every request: when it came in, who looks, in which language, and how long a session lives."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from xiuhua.kernel.once import reading_once
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.rules.people import LANGUAGE_NAMES
from xiuhua.platform.accounts.scope import viewer_of
from xiuhua.platform.accounts.sessions import SEEN_AT, SIGNED_IN_AT, describe

LANGUAGE = "language"
_ONLY_READS = frozenset({"GET", "HEAD"})
NOTED_EVERY_SECONDS = 60
"""A session remembers when it was last used to the minute: more often would write to the database on each page."""


class ViewerMiddleware:
    """Stands after the session, authentication and messages middleware.

    It sets ``request.received_at`` (aware), ``request.viewer`` (read when first looked at; ``None`` for a
    stranger) and the language: that of the account, else of the cookie, else Chinese, whatever the browser
    asks for. It ends sessions that are too old or idle. Nothing is cached outside of the product.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.received_at = lent.now()
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            if SESSION_KEY in request.session:
                _end_or_note(request)
            request.viewer = SimpleLazyObject(lambda: viewer_of(request))
            with reading_once() if request.method in _ONLY_READS else nullcontext():
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *arguments: object) -> None:
        """Raise ``BadRequest`` for a null character, which no database keeps and no browser sends.

        Views without the guard of forms (the API, the upload of sheets) read what was sent by themselves.
        """
        if getattr(view, "csrf_exempt", False):
            return
        sent = (text for values in (request.GET, request.POST) for _, texts in values.lists() for text in texts)
        if "\0" in request.path_info or any("\0" in text for text in sent):
            raise BadRequest("a null character")


def language_of(request: HttpRequest) -> str:
    """Return the language of the pages of this request."""
    chosen = request.session.get(LANGUAGE) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in LANGUAGE_NAMES else next(iter(LANGUAGE_NAMES))


def begin_session(request: HttpRequest, *, language: str, handle: UUID) -> None:
    """Note when and from where somebody signed in, in which language the account speaks, and how to end this one."""
    moment = int(request.received_at.timestamp())
    request.session.update({SIGNED_IN_AT: moment, SEEN_AT: moment, LANGUAGE: language})
    describe(request, handle)


def _end_or_note(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        logout(request)  # the account was closed meanwhile: opened again, it is signed in to anew
        return
    moment = int(request.received_at.timestamp())
    began, seen = request.session.get(SIGNED_IN_AT, 0), request.session.get(SEEN_AT, 0)
    idle, longest = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
    if moment - began >= longest or moment - seen >= idle:
        logout(request)
        ended = Problem("session_ended", values={"idle": idle // 60, "hours": longest // 3600})
        messages.info(request, lent.sentence(ended, translation.get_language() or ""))
    elif moment - seen >= NOTED_EVERY_SECONDS:
        request.session[SEEN_AT] = moment
