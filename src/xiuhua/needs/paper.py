"""Whoever holds a code on paper: what it opens, how often it may be tried, and as whom they act."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.models import Job, Need, PaperCode
from xiuhua.needs.queries.lists import NEEDS
from xiuhua.needs.queries.work import contact_of, jobs_of_household
from xiuhua.needs.rules.jobs import both_agreed
from xiuhua.needs.rules.kinds import kinds
from xiuhua.needs.rules.paper import LENGTH, Tries, holds, judge_code, read, written
from xiuhua.needs.rules.steps import OPEN, STATE_NAMES, State
from xiuhua.platform.accounts.lockout import note_failure, waiting
from xiuhua.platform.accounts.naming import names_of_organisations
from xiuhua.platform.accounts.rules.lockout import Limits
from xiuhua.platform.accounts.scope import today_of, within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.concerned import present_household_codes

HOLDER: Final = Actor(None, door="paper", operator=True, label="paper code")
"""Whoever holds a code has no account and no post: the commands of a code reach what it is of, and nothing else."""


@dataclass(frozen=True, slots=True)
class OwnJob:
    """A job as the household sees it with its code. ``contact`` is there once both sides agree."""

    called: str
    workplace: str
    wage: str
    to_agree: bool
    contact: str | None


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A need as its household sees it with a code: no names and no words."""

    id: UUID
    kind: Text
    state: Text
    told_on: date
    delivered_on: date | None
    to_answer: bool
    job: OwnJob | None


def new_code() -> str:
    """Return a new code as it is printed: 59 random bits."""
    numbers: list[int] = []
    while len(numbers) < LENGTH:
        numbers += [each for each in os.urandom(LENGTH) if each < 248]
    return written(numbers[:LENGTH])


def digest_of(code: str) -> str:
    """Return the digest under which a code is kept."""
    return keyring().digest(_bytes(code))


def opened(request: HttpRequest, typed: str) -> tuple[PaperCode | None, tuple[Problem, ...]]:
    """Return what a code opens, or why it does not.

    What fails is counted by code, and by address with a much wider bound: many households stand behind one address,
    and a few who mistype must not shut the others out.
    """
    tries = Tries.at(catalogue.policy(), on=today_of(request))
    names = {
        f"paper code {read(typed)}": Limits(tries.code, tries.code),
        f"paper codes from {request.META.get('REMOTE_ADDR', '')}": Limits(tries.address, tries.address),
    }
    for name, limits in names.items():
        locked = waiting(request, name, limits)
        if locked is not None:
            return None, (Problem("paper_locked", "code", {"minutes": locked.values["minutes"]}),)
    found = PaperCode.objects.filter(digest__in=keyring().digests(_bytes(typed))).first()
    here = found is not None and present_household_codes((found,))
    problems = judge_code(found if here else None, today_of(request))
    if problems:
        for name in names:
            note_failure(request, name)
        return None, problems
    return found, ()


def own_needs(code: PaperCode, *, on: date) -> tuple[OwnNeed, ...]:
    """Return the needs of the household of a code, open ones first."""
    names = kinds(catalogue.policy(), on=on, region=code.place_code)
    rows = list(Need.objects.filter(subject_id=code.subject_id).order_by("-told_on", "id"))
    jobs = jobs_of_household(code.subject_id)
    firms = names_of_organisations(each.vacancy.firm_id for each in jobs.values())
    rows.sort(key=lambda each: each.state not in OPEN)
    return tuple(
        OwnNeed(
            id=each.id,
            kind=names[each.kind].name if each.kind in names else Text(each.kind, each.kind),
            state=STATE_NAMES[State(each.state)],
            told_on=each.told_on,
            delivered_on=each.delivered_on,
            to_answer=each.state == State.DELIVERED,
            job=_own_job(jobs[each.id], firms) if each.id in jobs and each.state != State.CLOSED else None,
        )
        for each in rows
    )


def _own_job(job: Job, firms: Mapping[UUID, str]) -> OwnJob:
    return OwnJob(
        called=f"{job.vacancy.title} · {firms.get(job.vacancy.firm_id, '')}",
        workplace=job.vacancy.workplace,
        wage=job.vacancy.wage,
        to_agree=job.person_agreed_on is None,
        contact=contact_of(job.vacancy, keyring()) if both_agreed(job) else None,
    )


def present_code(viewer: Actor, household_id: UUID, *, on: date) -> PaperCode | None:
    """Return the code that a household has now, where the viewer sees the household's needs."""
    found = within(PaperCode.objects.filter(subject_id=household_id, revoked_on=None), viewer, NEEDS).first()
    return found if found is not None and holds(found, on) else None


def _bytes(code: str) -> bytes:
    return f"needs/paper\x1f{read(code)}".encode()
