"""The open page for whoever holds a code on paper, as a browser asks for it."""

import re

from django.test import Client

from web.registry.visits import said


def on_paper(client: Client, code: str, **more: str) -> str:
    """Open what a code opens."""
    found = client.post("/paper", {"code": code, **more})
    assert found.status_code == 200
    return str(found.content.decode())


def sent_on_paper(client: Client, code: str, need: str, **more: str) -> str:
    """Send one of the forms of a code about a need, and return what the page then says."""
    shown = re.search(r'name="id" value="([^"]*)"', on_paper(client, code))
    assert shown is not None
    return said(on_paper(client, code, id=shown[1], need_id=need, **more))
