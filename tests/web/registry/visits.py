"""Looking at pages as somebody of the stage."""

import re
from datetime import timedelta
from html import unescape

from django.contrib.auth import get_user_model
from django.test import Client

from support import stage

SHEET = {"HX-Request": "true", "HX-Target": "sheet-body"}
"""Headers with which a page asks for the content of its side sheet."""


def browser(login: str, *, days: int = 0) -> Client:
    """Return a browser in which somebody of the stage is signed in, some days after the stage began."""
    client = Client()
    client.force_login(get_user_model().objects.get(id=stage.account(login)))
    session, moment = client.session, int((stage.NOW + timedelta(days=days)).timestamp())
    session.update({"signed_in_at": moment, "seen_at": moment})
    session.save()
    return client


def seen(client: Client, path: str, *, status: int = 200, **headers: str) -> str:
    """Return the HTML of a page."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def said(html: str) -> str:
    """Return what a page says, without its tags, white space put together."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S)
    return " ".join(unescape(text).split())


def links(html: str, pattern: str) -> list[str]:
    """Return the addresses on a page that match."""
    found = [unescape(href) for href in re.findall(r'href="([^"]*)"', html)]
    return [href for href in dict.fromkeys(found) if re.search(pattern, href)]
