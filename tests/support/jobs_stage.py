"""Work on the stage: a vacancy of the bank, and every step from the wish of a household's son to his first day."""

from datetime import date
from typing import Any
from uuid import UUID

from support.groups_stage import organisation
from support.needs_stage import TOLD
from support.stage import COUNTY, TODAY, done, fresh, people_of
from xiuhua.kernel.commands import Command
from xiuhua.needs.commands.agreements import AgreeForFirm, AgreeForPerson, WithdrawAgreement
from xiuhua.needs.commands.jobs import BeginJob, ProposeJob
from xiuhua.needs.commands.meeting import AnswerMatch
from xiuhua.needs.commands.vacancies import AddVacancy
from xiuhua.needs.commands.wishes import WishForWork

CONTACT = "后厨主管祁师傅 0931-5550101"
WORDS = "去年回村，想在城里后厨干"


def adding_vacancy(**more: Any) -> AddVacancy:
    """Return the command that records a vacancy in a kitchen."""
    values: dict[str, Any] = {
        "vacancy_id": fresh(),
        "place_code": COUNTY,
        "firm_id": organisation("bank"),
        "title": "后厨帮工",
        "trade": "kitchen",
        "workplace": "兰州市城关区",
        "distance": "prefecture",
        "wage": "每月 3,200 元，管吃住",
        "posts": 2,
        "contact": CONTACT,
        **more,
    }
    return AddVacancy(id=fresh(), **values)


def vacancy(**more: Any) -> UUID:
    """Record a vacancy and return its id."""
    return UUID(done(adding_vacancy(**more), "county").result["vacancy"])


def wishing(household: UUID, **more: Any) -> WishForWork:
    """Return the command that tells that a household's son looks for work."""
    values: dict[str, Any] = {
        "person_id": people_of(household)["何小军"].id,
        "trade": "kitchen",
        "reach": "prefecture",
        "text": WORDS,
        "source": "visit",
        "told_on": TOLD,
        **more,
    }
    return WishForWork(id=fresh(), household_id=household, need_id=fresh(), **values)


def wished(household: UUID, **more: Any) -> UUID:
    """Tell that a household's son looks for work and return the need's id."""
    return UUID(done(wishing(household, **more), "leader").result["need"])


def proposing(need: UUID, offered: UUID, on: date = TOLD) -> ProposeJob:
    """Return the command that proposes a vacancy."""
    return ProposeJob(id=fresh(), need_id=need, match_id=fresh(), vacancy_id=offered, proposed_on=on)


def person_agreeing(need: UUID, on: date = TODAY) -> AgreeForPerson:
    """Return the command that takes down that the person agrees."""
    return AgreeForPerson(id=fresh(), need_id=need, agreed_by="self", how="in_person", agreed_on=on)


def firm_agreeing(need: UUID, on: date = TODAY) -> AgreeForFirm:
    """Return the command that takes down that the firm agrees."""
    return AgreeForFirm(id=fresh(), need_id=need, said_by="经理祁明", how="phone", agreed_on=on)


def taking_on(need: UUID, on: date = TODAY) -> AnswerMatch:
    """Return the command by which the firm takes the person on."""
    return AnswerMatch(id=fresh(), need_id=need, accepted=True, answered_on=on)


def beginning(need: UUID, on: date = TODAY) -> BeginJob:
    """Return the command that records the first day."""
    return BeginJob(id=fresh(), need_id=need, begun_on=on)


def withdrawing(need: UUID, side: str = "person", on: date = TODAY) -> WithdrawAgreement:
    """Return the command by which a side withdraws."""
    values: dict[str, Any] = {"side": side, "withdrawn_on": on}
    return WithdrawAgreement(id=fresh(), need_id=need, **values)


def proposed(household: UUID, **more: Any) -> UUID:
    """Let a vacancy be proposed to a household's son and return the need's id."""
    need = wished(household)
    done(proposing(need, vacancy(**more)), "leader")
    return need


def agreed(household: UUID, **more: Any) -> UUID:
    """Let both sides agree, and return the need's id."""
    need = proposed(household, **more)
    carry(person_agreeing(need), firm_agreeing(need))
    return need


def begun(household: UUID) -> UUID:
    """Let the son of a household begin, and return the need's id."""
    need = agreed(household)
    carry(taking_on(need), beginning(need))
    return need


def carry(*wishes: Command) -> None:
    """Carry out commands as the leader."""
    for wish in wishes:
        done(wish, "leader")
