"""Corrections of the demo: what a group leader found out, of which the county has sent the first on a list."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.corrections import ListCorrections, RequestCorrection
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.records import Household, Member
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

CORRECTED = 4
"""Households about which something is corrected: the last of the leader's village of whom nothing is asked."""


class Refused(RuntimeError):
    """A correction of the demo was refused; the text names the codes."""


def correct(cast: Sequence[Account], origin: UUID) -> None:
    """Let the leader correct and request, and the county send the first half. Raise ``Refused`` where it cannot be."""
    leader = next(each for each in cast if each.login == "leader")
    county = next(each for each in cast if each.login == "county")
    homes = list(_homes(leader))
    _do("leader", [wish for home in homes[: CORRECTED // 2] for wish in _wishes(home, origin)])
    sent = {"place_code": county.place_code, "purpose": "report", "reason": "市扶贫办"}
    _do("county", [ListCorrections(id=derived_id(origin, "list of corrections"), **sent)])
    _do("leader", [wish for home in homes[CORRECTED // 2 :] for wish in _wishes(home, origin)])


def _homes(leader: Account) -> Iterator[Household]:
    viewer, on = actor_for_login("leader", on=clock.today()), clock.today()
    page = households_in(viewer, leader.place_code) if viewer else None
    quiet = [each.line.id for each in page.rows if not each.line.questions] if page else []
    for home in quiet[-CORRECTED:]:
        found = household(viewer, home, on=on) if viewer else None
        if found is not None:
            yield found


def _wishes(home: Household, origin: UUID) -> Iterator[Command]:
    head, last = home.members[0], home.members[-1]
    given: dict[str, Any] = {"household_id": home.id, "person_id": head.id}
    phone = f"139{int(home.code[-8:]) % 10**8:08d}"
    yield CorrectMember(id=derived_id(origin, "correct", str(home.id)), phone=phone, **given)
    yield RequestCorrection(
        id=derived_id(origin, "request", str(home.id)),
        correction_id=derived_id(origin, "correction", str(home.id)),
        field="ethnicity",
        wanted=_another(last),
        why="看过户口本",
        **{**given, "person_id": last.id},
    )


def _another(member: Member) -> str:
    return "回族" if member.stated.get("ethnicity") != "回族" else "汉族"


def _do(login: str, wishes: Sequence[Command]) -> None:
    actor = actor_for_login(login, on=clock.today())
    for wish in wishes if actor else ():
        receipt = execute(wish, actor=actor, received_at=clock.now())
        if not receipt.accepted:
            raise Refused(" ".join(problem.code for problem in receipt.problems))
