"""What the owner of a telephone does at the forms that ask for its codes."""

import re
from datetime import datetime
from typing import Any

from django.test import Client

from support.telephone import Telephone

PASSWORD = "seven grey herons"
ADDRESS = "/account/second-step"


def hidden(page: Any, name: str = "id") -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def scanned(page: Any) -> Telephone:
    """Return a telephone into which the secret of a set-up page was typed."""
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page.content.decode())
    assert found, page.content.decode()
    return Telephone(found[1].replace(" ", ""))


def recovery_codes(page: Any) -> list[str]:
    """Return the recovery codes of the page that shows them this once."""
    return re.findall(r"<li><code>([0-9A-Z]{5}-[0-9A-Z]{5})</code></li>", page.content.decode())


def set_up(client: Client, at: datetime) -> tuple[Telephone, list[str]]:
    """Turn the second step on for whoever is signed in; return the telephone and the recovery codes."""
    page = client.get(ADDRESS)
    telephone = scanned(page)
    sent = {"id": hidden(page), "code": telephone.code(at), "password": PASSWORD}
    codes = recovery_codes(client.post(ADDRESS, sent))
    assert len(codes) == 10
    return telephone, codes


def begin(login: str = "leader", **more: str) -> Client:
    """Return a browser in which the password was right and the code is still asked for."""
    client = Client()
    answer = client.post("/sign-in", {"login": login, "password": PASSWORD, **more})
    assert answer["Location"] == "/sign-in/code"
    return client
