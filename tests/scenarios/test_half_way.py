"""Between password and code, and before a demanded second step is set up: every address, by every method."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from support.cast import NOW, PASSWORD, Cast, Viewer
from support.codes import ADDRESS, set_up
from support.matrix import OPEN, Address, addresses
from support.standing import INSIDE, standings
from xiuhua.kernel.policy import Policy
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.rules.codes import REQUIRED
from xiuhua.platform.journal import catalogue

pytestmark = pytest.mark.django_db

CLOSED = [address for address in addresses() if address.name not in OPEN]
METHODS = ("GET", "HEAD", "POST")
ON_THE_WAY = {"own-second-step", "own-password", "style", "api-openapi"}
"""Addresses that somebody may open who has yet to set up a second step: the set-up itself, the password, no data."""


def asked(client: Client, viewer: Viewer, cast: Cast) -> Iterator[tuple[Address, str, Any]]:
    """Yield the answer of every closed address to somebody, about what lies in the own territory."""
    standing = standings(cast, viewer)[INSIDE]
    for address in CLOSED:
        for method in METHODS:
            values = address.filled(method, standing)
            path = address.path(values)
            answer = client.post(path, address.form(values)) if method == "POST" else client.generic(method, path)
            yield address, method, answer


def test_half_way_is_a_stranger_everywhere(cast: Cast) -> None:
    viewer, owner, half = cast.viewers["county"], Client(), Client()
    owner.post("/sign-in", {"login": viewer.login, "password": PASSWORD})
    set_up(owner, lent.machine_time())
    sent = half.post("/sign-in", {"login": viewer.login, "password": PASSWORD})
    assert sent["Location"] == reverse("sign-in-code")
    wrong, count = [], 0
    for address, method, answer in asked(half, viewer, cast):
        count += 1
        led = answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in"))
        if not led and answer.status_code != 405:
            wrong.append(f"{method} {address.label} answers with {answer.status_code}")
    assert wrong == []
    assert count > 200
    for path in ("/api/v1/places", "/api/v1/openapi.json", "/api/v1/commands"):
        assert half.get(path).status_code in (401, 405)
        assert half.post(path, "[]", content_type="application/json").status_code in (401, 405)
    assert half.get(reverse("sign-in-code")).status_code == 200, "asking around has ended nothing"


def test_whoever_must_have_a_second_step_is_led_to_it_from_everywhere(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = catalogue.policy()
    stated = policy.at(REQUIRED, on=NOW.date())
    fields = {name: getattr(stated, name) for name in stated.__slots__}
    demanded = Policy((*policy.values, type(stated)(**{**fields, "value": ["county_officer"]})), "test")
    monkeypatch.setattr(catalogue._installed, "policy", demanded)
    viewer, client = cast.viewers["county"], Client()
    client.post("/sign-in", {"login": viewer.login, "password": PASSWORD})
    wrong = []
    for address, method, answer in asked(client, viewer, cast):
        led = answer.status_code == 302 and answer["Location"].startswith(ADDRESS)
        if not led and answer.status_code != 405 and address.name not in ON_THE_WAY:
            wrong.append(f"{method} {address.label} answers with {answer.status_code} {answer.get('Location')}")
    assert wrong == []
    assert client.get(ADDRESS).status_code == 200
    assert Client().post("/sign-in", {"login": "township", "password": PASSWORD})["Location"] == "/"
