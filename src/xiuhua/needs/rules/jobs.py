"""Work that people look for and firms offer: what suits what, why, and who waits for whom until somebody begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from xiuhua.kernel.places import lies_in
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.rules.steps import State

WORK: Final = "work"
"""The kind of need that a job meets."""

TRADES_KEY: Final = "needs.trades"
SKILLS_KEY: Final = "needs.skills"


class Far(StrEnum):
    """How far from home: how far somebody would go, or how far a job is from where it is offered."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    ANYWHERE = "anywhere"


FAR_NAMES: Final[Mapping[Far, Text]] = {
    Far.VILLAGE: Text("本村", "the village"),
    Far.TOWNSHIP: Text("本乡镇", "the township"),
    Far.COUNTY: Text("本县", "the county"),
    Far.PREFECTURE: Text("本市", "the prefecture"),
    Far.PROVINCE: Text("本省", "the province"),
    Far.ANYWHERE: Text("外省也行", "other provinces too"),
}
_ORDER: Final = tuple(Far)


class Side(StrEnum):
    """The two who have to agree."""

    PERSON = "person"
    FIRM = "firm"


SIDE_NAMES: Final[Mapping[Side, Text]] = {
    Side.PERSON: Text("本人", "the person"),
    Side.FIRM: Text("用工单位", "the firm"),
}
HOW_NAMES: Final[Mapping[str, Text]] = {
    "in_person": Text("当面说的", "said in person"),
    "phone": Text("电话里说的", "said on the telephone"),
    "signed": Text("纸上签了字", "signed on paper"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for, as far as proposing knows it."""

    place_code: str
    trade: str
    reach: str
    free_from: date | None
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class Post:
    """What a firm offers: ``left`` posts of a trade, ``skill`` where one is asked for, until a day that counts."""

    place_code: str
    trade: str
    distance: str
    skill: str
    until: date | None
    left: int


class Agreed(Protocol):
    """A job with the days on which its sides agreed, and the one on which one of them withdrew."""

    person_agreed_on: date | None
    firm_agreed_on: date | None
    withdrawn_on: date | None


def listed(key: str, policy: Policy, *, on: date, region: str | None = None) -> dict[str, Text]:
    """Return the trades or skills of a day by code, in the order in which policy lists them."""
    found = policy.at(key, on=on, region=region).value
    return {each["code"]: Text(each["name"]["zh"], each["name"]["en"]) for each in found}


def unlisted(
    trade: str, skills: Sequence[str], policy: Policy, *, on: date, region: str, field: str = "skills"
) -> tuple[Problem, ...]:
    """Return the problems of a trade or skills that policy does not list."""
    trades = listed(TRADES_KEY, policy, on=on, region=region)
    known = listed(SKILLS_KEY, policy, on=on, region=region)
    problems = [Problem("trade_unknown", "trade", {"given": trade})] if trade not in trades else []
    problems += [Problem("trade_unknown", field, {"given": each}) for each in skills if each not in known]
    return tuple(problems)


def suits(sought: Sought, post: Post, today: date) -> bool:
    """Say whether a job is what somebody looks for: trade, place, distance, skill, days, and a post that is left."""
    begins = max(today, sought.free_from or today)
    return (
        sought.trade == post.trade
        and lies_in(sought.place_code, post.place_code)
        and _ORDER.index(Far(post.distance)) <= _ORDER.index(Far(sought.reach))
        and (not post.skill or post.skill in sought.skills)
        and (post.until is None or begins <= post.until)
        and post.left > 0
    )


def why(sought: Sought, post: Post, today: date, skills: Mapping[str, Text]) -> tuple[Text, ...]:
    """Return why a job is proposed; it is told in words, never as a number that could be compared."""
    far = FAR_NAMES[Far(post.distance)] if post.distance != Far.ANYWHERE else Text("外省", "another province")
    said = [Text("工种一样", "the same trade"), Text(f"在{far.zh}", f"in {far.en}")]
    if post.skill:
        named = skills.get(post.skill, Text(post.skill, post.skill))
        said.append(Text(f"会{named.zh}", f"has the skill: {named.en}"))
    else:
        said.append(Text("不要求手艺", "no skill is asked for"))
    if sought.free_from is not None and sought.free_from > today:
        said.append(Text("到时候还在招", "still offered when free"))
    said.append(Text(f"还招 {post.left} 人", f"{post.left} post{'' if post.left == 1 else 's'} left"))
    return tuple(said)


def both_agreed(job: Agreed) -> bool:
    """Say whether both sides agree, so that each may know of the other."""
    return job.person_agreed_on is not None and job.firm_agreed_on is not None and job.withdrawn_on is None


def missing(job: Agreed) -> tuple[Side, ...]:
    """Return the sides that have not agreed."""
    days = {Side.PERSON: job.person_agreed_on, Side.FIRM: job.firm_agreed_on}
    return tuple(side for side, day in days.items() if day is None)


def _named(sides: Sequence[Side]) -> Text:
    names = [SIDE_NAMES[side] for side in sides]
    return Text("和".join(each.zh for each in names), " and ".join(each.en for each in names))


def judge_agreed(job: Agreed) -> tuple[Problem, ...]:
    """Return why a job cannot be given: it takes the consent of both sides."""
    if both_agreed(job):
        return ()
    named = _named(missing(job) or tuple(Side))
    values = {"sides_zh": named.zh, "sides_en": named.en}
    return (Problem("job_without_consent", values=values),)


def judge_posts(title: str, posts: int, taken: int) -> tuple[Problem, ...]:
    """Return the problem of a vacancy whose posts are all taken."""
    return () if taken < posts else (Problem("vacancy_full", values={"title": title, "posts": posts}),)


def waits(state: str, job: Agreed) -> Text | None:
    """Return who waits for whom in a job, ``None`` where nobody does."""
    sides = missing(job)
    if state == State.MATCHED and sides:
        named = _named(sides)
        return Text(f"等{named.zh}同意", f"waits for consent: {named.en}")
    return {
        State.MATCHED: Text("等用工单位定用不用", "waits for the firm to decide"),
        State.ACCEPTED: Text("等本人去上班", "waits for the person to begin"),
        State.DELIVERED: Text("等本人确认", "waits for the person to confirm"),
    }.get(State(state))
