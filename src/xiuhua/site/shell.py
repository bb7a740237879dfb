"""What stands around every page: the five places, where one is, search, language, account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from xiuhua.kernel.access import ROLE_NAMES
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import PEOPLE
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.exchange.access import IMPORT


@dataclass(frozen=True, slots=True)
class Section:
    """One of the five places. ``count`` is what waits there, ``None`` where nothing is counted."""

    code: str
    label: Text
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page.

    ``frame`` is the template to extend: a side sheet asks for the content only. ``standing_time`` is where the
    clock of the demo stands.
    """

    sections: tuple[Section, ...]
    frame: str
    search_url: str
    language_url: str
    sign_out_url: str
    account_url: str
    people_url: str
    import_url: str
    viewer_name: str
    viewer_roles: tuple[str, ...]
    language: str
    other_language: str
    standing_time: datetime | None = None


WAITING = "waiting"
PAGE = "site/base.html"
SHEET = "site/sheet.html"

SECTIONS = (
    ("today", Text("今天", "Today"), "today"),
    ("places", Text("村户", "Villages"), "places"),
    ("work", Text("工作", "Work"), "work"),
    ("service", Text("服务", "Service"), "service"),
    ("evidence", Text("查证", "Evidence"), "evidence"),
)
"""Code, label and name of the address of each place that is built."""


def shell(request: HttpRequest) -> Mapping[str, Any]:
    """Give every template its ``shell`` (a context processor)."""
    viewer: Actor | None = getattr(request, "viewer", None) or None
    language = get_language() or ""
    english = language.startswith("en")
    in_sheet = getattr(request, "htmx", None) and request.htmx.target == "sheet-body"
    return {
        "shell": Shell(
            sections=_sections(request) if viewer else (),
            frame=SHEET if in_sheet else PAGE,
            search_url=_address("search") if viewer else "",
            language_url=_address("language"),
            sign_out_url=_address("sign-out") if viewer else "",
            account_url=_address("own-account") if viewer else "",
            people_url=_address("people") if viewer and PEOPLE.allows(viewer.roles()) else "",
            viewer_name=viewer.label if viewer else "",
            viewer_roles=_roles(viewer, language) if viewer else (),
            import_url=_address("import-new") if viewer and IMPORT.allows(viewer.roles()) else "",
            language="en" if english else "zh-Hans",
            other_language="zh-hans" if english else "en",
            standing_time=settings.STANDING_TIME,
        )
    }


def _roles(viewer: Actor, language: str) -> tuple[str, ...]:
    held = viewer.roles()
    return tuple(name.in_language(language) for role, name in ROLE_NAMES.items() if role.value in held)


def remember_waiting(request: HttpRequest, waiting: int, *, on: date) -> None:
    """Keep in the session how many lines wait for the viewer, so that every page can say it and none counts again."""
    kept = [on.isoformat(), waiting]
    if request.session.get(WAITING) != kept:
        request.session[WAITING] = kept


def _waiting(request: HttpRequest) -> int | None:
    """Return how many lines waited when Today was last looked at, if that was on this day."""
    session = getattr(request, "session", None)
    kept = session.get(WAITING) if session is not None else None
    return kept[1] if kept and kept[0] == today_of(request).isoformat() else None


def _sections(request: HttpRequest) -> tuple[Section, ...]:
    """Return the places that this installation serves."""
    return tuple(
        Section(code, label, url, _waiting(request) if name == "today" else None)
        for code, label, name in SECTIONS
        if (url := _address(name))
    )


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
