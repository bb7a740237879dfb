"""Every command × every role × inside and outside, and each part of it crossed with what lies outside."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction

from support.canaries import met
from support.cast import NOW, Cast, Viewer
from support.door import masked
from support.standing import ABSENT, BESIDE, INSIDE, OUTSIDE, asking, standings
from support.wishes import NATIONWIDE, SAMPLES, codes, crossed, sample, with_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.catalogue import command_type
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.models import RefusedCommand

pytestmark = pytest.mark.django_db

CODES = codes()


def test_every_command_has_a_sample_and_every_sample_a_command() -> None:
    assert set(CODES) == set(SAMPLES)


@pytest.mark.parametrize("code", CODES)
def test_inside_it_is_done_and_without_the_role_it_is_not(code: str, cast: Cast, database_engine: str) -> None:
    made, wrong = sample(code), []
    for viewer in asking(cast, database_engine, code, lambda viewer: able(code, viewer)):
        receipt = wished(code, made.payload(standings(cast, viewer)[INSIDE]), viewer)
        may = able(code, viewer)
        if receipt.accepted is not may or (not may and reasons(receipt) != ["not_your_role"]):
            wrong.append((viewer.login, receipt.outcome.value, receipt.problems))
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_outside_answers_as_if_nothing_were_there(code: str, cast: Cast, database_engine: str) -> None:
    wrong = []
    for viewer in asking(cast, database_engine, code, lambda viewer: able(code, viewer)):
        seen = standings(cast, viewer)
        for where in (BESIDE, OUTSIDE):
            if where not in seen:
                continue
            for path, far, none in crossed(code, seen[INSIDE], seen[where], seen[ABSENT]):
                there, nowhere = (told(wished(code, payload, viewer), payload) for payload in (far, none))
                if there != nowhere and f"{code} {path}" not in NATIONWIDE:
                    wrong.append((viewer.login, where, path, there, nowhere))
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_outside_nothing_is_done(code: str, cast: Cast, database_engine: str) -> None:
    """Whoever has the role is told that there is nothing; whoever has not, that it is not for this role."""
    access, made, wrong = command_type(code).access, sample(code), []
    for viewer in asking(cast, database_engine, code, lambda viewer: able(code, viewer)):
        may = access.everybody if viewer.role is None else viewer.role in access.roles
        for where in (BESIDE, OUTSIDE):
            standing = standings(cast, viewer).get(where)
            told = reasons(wished(code, made.payload(standing), viewer)) if standing is not None else None
            if told not in (None, ["not_found" if may else "not_your_role"]):
                wrong.append((viewer.login, where, told))
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_shows_nothing_of_what_lies_outside(code: str, cast: Cast, database_engine: str) -> None:
    shown = []
    for viewer in asking(cast, database_engine, code, lambda viewer: able(code, viewer)):
        seen, hidden = standings(cast, viewer), cast.canaries(viewer)
        for path, far, _ in crossed(code, seen[INSIDE], seen[OUTSIDE], seen[ABSENT]):
            with transaction.atomic():
                receipt = execute(command_type(code).command(**with_id(far)), actor=viewer.actor, received_at=NOW)
                kept = list(RefusedCommand.objects.values_list())
                transaction.set_rollback(True)
            typed = repr(far)
            found = [each for each in met(repr((receipt, kept)), hidden) if each not in typed]
            shown += [(viewer.login, path, each) for each in found]
    assert shown == []


def able(code: str, viewer: Viewer) -> bool:
    """Say whether somebody has a role for a command."""
    return sample(code).allows(command_type(code).access, viewer.role)


def wished(code: str, payload: Mapping[str, Any], viewer: Viewer) -> Receipt:
    """Carry a command out as somebody, take it back, and return its receipt."""
    with transaction.atomic():
        command = command_type(code).command(**with_id(dict(payload)))
        receipt = execute(command, actor=viewer.actor, received_at=NOW)
        transaction.set_rollback(True)
    return receipt


def told(receipt: Receipt, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a receipt says, with ids and what was sent looking alike."""
    typed = [str(each) for each in _leaves(payload) if len(str(each)) > 3]
    return receipt.outcome.value, *(masked(_said(problem), typed) for problem in receipt.problems)


def reasons(receipt: Receipt) -> list[str]:
    """Return the codes of the problems."""
    return [problem.code for problem in receipt.problems]


def _said(problem: Problem) -> str:
    return f"{problem.code} {problem.field} {sorted(problem.values.items())}"


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    return [leaf for each in value for leaf in _leaves(each)] if isinstance(value, list) else [value]
