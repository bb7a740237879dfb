"""Needs of the demo: what the families of the leader's village told, and how it was met, by the people of the cast."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, ancestor
from xiuhua.needs.commands.delivering import ConfirmNeed, DeliverNeed
from xiuhua.needs.commands.meeting import AnswerMatch, MatchNeed
from xiuhua.needs.commands.services import AddService
from xiuhua.needs.commands.telling import TellNeed, TriageNeed
from xiuhua.platform.accounts.commands import AddOrganisation
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.records import Household
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

_PROVIDERS: Final = (
    ("皋兰县就业服务局（示例）", "department"),
    ("兰州安康医院（示例）", "other"),
    ("皋兰县农技推广站（示例）", "department"),
)
_SERVICES: Final = (
    ("work", "介绍城里的工作", 0, 20),
    ("skills", "厨师、保洁、家政培训", 0, 40),
    ("health", "医务人员驻村看病", 1, 30),
    ("farming", "种养技术上门指导", 2, None),
)
YOUNG: Final = range(18, 31)
"""The ages of those who are young in the story of the page: a young man without work."""


class Refused(RuntimeError):
    """A need of the demo was refused; the text names the codes."""


def serve(cast: Sequence[Account], origin: UUID) -> None:
    """Let services be offered and needs be told and met. Raise ``Refused`` where it cannot be."""
    leader = next(each for each in cast if each.login == "leader")
    county = ancestor(leader.place_code, Level.COUNTY)
    do("", _offices(county, origin))
    do("county", _menu(county, origin))
    homes = homes_of(leader)
    jobless = next(home for home in homes if young(home) is not None)
    others = [home for home in homes if home.id != jobless.id]
    _met(others[0], "farming", 3, "地里的洋芋年年烂，想学怎么防", "农技员到地里看了，教了轮作和用药", origin)
    do("leader", [*_told(others[1], "health", None, "老人腿疼，下不了地", date(2018, 1, 18), "visit", origin)])
    do("leader", [*_told(others[2], "skills", None, "想学厨师", date(2018, 1, 15), "household", origin)])
    looked_at = {"id": identified(origin, "triage", others[2], "skills"), "need_id": _need(origin, others[2], "skills")}
    do("leader", [TriageNeed(**looked_at, kind="skills")])
    _delivered(others[3], origin)


def homes_of(leader: Account) -> list[Household]:
    """Return the households of the leader's village in the order of its page."""
    viewer, on = actor_for_login("leader", on=clock.today()), clock.today()
    page = households_in(viewer, leader.place_code) if viewer else None
    found = (household(viewer, each.line.id, on=on) for each in page.rows) if viewer and page else ()
    return [home for home in found if home is not None]


def young(home: Household) -> UUID | None:
    """Return a young man of a household who is not its head."""
    ages = ((each.id, each.age) for each in home.members if not each.is_head and each.female is False)
    return next((key for key, age in ages if age is not None and age in YOUNG), None)


def _offices(county: str, origin: UUID) -> list[Command]:
    return [
        AddOrganisation(
            id=derived_id(origin, "organisation", name),
            organisation_id=derived_id(origin, "organisation-id", name),
            name=name,
            kind=kind,
            place_code=county,
        )
        for name, kind in _PROVIDERS
    ]


def _menu(county: str, origin: UUID) -> list[Command]:
    return [
        AddService(
            id=derived_id(origin, "add service", name),
            service_id=derived_id(origin, "service", name),
            place_code=county,
            kind=kind,
            name=name,
            provider_id=derived_id(origin, "organisation-id", _PROVIDERS[provider][0]),
            capacity=capacity,
            valid_from=date(2017, 6, 1),
        )
        for kind, name, provider, capacity in _SERVICES
    ]


def _met(home: Household, kind: str, offered: int, text: str, what: str, origin: UUID) -> None:
    """Let a need be told, matched, delivered, and confirmed by the person to somebody who took no part."""
    steps = _steps(home, kind, offered, date(2017, 10, 11), origin)
    do(
        "leader",
        [*_told(home, kind, None, text, date(2017, 10, 10), "visit", origin), *steps],
    )
    given: dict[str, Any] = {"need_id": _need(origin, home, kind)}
    deliver = DeliverNeed(
        id=identified(origin, "deliver", home, kind), delivered_on=date(2017, 10, 23), what=what, **given
    )
    do("leader", [deliver])
    said: dict[str, Any] = {"satisfied": True, "words": "学会了，今年试着做", "answered_by": "self"}
    given["id"] = identified(origin, "confirm", home, kind)
    confirm = ConfirmNeed(answered_on=date(2017, 11, 6), **said, **given)
    do("township", [confirm])


def _delivered(home: Household, origin: UUID) -> None:
    """Let a need be delivered that the person has not answered yet."""
    told = _told(home, "farming", None, "想请人看看果树怎么剪", date(2018, 1, 8), "officer", origin)
    do("leader", [*told, *_steps(home, "farming", 3, date(2018, 1, 10), origin)])
    wish = DeliverNeed(
        id=identified(origin, "deliver", home, "farming"),
        need_id=_need(origin, home, "farming"),
        delivered_on=date(2018, 1, 17),
        what="农技员来看了，剪了枝",
    )
    do("leader", [wish])


def _told(
    home: Household, kind: str, person: UUID | None, text: str, on: date, source: str, origin: UUID
) -> Iterator[Command]:
    values: dict[str, Any] = {"text": text, "told_on": on, "source": source, "kind": kind, "person_id": person}
    need = _need(origin, home, kind)
    yield TellNeed(id=identified(origin, "tell", home, kind), household_id=home.id, need_id=need, **values)


def _steps(home: Household, kind: str, offered: int, on: date, origin: UUID) -> Iterator[Command]:
    need = _need(origin, home, kind)
    yield TriageNeed(id=identified(origin, "triage", home, kind), need_id=need, kind=kind)
    yield MatchNeed(
        id=identified(origin, "match", home, kind),
        need_id=need,
        match_id=identified(origin, "match-id", home, kind),
        service_id=derived_id(origin, "service", _SERVICES[offered][1]),
        proposed_on=on,
    )
    yield AnswerMatch(id=identified(origin, "answer", home, kind), need_id=need, accepted=True, answered_on=on)


def _need(origin: UUID, home: Household, kind: str) -> UUID:
    return identified(origin, "need", home, kind)


def identified(origin: UUID, what: str, home: Household, kind: str) -> UUID:
    """Return the id of something about a household's need of a kind."""
    return derived_id(origin, what, kind, str(home.id))


def do(login: str, wishes: Sequence[Command]) -> None:
    """Carry out commands as somebody of the cast, or as the operator. Raise ``Refused`` where it cannot be."""
    actor = actor_for_login(login, on=clock.today()) if login else LOCAL_OPERATOR
    for wish in wishes if actor else ():
        receipt = execute(wish, actor=actor, received_at=clock.now())
        if not receipt.accepted:
            raise Refused(" ".join(problem.code for problem in receipt.problems))
