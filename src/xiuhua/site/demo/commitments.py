"""Commitments of the demo: two medics a month for the leader's village, one month missed and made up, and a pairing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.needs.commands.commitments import PromiseHousehold, PromiseVillage
from xiuhua.needs.commands.commitments_kept import ConfirmComing, RecordComing, RecordMiss
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

HOSPITAL: Final = "兰州安康医院（示例）"
BEGAN: Final = date(2017, 8, 1)
MISSED: Final = date(2017, 10, 1)
_CAME: Final = (
    (date(2017, 8, 1), date(2017, 8, 15)),
    (date(2017, 9, 1), date(2017, 9, 13)),
    (MISSED, date(2017, 11, 6)),
    (date(2017, 11, 1), date(2017, 11, 15)),
    (date(2017, 12, 1), date(2017, 12, 13)),
)
"""For which month two medics came, and when."""

_PAIRED: Final = date(2017, 12, 4)
_VISITED: Final = (date(2017, 12, 20), date(2018, 1, 17))
"""When the doctor came to the paired household; the last time was not confirmed yet."""


class Refused(RuntimeError):
    """A commitment of the demo was refused; the text names the codes."""


def promise(cast: Sequence[Account], origin: UUID) -> None:
    """Let a hospital promise medics to a village and a doctor to a household. Raise ``Refused`` where it cannot be."""
    village = next(each.place_code for each in cast if each.login == "leader")
    hospital = derived_id(origin, "organisation-id", HOSPITAL)
    commitment = derived_id(origin, "commitment")
    terms: dict[str, Any] = {"kind": "health", "rhythm": "month", "provider_id": hospital}
    what = {"what": "两名医务人员驻村看病", "each": 2, "valid_from": BEGAN}
    wish = PromiseVillage(
        id=derived_id(origin, "promise"), commitment_id=commitment, place_code=village, **what, **terms
    )
    _do("county", date(2017, 7, 28), wish)
    for period, on in _CAME:
        if period == MISSED:
            _do("leader", date(2017, 11, 2), _missed(commitment, origin))
        _came(commitment, period, on, 2, "安康医院两名医务人员", "在村卫生所看病、量血压", origin)
    _pair(village, hospital, terms, origin)


def _missed(commitment: UUID, origin: UUID) -> Command:
    return RecordMiss(
        id=derived_id(origin, "miss"),
        commitment_id=commitment,
        miss_id=derived_id(origin, "miss-id"),
        period=MISSED,
        reason="全院抽调体检，派不出人",
        next_on=date(2017, 11, 6),
    )


def _came(
    commitment: UUID, period: date, on: date, people: int, who: str, what: str, origin: UUID, answer: str = "village"
) -> None:
    key = (str(commitment), on.isoformat())
    coming = derived_id(origin, "coming", *key)
    said: dict[str, Any] = {"period": period, "came_on": on, "people": people, "who": who, "what": what}
    wish = RecordComing(id=derived_id(origin, "came", *key), commitment_id=commitment, coming_id=coming, **said)
    _do("leader", on, wish)
    if not answer:
        return
    words = "来了，坐了一上午，看得仔细" if answer == "village" else "大夫上门来的，药也送到了"
    told: dict[str, Any] = {"came": True, "words": words, "answered_by": answer, "answered_on": on}
    ids = {"commitment_id": commitment, "coming_id": coming}
    _do("township", on, ConfirmComing(id=derived_id(origin, "confirm coming", *key), **ids, **told))


def _pair(village: str, hospital: UUID, terms: dict[str, Any], origin: UUID) -> None:
    viewer = actor_for_login("leader", on=clock.today())
    page = households_in(viewer, village) if viewer else None
    if page is None:
        raise Refused("no_village")
    home = page.rows[1].line.id
    pairing = derived_id(origin, "pairing")
    what = {"what": "上门量血压、送降压药", "name": "丁大夫", "each": 1, "valid_from": _PAIRED}
    ids = {"household_id": home, "commitment_id": pairing}
    _do("county", _PAIRED, PromiseHousehold(id=derived_id(origin, "pair"), **ids, **what, **terms))
    first, last = _VISITED
    _came(pairing, _PAIRED, first, 1, "丁大夫", "量了血压，送了一个月的药", origin, "self")
    _came(pairing, last.replace(day=1), last, 1, "丁大夫", "量了血压，药减了半片", origin, "")


def _do(login: str, on: date, wish: Command) -> None:
    actor = actor_for_login(login, on=clock.today())
    if actor is None:
        raise Refused(login)
    at = datetime.combine(on, time(9), tzinfo=clock.now().tzinfo)
    receipt = execute(wish, actor=actor, received_at=min(at, clock.now()))
    if not receipt.accepted:
        raise Refused(" ".join(problem.code for problem in receipt.problems))
