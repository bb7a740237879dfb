"""A small stage for the register: places, one person for each role, and households, made through commands only.

Villages ``HERE`` and ``THERE`` lie in one township, ``FAR`` in another county. All people are invented.
"""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddPerson, Appoint, NamePlace
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_account
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute, execute_many
from xiuhua.registry.beside import Home
from xiuhua.registry.commands.record import Member, RecordHousehold, Stated
from xiuhua.registry.models import Household, Person, Question, Statement
from xiuhua.registry.rules.identity import check_character

NOW = datetime(2018, 1, 19, 1, 0, tzinfo=UTC)
TODAY = date(2018, 1, 19)
PREFECTURE, COUNTY, NEIGHBOUR = "620100000000", "620122000000", "620123000000"
TOWNSHIP, HERE, THERE, FAR = "620122101000", "620122101200", "620122101201", "620123100200"

PLACES = (
    (PREFECTURE, "兰州市"),
    (COUNTY, "皋兰县"),
    (TOWNSHIP, "水阜镇"),
    (HERE, "燕儿坪村"),
    (THERE, "川口村"),
    (NEIGHBOUR, "榆中县"),
    ("620123100000", "龙泉乡"),
    (FAR, "庙咀村"),
)
PEOPLE = (
    ("administrator", "卢思远", Role.ADMINISTRATOR, PREFECTURE),
    ("prefecture", "戴云舒", Role.PREFECTURE_OFFICER, PREFECTURE),
    ("county", "贺春明", Role.COUNTY_OFFICER, COUNTY),
    ("neighbour", "单小花", Role.COUNTY_OFFICER, NEIGHBOUR),
    ("department", "石映红", Role.ORGANISATION_DEPARTMENT, COUNTY),
    ("township", "秦德厚", Role.TOWNSHIP_OFFICER, TOWNSHIP),
    ("leader", "曹文远", Role.GROUP_LEADER, HERE),
    ("member", "罗秋霞", Role.GROUP_MEMBER, HERE),
    ("attendee", "马占川", Role.ATTENDEE, HERE),
    ("auditor", "康清和", Role.AUDITOR, PREFECTURE),
)
STATED = Stated(
    size=3,
    exit_status="已脱贫",
    exit_year=2015,
    household_kind="一般脱贫户",
    main_cause="缺技术",
    unsafe_house=False,
    water_safe=True,
    water_hard=False,
    per_head_income="2485",
)
_ORIGIN = UUID("01610b8e-4a00-7000-8000-000000000001")
_ids, _people = itertools.count(), itertools.count(100)


def fresh() -> UUID:
    """Return an id that no other call of this run returns."""
    return derived_id(_ORIGIN, str(next(_ids)))


def account(login: str) -> UUID:
    """Return the id of somebody's account."""
    return derived_id(_ORIGIN, "account", login)


def load() -> None:
    """Name the places and give everybody an account and a post."""
    commands: list[Command] = [NamePlace(id=fresh(), place_code=code, name=name) for code, name in PLACES]
    for login, name, role, place_code in PEOPLE:
        kept = place_code if place_code == PREFECTURE else place_code[:6] + "000000"
        begin = date(2017, 1, 1)
        commands += [
            AddPerson(id=fresh(), account_id=account(login), login=login, name=name, place_code=kept),
            Appoint(
                id=fresh(),
                post_id=fresh(),
                account_id=account(login),
                role=role,
                place_code=place_code,
                valid_from=begin,
            ),
        ]
    receipts = execute_many(commands, actor=LOCAL_OPERATOR, received_at=NOW)
    assert all(receipt.accepted for receipt in receipts), [r.problems for r in receipts if not r.accepted]


def actor(login: str) -> Actor:
    """Return somebody with the posts in force; nobody is the local operator."""
    if not login:
        return LOCAL_OPERATOR
    found = actor_for_account(account(login), on=TODAY, door="web")
    assert found is not None, login
    return found


def do(command: Command, by: str = "township", *, days: int = 0) -> Receipt:
    """Carry out a command as somebody, some days after the first one."""
    return execute(command, actor=actor(by), received_at=NOW + timedelta(days=days))


def done(command: Command, by: str = "township", *, days: int = 0) -> Receipt:
    """Carry out a command that has to be accepted."""
    receipt = do(command, by, days=days)
    assert receipt.accepted, receipt.problems
    return receipt


def codes(receipt: Receipt) -> list[str]:
    """Return the codes of a refusal."""
    return [problem.code for problem in receipt.problems]


def number(born: str, *, female: bool) -> str:
    """Return a valid identity number that nobody else on the stage has."""
    order = next(_people)
    digits = f"620199{born.replace('-', '')}{order % 100:02d}{(order // 100 * 2 + (not female)) % 10}"
    return digits + check_character(digits)


def person(name: str, relation: str, born: str, *, female: bool = False, **facts: Any) -> Member:
    """Return somebody for a household: healthy, with schooling, labour and insurance unless said otherwise."""
    given: dict[str, Any] = {
        "identity": number(born, female=female),
        "code": f"8800{next(_people):06d}",
        "ethnicity": "汉族",
        "education": "初中",
        "health": "健康",
        "labour": "普通劳动力",
        "serious_illness_insurance": True,
        **facts,
    }
    return Member(id=fresh(), name=name, relation=relation, **given)


def family() -> tuple[Member, ...]:
    """Return a household of three about whom nothing is to be asked."""
    return (
        person("何慧珍", "户主", "1970-03-05", female=True, phone="13990001111"),
        person("田巧仓", "配偶", "1968-07-11"),
        person("何小军", "之子", "2003-02-09", education=None, school="九年级", labour="无劳动力"),
    )


def recording(
    *,
    members: Sequence[Member] | None = None,
    village: str = HERE,
    code: str | None = None,
    stated: Stated = STATED,
    on: date = date(2017, 9, 12),
    **more: Any,
) -> RecordHousehold:
    """Return the command that registers a household as a person list states it."""
    values = {"id": fresh(), "household_id": fresh(), "origin": "people", **more}
    return RecordHousehold(
        household_code=code or f"8800{next(_people):08d}",
        village_code=village,
        natural_village="上社",
        stated_on=on,
        stated=stated,
        members=tuple(members or family()),
        **values,
    )


def registered(by: str = "prefecture", **more: Any) -> UUID:
    """Register a household and return its id."""
    command = recording(**more)
    return UUID(done(command, by).result["household"])


def version(household_id: UUID) -> UUID:
    """Return the present version of a household."""
    found = Household.objects.values_list("version", flat=True).get(id=household_id)
    assert found is not None
    return found


def people_of(household_id: UUID) -> dict[str, Person]:
    """Return the present members by name."""
    return {p.name: p for p in Person.objects.filter(household_id=household_id, left_on=None).order_by("code")}


def at(household_id: UUID) -> Home:
    """Return a household for whoever tells of it, without what is known of its tables."""
    row = Household.objects.get(id=household_id)
    return Home(row.id, row.place_code, row.valid_to is not None)


def statement_of(household_id: UUID) -> Statement:
    """Return what is stated now."""
    return Statement.objects.get(household_id=household_id, valid_to=None)


def questions_of(household_id: UUID) -> dict[str, str]:
    """Return the states of the questions by code."""
    return dict(Question.objects.filter(household_id=household_id).values_list("code", "state"))
