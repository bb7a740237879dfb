"""Every address × every role × inside and outside: who gets in, and that outside answers as if nothing were there."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from support.cast import Cast
from support.door import Answer, Door
from support.gathered import FOLDER
from support.matrix import OPEN, PAGES, WITHOUT_DATA, Address, addresses, arguments_read, crossings
from support.standing import ABSENT, BESIDE, INSIDE, OUTSIDE, Standing, asking, standings

pytestmark = pytest.mark.django_db

EVERY = list(addresses())
CLOSED = [address for address in EVERY if address.name not in OPEN]
METHODS = ("GET", "HEAD", "POST")


def test_every_address_says_who_may_use_it_and_how() -> None:
    silent = {a.name: a.folder for a in CLOSED if not a.declared and a.name not in WITHOUT_DATA}
    assert silent == {}, (
        "decorate these views with signed_in(access), or say open in a Page of this folder with the reason"
    )
    loose = [a.name for a in CLOSED if not a.methods]
    assert loose == [], "say which methods these views answer: require_safe, require_POST, require_http_methods"


def test_the_tables_name_only_what_there_is() -> None:
    assert {*PAGES} <= {address.name for address in EVERY}


def test_every_argument_that_a_view_reads_is_asked_with() -> None:
    known = {name for address in EVERY for name in address.arguments}
    unknown = arguments_read() - known
    assert not unknown, f"say asked(…) with {sorted(unknown)} in the Page of an address that reads it, in {FOLDER}"


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.label)
def test_who_gets_in(address: Address, cast: Cast, door: Door, database_engine: str) -> None:
    """Whoever has no role that may is asked inside only: outside there is less to see, and nothing to tell apart."""
    wrong = []
    for viewer in asking(cast, database_engine, address.label, address.allows):
        seen = standings(cast, viewer)
        for where in (INSIDE, OUTSIDE) if address.allows(viewer) else (INSIDE,):
            wrong += [*problems(address, seen[where], door)]
    assert wrong == []


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.label)
def test_head_answers_as_get_does(address: Address, cast: Cast, door: Door) -> None:
    """One viewer asks: a framework that takes the way of GET for HEAD takes it for everybody."""
    viewer = next(filter(address.allows, cast.viewers.values()))
    standing = standings(cast, viewer)[INSIDE]
    path = address.path(address.filled("HEAD", standing))
    head = door.ask(viewer.login, "HEAD", path)
    if "HEAD" in address.methods:
        assert head.statuses == door.ask(viewer.login, "GET", path).statuses
    else:
        assert head.status == 405


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.label)
def test_outside_answers_as_if_nothing_were_there(
    address: Address, cast: Cast, door: Door, database_engine: str
) -> None:
    """HEAD is not asked: it takes the way of GET, has no body, and its status is asked above."""
    wrong = []
    for viewer in asking(cast, database_engine, address.label, address.allows, refused=False):
        seen = standings(cast, viewer)
        for where in (BESIDE, OUTSIDE):
            for method in ("GET", "POST") if where in seen else ():
                if method in address.methods:
                    wrong += [*differences(address, method, seen[INSIDE], seen[where], seen[ABSENT], door)]
    assert wrong == []


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.label)
def test_a_stranger_is_led_to_the_sign_in_page(address: Address, cast: Cast, door: Door) -> None:
    standing = standings(cast, cast.viewers["county"])[INSIDE]
    for method in METHODS:
        values = address.filled(method, standing)
        answer = door.ask(None, method, address.path(values), address.form(values), follow=False)
        if answer.status != 405 or method in address.methods:
            assert answer.status == 302, f"{method} {address.label} answers a stranger with {answer.status}"
            assert answer.location.startswith(reverse("sign-in"))


def test_nobody_has_met_a_canary(door: Door) -> None:
    """Last in this file: of all the answers above none showed what lies outside."""
    assert door.leaks == []


def problems(address: Address, standing: Standing, door: Door) -> Iterator[str]:
    """Yield what is wrong with the answers to one viewer: a wrong status, or an entry where nobody may enter."""
    viewer, where = standing.viewer, standing.where
    holds = address.allows(viewer)
    has_one = address.name not in PAGES or PAGES[address.name].own in {"", *standing.own}
    for method in ("GET", "POST"):
        values = address.filled(method, standing)
        answer = door.ask(viewer.login, method, address.path(values), address.form(values), typed=values.values())
        if method not in address.methods:
            right = answer.status == 405 or (not holds and answer.status == 404)
        elif where == INSIDE and holds and has_one:
            right = entered(answer)
        else:
            right = answer.status == 404 or (holds and not names_a_row(address))
        if not right:
            yield f"{method} {address.label} answers {viewer.login} {where} with {answer.status} {answer.location}"


def entered(answer: Answer) -> bool:
    """Say whether a page was shown, or something done that leads on to one."""
    return answer.status in (200, 302) and not answer.location.startswith(reverse("sign-in"))


def names_a_row(address: Address) -> bool:
    """Say whether a part of the address names a row; revoking somebody else's token leads back with a refusal."""
    return address.name != "token-revoke" and any(part != "kind" for part in address.parts)


def differences(
    address: Address, method: str, inside: Standing, outside: Standing, absent: Standing, door: Door
) -> Iterator[str]:
    """Yield where the answer about something outside differs from that about something that does not exist."""
    login = inside.viewer.login
    for label, far, none in crossings(address, method, inside, outside, absent):
        there, nowhere = (
            door.ask(login, method, address.path(values), address.form(values), typed=values.values())
            for values in (far, none)
        )
        if (there.statuses, there.masked) != (nowhere.statuses, nowhere.masked):
            yield f"{method} {address.label} tells {login} that {label} {outside.where} exists\n{gap(there, nowhere)}"


def gap(one: Answer, other: Answer) -> str:
    """Return where two answers part."""
    if one.statuses != other.statuses:
        return f"{one.statuses} {other.statuses}"
    at = next((i for i, (a, b) in enumerate(zip(one.masked, other.masked, strict=False)) if a != b), -1)
    return f"{one.masked[max(0, at - 80) : at + 160]!r}\n{other.masked[max(0, at - 80) : at + 160]!r}"
