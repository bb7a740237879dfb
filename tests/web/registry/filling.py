"""Filling in a form of a page and sending it, as a browser would."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client


def fields_of(page: str) -> dict[str, str]:
    """Return what the form of a page would send: hidden fields, typed values, chosen options."""
    main = page.split("<main", 1)[1]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", main):
        name, value, kind = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value", "type"))
        if name and (kind is None or kind[1] not in ("radio", "checkbox") or " checked" in tag):
            found[name[1]] = unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def send(client: Client, path: str, **answers: str) -> HttpResponse:
    """Open a form, change some answers and send it."""
    form = client.get(path)
    assert form.status_code == 200, (path, form.status_code)
    return client.post(path, {**fields_of(form.content.decode()), **answers})


def errors_of(page: str) -> dict[str, str]:
    """Return the errors that stand at the fields of a form, by name of the field."""
    found = re.findall(r'<p class="error" id="field-([^"]*)-error"(?! hidden)>(.*?)</p>', page, re.S)
    return {name: unescape(text).strip() for name, text in found if text.strip()}
