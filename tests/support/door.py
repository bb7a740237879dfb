"""The door through which members of the cast ask for pages and operations, and what came back."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

from django.db import transaction
from django.test import Client

from support.canaries import met
from support.cast import PASSWORD, Cast


@dataclass(frozen=True)
class Answer:
    """What came back: the statuses on the way, and all that was told, as it is and with accidents masked."""

    statuses: tuple[int, ...]
    raw: str
    masked: str
    location: str = ""

    @property
    def status(self) -> int:
        """Return the first status."""
        return self.statuses[0]


class Door:
    """Asks for pages as somebody; what a form changes is taken back at once.

    ``leaks`` holds every canary that somebody met without having typed it.
    """

    def __init__(self, cast: Cast) -> None:
        self.leaks: list[str] = []
        self._known: dict[tuple[str, ...], Answer] = {}
        self._hidden = {login: cast.canaries(viewer) for login, viewer in cast.viewers.items()}
        self._clients: dict[str | None, tuple[Client, dict[str, str]]] = {None: (Client(), {})}
        for login in cast.viewers:
            client = Client()
            sent = client.post("/sign-in", {"login": login, "password": PASSWORD})
            assert sent.status_code == 302, f"{login} cannot sign in"
            self._clients[login] = client, {name: morsel.value for name, morsel in client.cookies.items()}

    def ask(
        self,
        login: str | None,
        method: str,
        path: str,
        form: Mapping[str, Any] | None = None,
        *,
        typed: Iterable[str] = (),
        follow: bool = True,
        bearer: str = "",
        body: str = "",
    ) -> Answer:
        """Ask and follow where it leads inside the product; what was ``typed`` is masked in the answer.

        A program asks with the token ``bearer`` instead of a session, and sends a JSON ``body`` instead of a form.
        The same question has the same answer, so it is asked once.
        """
        sent = tuple(f"{name}={value}" for name, value in (form or {}).items() if name != "id")
        question = (str(login), method, path, str(follow), bearer, body, *sent, "", *typed)
        if question not in self._known:
            headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
            data = body or (form if method == "POST" else None)
            self._known[question] = self._asked(login, method, path, data, headers, tuple(typed), follow)
        return self._known[question]

    def _asked(
        self,
        login: str | None,
        method: str,
        path: str,
        data: Any,
        headers: Mapping[str, str],
        typed: tuple[str, ...],
        follow: bool,
    ) -> Answer:
        client, cookies = self._clients[None if headers else login]
        client.cookies.clear()
        client.cookies.load(cookies)
        kind = {"content_type": "application/json"} if isinstance(data, str) else {}
        with transaction.atomic():
            if method == "POST":
                response = client.post(path, data, headers=headers, **kind)
            else:
                response = client.generic(method, path, headers=headers)
            answers = [response]
            for _ in range(4 if follow else 0):
                leads = response.headers.get("Location") or response.headers.get("HX-Redirect")
                if not leads:
                    break
                response = client.get(leads)
                answers.append(response)
            transaction.set_rollback(True)
        raw = "\n".join(_told(each) for each in answers)
        for canary in met(raw, self._hidden.get(login or "", ())):
            if not any(canary in each or each in canary for each in typed):
                self.leaks.append(f"{login} meets {canary} at {method} {path}")
        statuses = tuple(each.status_code for each in answers)
        return Answer(statuses, raw, masked(raw, typed), answers[0].headers.get("Location", ""))


def _told(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kept = {name: value for name, value in response.headers.items() if name not in ("Content-Length", "Date")}
    cookies = {
        name: morsel.value for name, morsel in response.cookies.items() if name not in ("csrftoken", "sessionid")
    }
    told = _unpacked(body) if body.startswith(b"PK") else body.decode("utf-8", "replace")
    return f"{response.status_code} {sorted(kept.items())} {sorted(cookies)}\n{told}"


def _unpacked(body: bytes) -> str:
    """Return the texts of a workbook."""
    with ZipFile(BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|secret|password)" value=")[^"]*')
_NONCE = re.compile(r"('nonce-|nonce=\")[^'\"]*")
_SECRET = re.compile(r"\b[A-Za-z0-9_-]{43}\b|\b[0-9a-f]{32}\b|\b[A-Za-z0-9]{64}\b")
_PASSWORD = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")


def masked(text: str, typed: Iterable[str] = ()) -> str:
    """Return a text in which ids, tokens and what the viewer typed look alike.

    A short amount that was typed may stand inside an id or a token by accident, so these come before it.
    """
    forms = sorted({form for each in typed for form in _forms(each)}, key=len, reverse=True)
    text = _replaced(text, (form for form in forms if len(form) >= _TELLING))
    for pattern in (_ID, _SECRET, _PASSWORD):
        text = pattern.sub("«id»", text)
    text = _NONCE.sub(r"\1«nonce»", _TOKEN.sub(r"\1«token»", text))
    return _replaced(text, (form for form in forms if len(form) < _TELLING))


def _replaced(text: str, forms: Iterable[str]) -> str:
    for form in forms:
        text = text.replace(form, "«typed»")
    return text


_TELLING = 6
"""What is at least as long stands in no id by accident."""


def _forms(typed: str) -> tuple[str, ...]:
    forms = (typed, quote(typed), quote(quote(typed)), html.escape(typed), quote(typed, safe=""))
    return tuple(form for form in forms if len(form) > 1)
