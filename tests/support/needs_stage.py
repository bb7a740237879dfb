"""Needs on the stage: a household whose son looks for work, a service, and every step by the right person."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from support.groups_stage import organisation
from support.stage import COUNTY, TODAY, account, done, fresh, people_of
from xiuhua.needs.commands.delivering import ConfirmNeed, DeliverNeed
from xiuhua.needs.commands.meeting import AnswerMatch, MatchNeed
from xiuhua.needs.commands.paper import IssueCode
from xiuhua.needs.commands.services import AddService
from xiuhua.needs.commands.telling import TellNeed, TriageNeed
from xiuhua.needs.paper import digest_of, new_code

TOLD = date(2017, 11, 6)


def telling(household: UUID, **more: Any) -> TellNeed:
    """Return the command that tells the need of a household's son, or of whom is named."""
    values: dict[str, Any] = {
        "person_id": more["person_id"] if "person_id" in more else people_of(household)["何小军"].id,
        "kind": "work",
        "text": "想去兰州找个活，管吃住就行",
        "source": "visit",
        "told_on": TOLD,
        **more,
    }
    return TellNeed(id=fresh(), household_id=household, need_id=fresh(), **values)


def told(household: UUID, by: str = "leader", **more: Any) -> UUID:
    """Tell a need and return its id."""
    return UUID(done(telling(household, **more), by).result["need"])


def service(**more: Any) -> UUID:
    """Put a service of the bank on the menu of the county and return its id."""
    values: dict[str, Any] = {
        "service_id": fresh(),
        "place_code": COUNTY,
        "kind": "work",
        "name": "介绍城里的工作",
        "provider_id": organisation("bank"),
        "valid_from": date(2017, 1, 1),
        **more,
    }
    return UUID(done(AddService(id=fresh(), **values), "county").result["service"])


def triaging(need: UUID, kind: str = "work") -> TriageNeed:
    """Return the command that settles what is needed."""
    return TriageNeed(id=fresh(), need_id=need, kind=kind)


def matching(need: UUID, **more: Any) -> MatchNeed:
    """Return the command that asks a provider, two days after the need was told."""
    values: dict[str, Any] = {"proposed_on": TOLD + timedelta(days=2), **more}
    return MatchNeed(id=fresh(), need_id=need, match_id=fresh(), **values)


def answering(need: UUID, accepted: bool = True, on: date = TOLD + timedelta(days=3)) -> AnswerMatch:
    """Return the command that records the provider's answer."""
    return AnswerMatch(id=fresh(), need_id=need, accepted=accepted, answered_on=on)


def delivering(need: UUID, helper: str = "leader", on: date = TOLD + timedelta(days=14)) -> DeliverNeed:
    """Return the command that records a delivery."""
    return DeliverNeed(
        id=fresh(), need_id=need, delivered_on=on, what="送到兰州一家饭店上班", helper_id=account(helper)
    )


def confirming(need: UUID, satisfied: bool = True, on: date = TODAY, words: str = "活干得惯，老板也好") -> ConfirmNeed:
    """Return the command that records the person's answer."""
    return ConfirmNeed(id=fresh(), need_id=need, satisfied=satisfied, words=words, answered_by="self", answered_on=on)


def code_for(household: UUID, by: str = "leader") -> str:
    """Give a household a code on paper and return the code."""
    code = new_code()
    done(IssueCode(id=fresh(), household_id=household, code_id=fresh(), digest=digest_of(code)), by)
    return code


def delivered(household: UUID, kind: str = "work", days: int = 14, **more: Any) -> UUID:
    """Let a need come as far as its delivery, some days after it was told, and return its id."""
    need = told(household, kind=kind, **more)
    began = more.get("told_on", TOLD)
    done(triaging(need, kind), "leader")
    done(matching(need, provider_id=organisation("bank"), proposed_on=began), "county")
    done(answering(need, on=began), "leader")
    done(delivering(need, on=began + timedelta(days=days)), "leader")
    return need
