"""Work in the demo: what firms offer, the young man of the visit who found a job, and two who are still looking."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, ancestor
from xiuhua.needs.commands.agreements import AgreeForFirm, AgreeForPerson
from xiuhua.needs.commands.delivering import ConfirmNeed
from xiuhua.needs.commands.jobs import BeginJob, ProposeJob
from xiuhua.needs.commands.meeting import AnswerMatch
from xiuhua.needs.commands.vacancies import AddVacancy
from xiuhua.needs.commands.wishes import WishForWork
from xiuhua.platform.accounts.commands import AddOrganisation
from xiuhua.registry.queries.records import Household
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account
from xiuhua.site.demo.needs import do, homes_of, identified, young

_FIRMS: Final = ("兰州陇原饭庄（示例）", "皋兰县禾丰合作社（示例）")
_VACANCIES: Final[Sequence[dict[str, Any]]] = (
    {
        "firm": 0,
        "title": "后厨帮工",
        "trade": "kitchen",
        "workplace": "兰州市城关区",
        "distance": "prefecture",
        "wage": "每月 3,000 元，管吃住",
        "posts": 3,
        "contact": "后厨主管（示例） 13900000011",
    },
    {
        "firm": 0,
        "title": "厨师",
        "trade": "kitchen",
        "workplace": "兰州市城关区",
        "distance": "prefecture",
        "wage": "每月 5,000 元起，看手艺",
        "skill": "cook",
        "posts": 1,
        "contact": "后厨主管（示例） 13900000011",
    },
    {
        "firm": 1,
        "title": "大棚务工",
        "trade": "farming",
        "workplace": "皋兰县水阜镇",
        "distance": "township",
        "wage": "每天 100 元，一天一结",
        "posts": 10,
        "contact": "合作社办公室（示例） 13900000012",
    },
)

SEASON: Final = timedelta(days=98)
"""How long the work of a season is offered, from the day on which the demo is loaded."""


def find_work(cast: Sequence[Account], origin: UUID) -> None:
    """Let firms offer work, one young man find it and say so, one wait for the firm, and one look."""
    leader = next(each for each in cast if each.login == "leader")
    county = ancestor(leader.place_code, Level.COUNTY)
    do("", _firms(county, origin))
    do("county", _offered(county, origin))
    homes = homes_of(leader)
    jobless = next(home for home in homes if young(home) is not None)
    others = [home for home in homes if home.id != jobless.id]
    told = date(2017, 10, 9)
    do("leader", [_wish(jobless, young(jobless), "kitchen", told, "去年回村，一直没有活干，想在兰州找一份", origin)])
    do("leader", _found(jobless, origin))
    do("township", [_confirmed(jobless, origin)])
    do("leader", [_wish(others[4], None, "farming", date(2018, 1, 11), "想就近干点活，顾得上家", origin)])
    do("leader", _asked(others[4], 2, date(2018, 1, 12), origin)[:2])
    do("leader", [_wish(others[5], None, "kitchen", date(2018, 1, 16), "过了年想出去学厨", origin, date(2018, 2, 26))])


def _firms(county: str, origin: UUID) -> list[Command]:
    return [
        AddOrganisation(
            id=derived_id(origin, "organisation", name),
            organisation_id=derived_id(origin, "organisation-id", name),
            name=name,
            kind="enterprise",
            place_code=county,
        )
        for name in _FIRMS
    ]


def _offered(county: str, origin: UUID) -> list[Command]:
    return [
        AddVacancy(
            id=derived_id(origin, "add vacancy", each["title"]),
            vacancy_id=derived_id(origin, "vacancy", each["title"]),
            place_code=county,
            firm_id=derived_id(origin, "organisation-id", _FIRMS[each["firm"]]),
            **{name: value for name, value in each.items() if name != "firm"},
            until=clock.today() + SEASON if each["title"] == "大棚务工" else None,
        )
        for each in _VACANCIES
    ]


def _wish(
    home: Household, person: UUID | None, trade: str, on: date, text: str, origin: UUID, free: date | None = None
) -> Command:
    grown = next((each.id for each in home.members if not each.is_head), home.members[0].id)
    return WishForWork(
        id=identified(origin, "wish", home, "work"),
        household_id=home.id,
        need_id=identified(origin, "need", home, "work"),
        person_id=person or grown,
        trade=trade,
        reach="prefecture",
        free_from=free,
        text=text,
        source="visit",
        told_on=on,
    )


def _asked(home: Household, offered: int, on: date, origin: UUID) -> list[Command]:
    given: dict[str, Any] = {"need_id": identified(origin, "need", home, "work")}
    return [
        ProposeJob(
            id=identified(origin, "propose", home, "work"),
            match_id=identified(origin, "match-id", home, "work"),
            vacancy_id=derived_id(origin, "vacancy", _VACANCIES[offered]["title"]),
            proposed_on=on,
            **given,
        ),
        AgreeForPerson(
            id=identified(origin, "person", home, "work"), agreed_by="self", how="in_person", agreed_on=on, **given
        ),
        AgreeForFirm(
            id=identified(origin, "firm", home, "work"), said_by="店长（示例）", how="phone", agreed_on=on, **given
        ),
    ]


def _found(home: Household, origin: UUID) -> list[Command]:
    given: dict[str, Any] = {"need_id": identified(origin, "need", home, "work")}
    taken = AnswerMatch(
        id=identified(origin, "answer", home, "work"), accepted=True, answered_on=date(2017, 10, 16), **given
    )
    begun = BeginJob(id=identified(origin, "begin", home, "work"), begun_on=date(2017, 10, 23), **given)
    return [*_asked(home, 0, date(2017, 10, 11), origin), taken, begun]


def _confirmed(home: Household, origin: UUID) -> Command:
    said: dict[str, Any] = {"satisfied": True, "words": "活不重，工资按月发，满意", "answered_by": "self"}
    return ConfirmNeed(
        id=identified(origin, "confirm", home, "work"),
        need_id=identified(origin, "need", home, "work"),
        answered_on=min(date(2017, 11, 6), clock.today()),
        **said,
    )
