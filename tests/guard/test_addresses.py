"""Every address asks who is there, except the few that a stranger needs."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from support.matrix import OPEN

SAMPLES = {"uuid": str(UUID(int=7 << 76 | 2 << 62)), "int": "1", "str": "620122000000", "slug": "x", "path": "x"}


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each address of the product with gaps filled, and its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda gap: SAMPLES.get(gap[1] or "str", "x"), route)
            yield "/" + re.sub(r"[\\^$]", "", filled), entry


CLOSED = [(path, pattern.name) for path, pattern in addresses() if pattern.name not in OPEN]


def test_there_are_addresses() -> None:
    assert len(CLOSED) > 5


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in CLOSED])
def test_a_stranger_is_led_to_the_sign_in_page_or_refused(client: Client, path: str) -> None:
    answers = [client.get(path), client.post(path)]
    assert any(answer.status_code != 405 for answer in answers)
    for answer in answers:
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith(reverse("sign-in"))
        else:
            assert answer.status_code in (401, 405), f"{path} answers a stranger with {answer.status_code}"


def test_the_list_of_open_addresses_names_only_what_there_is() -> None:
    assert set(OPEN) <= {pattern.name for _, pattern in addresses()}
