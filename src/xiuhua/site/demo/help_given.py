"""Help in the demo's village: who helps which household, and which organisation the village."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.commands.units import LinkUnit
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account
from xiuhua.site.demo.groups import UNITS

BEGAN: Final = date(2017, 7, 1)
FOLLOWED: Final = date(2017, 11, 6)
HELPED: Final = 12
"""Households with helpers: the first of the village in the order of codes, without the second one."""

ALONE: Final = 1
"""Where the household stands whom nobody helps."""

_OUTSIDE: Final = (("蒲月英", "县农牧局", "13900010001"), ("樊长河", "县信用联社", "13900010002"))
_PHONES: Final = {"leader": "13900010003", "member": "13900010004"}
"""Under which number of theirs households reach the helpers of the cast."""


class Refused(RuntimeError):
    """A wish of the demo was refused; the text names the codes."""


def arrange(cast: Sequence[Account], origin: UUID) -> None:
    """Let the leader assign helpers and the county link an organisation. Raise ``Refused`` where it cannot be."""
    leader = next(each for each in cast if each.login == "leader")
    do("county", [_unit(leader.place_code, origin)])
    homes = homes_of(leader)
    do("leader", [wish for at, home in enumerate(homes[:HELPED]) if at != ALONE for wish in _helpers(at, home, origin)])


def homes_of(leader: Account) -> list[UUID]:
    """Return the households of the leader's village in the order of their codes."""
    viewer = actor_for_login("leader", on=clock.today())
    page = households_in(viewer, leader.place_code) if viewer else None
    return [each.line.id for each in page.rows] if page else []


def _unit(place_code: str, origin: UUID) -> Command:
    return LinkUnit(
        id=derived_id(origin, "link unit"),
        link_id=derived_id(origin, "unit link"),
        place_code=place_code,
        organisation_id=derived_id(origin, "organisation-id", UNITS[0]),
        valid_from=BEGAN,
        basis="县委会议（示例）",
    )


def _helpers(at: int, home: UUID, origin: UUID) -> Iterator[Command]:
    """Yield the wishes for one household: of the first one the helper changed, and it has a second one."""
    login = "member" if at % 2 else "leader"
    shared: dict[str, Any] = {"household_id": home, "basis": "村党小组会议（示例）"}
    first = derived_id(origin, "helper", str(home))
    yield AssignHelper(
        id=derived_id(origin, "help", str(home)),
        helper_id=first,
        account_id=derived_id(origin, "account", login),
        phone=_PHONES[login],
        valid_from=BEGAN,
        **shared,
    )
    if at:
        return
    for number, (name, unit, phone) in enumerate(_OUTSIDE):
        replaced = first if number == 0 else None
        yield AssignHelper(
            id=derived_id(origin, "help", str(home), name),
            helper_id=derived_id(origin, "helper", str(home), name),
            name=name,
            unit=unit,
            phone=phone,
            replaces=replaced,
            valid_from=FOLLOWED,
            **shared,
        )


def do(login: str, wishes: Sequence[Command], *, on: date | None = None) -> None:
    """Carry out wishes as somebody of the cast, now or on an earlier day. Raise ``Refused`` where one is refused."""
    at = clock.now() if on is None else datetime.combine(on, time(9), tzinfo=clock.now().tzinfo)
    actor = actor_for_login(login, on=on or clock.today())
    if actor is None:
        raise Refused("nobody")
    for wish in wishes:
        receipt = execute(wish, actor=actor, received_at=at)
        if not receipt.accepted:
            raise Refused(" ".join(problem.code for problem in receipt.problems))
