"""A small cast on two counties of one prefecture, made through commands only. All people are invented."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.policy import Policy
from xiuhua.platform.accounts.commands import COMMAND_TYPES, AddPerson, Appoint, NamePlace
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute, execute_many
from xiuhua.platform.journal.undo import undo_type

NOW = datetime(2017, 9, 12, 1, 0, tzinfo=UTC)
TODAY = date(2017, 9, 12)

PREFECTURE, COUNTY, NEIGHBOUR = "620100000000", "620122000000", "620123000000"
TOWNSHIP, VILLAGE, OTHER_VILLAGE = "620122101000", "620122101200", "620122101201"
FAR_VILLAGE = "620123100200"

PLACES = (
    (PREFECTURE, "兰州市"),
    (COUNTY, "皋兰县"),
    (TOWNSHIP, "水阜镇"),
    (VILLAGE, "燕儿坪村"),
    (OTHER_VILLAGE, "川口村"),
    (NEIGHBOUR, "榆中县"),
    ("620123100000", "龙泉乡"),
    (FAR_VILLAGE, "庙咀村"),
)

PEOPLE = (
    ("admin", "卢思远", Role.ADMINISTRATOR, PREFECTURE),
    ("county-admin", "邵立新", Role.ADMINISTRATOR, COUNTY),
    ("prefecture", "戴云舒", Role.PREFECTURE_OFFICER, PREFECTURE),
    ("county", "贺春明", Role.COUNTY_OFFICER, COUNTY),
    ("neighbour", "单小花", Role.COUNTY_OFFICER, NEIGHBOUR),
    ("neighbour-admin", "田雨生", Role.ADMINISTRATOR, NEIGHBOUR),
    ("department", "石映红", Role.ORGANISATION_DEPARTMENT, COUNTY),
    ("township", "秦德厚", Role.TOWNSHIP_OFFICER, TOWNSHIP),
    ("leader", "曹文远", Role.GROUP_LEADER, VILLAGE),
    ("attendee", "马占川", Role.ATTENDEE, VILLAGE),
    ("auditor", "康清和", Role.AUDITOR, PREFECTURE),
)

_origin = UUID("015e7380-0000-7000-8000-000000000001")
_numbers = itertools.count()


def fresh() -> UUID:
    """Return an id that no other call of this run returns."""
    return derived_id(_origin, str(next(_numbers)))


def account_id(login: str) -> UUID:
    """Return the id that the cast gives to a login."""
    return derived_id(_origin, "account", login)


def post_id(login: str) -> UUID:
    """Return the id of the first post of a login."""
    return derived_id(_origin, "post", login)


def install_where_missing() -> None:
    """Install the commands of this module where the site has not done so."""
    if not any(kind.command.code.startswith("accounts.") for kind in catalogue.command_types()):
        catalogue.install((*COMMAND_TYPES, undo_type()), policy=Policy((), "test"), code_version="test")


def load() -> None:
    """Name the places and give everybody an account and a post from 1 January 2017."""
    commands: list[Command] = [NamePlace(id=fresh(), place_code=code, name=name) for code, name in PLACES]
    for login, name, role, place_code in PEOPLE:
        commands.append(
            AddPerson(id=fresh(), account_id=account_id(login), login=login, name=name, place_code=kept_at(place_code))
        )
        commands.append(appointment(login, role, place_code, post_id=post_id(login)))
    receipts = execute_many(commands, actor=LOCAL_OPERATOR, received_at=NOW)
    refused = [receipt for receipt in receipts if not receipt.accepted]
    assert not refused, refused


def kept_at(place_code: str) -> str:
    """Return where the cast keeps an account: at the county, or at the prefecture."""
    return PREFECTURE if place_code == PREFECTURE else place_code[:6] + "000000"


def appointment(login: str, role: Role, place_code: str, **more: Any) -> Appoint:
    """Return the command that gives a post, by default from 1 January 2017 on."""
    values = {"post_id": fresh(), "valid_from": date(2017, 1, 1), **more}
    return Appoint(id=fresh(), account_id=account_id(login), role=role, place_code=place_code, **values)


def actor(login: str, on: date = TODAY) -> Actor:
    """Return a member of the cast with the posts in force on a day."""
    found = actor_for_login(login, on=on, door="web")
    assert found is not None
    return found


@dataclass(frozen=True)
class As:
    """Does things as a member of the cast, or as the local operator."""

    login: str | None = None
    at: datetime = NOW

    def do(self, command: Command) -> Receipt:
        """Carry out one command."""
        return execute(command, actor=actor(self.login) if self.login else LOCAL_OPERATOR, received_at=self.at)


def codes(receipt: Receipt) -> list[str]:
    """Return the codes of the problems of a receipt."""
    return [problem.code for problem in receipt.problems]
