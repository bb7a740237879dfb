"""What a need's page shows of work: what is looked for, which job is in hand, who agreed, whom to turn to then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.job_facts import CONTACT_LABEL, FIRM_LABEL, sought
from xiuhua.needs.models import Job, Need, Vacancy, Wish
from xiuhua.needs.queries.jobs import present
from xiuhua.needs.queries.vacancies import distance_name
from xiuhua.needs.rules.jobs import (
    FAR_NAMES,
    HOW_NAMES,
    SIDE_NAMES,
    SKILLS_KEY,
    TRADES_KEY,
    Far,
    Side,
    Sought,
    both_agreed,
    listed,
    missing,
    waits,
)
from xiuhua.platform.accounts.naming import names_of_organisations
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

PAPER: Final = Text("凭纸码", "with the paper code")
_WHO: Final[Mapping[str, Text]] = {**{str(key): name for key, name in GIVEN_BY_NAMES.items()}, "paper": PAPER}
_HOW: Final[Mapping[str, Text]] = {**HOW_NAMES, "paper": PAPER}


@dataclass(frozen=True, slots=True)
class WishShown:
    """What work somebody looks for; the codes are those that a form sends back."""

    trade_code: str
    reach_code: str
    skill_codes: tuple[str, ...]
    trade: Text
    reach: Text
    free_from: date | None
    skills: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job with the consent of both sides.

    ``contact`` is ``None`` for whoever does not help, and until both sides agree; after one withdrew it is so again.
    """

    id: UUID
    match_id: UUID
    vacancy_id: UUID
    firm: str
    title: str
    workplace: str
    distance: Text
    wage: str
    person_agreed_on: date | None
    person_agreed_by: Text | None
    person_agreed_how: Text | None
    firm_agreed_on: date | None
    firm_agreed_how: Text | None
    firm_said_by: str | None
    withdrawn_on: date | None
    withdrawn_side: Text | None
    present: bool
    both: bool
    missing: tuple[Side, ...]
    waits: Text | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """What a need's page shows of work: the wish, and the last job."""

    wish: WishShown | None
    job: JobShown | None


def work_of(viewer: Actor, need: Need, *, on: date) -> Work:
    """Return what stands beside a need that the viewer sees already; two queries, and one of keys."""
    wish = Wish.objects.filter(need_id=need.id).first()
    job = _last(need)
    helps = reaches(viewer, COMMANDS["needs.propose_job"], need.place_code)
    return Work(_wish(wish, on) if wish is not None else None, _job(job, need, helps) if job is not None else None)


def _last(need: Need) -> Job | None:
    rows = Job.objects.filter(need_id=need.id).select_related("vacancy", "match")
    return rows.order_by("-match__number", "-match__proposed_on", "-id").first()


def _wish(wish: Wish, on: date) -> WishShown:
    trades = listed(TRADES_KEY, catalogue.policy(), on=on)
    skills = listed(SKILLS_KEY, catalogue.policy(), on=on)
    codes = tuple(wish.skills.split())
    return WishShown(
        trade_code=wish.trade,
        reach_code=wish.reach,
        skill_codes=codes,
        trade=trades.get(wish.trade, Text(wish.trade, wish.trade)),
        reach=FAR_NAMES[Far(wish.reach)],
        free_from=wish.free_from,
        skills=tuple(skills.get(each, Text(each, each)) for each in codes),
    )


def _job(job: Job, need: Need, helps: bool) -> JobShown:
    vacancy, match = job.vacancy, job.match
    in_hand = job.withdrawn_on is None and match.declined_on is None and match.satisfied is not False
    both = both_agreed(job)
    keys = keyring() if helps else None
    return JobShown(
        id=job.id,
        match_id=job.match_id,
        vacancy_id=vacancy.id,
        firm=names_of_organisations((vacancy.firm_id,)).get(vacancy.firm_id, ""),
        title=vacancy.title,
        workplace=vacancy.workplace,
        distance=distance_name(vacancy.distance),
        wage=vacancy.wage,
        person_agreed_on=job.person_agreed_on,
        person_agreed_by=_WHO.get(job.person_agreed_by),
        person_agreed_how=_HOW.get(job.person_agreed_how) if job.person_agreed_how != "paper" else None,
        firm_agreed_on=job.firm_agreed_on,
        firm_agreed_how=_HOW.get(job.firm_agreed_how),
        firm_said_by=_read(keys, job.subject_id, FIRM_LABEL, job.firm_said_by),
        withdrawn_on=job.withdrawn_on,
        withdrawn_side=SIDE_NAMES[Side(job.withdrawn_side)] if job.withdrawn_side else None,
        present=in_hand,
        both=both and in_hand,
        missing=missing(job),
        waits=waits(need.state, job) if in_hand else None,
        contact=contact_of(vacancy, keys) if both and in_hand else None,
    )


def contact_of(vacancy: Vacancy, keys: Keyring | None) -> str | None:
    """Return whom to turn to at the firm."""
    return _read(keys, vacancy.id, CONTACT_LABEL, vacancy.contact)


def _read(keys: Keyring | None, subject: UUID, label: str, sealed: str) -> str | None:
    if keys is None:
        return None
    try:
        return keys.open(subject, label, sealed) if sealed else ""
    except KeyDestroyed:
        return ""


def jobs_of_household(household_id: UUID) -> Mapping[UUID, Job]:
    """Return the jobs in hand of a household by their needs, for whoever holds its code."""
    rows = present(Job.objects.filter(subject_id=household_id).select_related("vacancy", "match", "need"))
    return {each.need_id: each for each in rows.order_by("match__number", "match__proposed_on", "id")}


def wish_sought(need_id: UUID) -> Sought | None:
    """Return what work is looked for behind a need that the viewer sees already, ``None`` where it was not said."""
    wish = Wish.objects.filter(need_id=need_id).first()
    return sought(wish) if wish is not None else None
