"""Expert days of the demo: farm advisers who came to the leader's village, and doctors who are announced."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.needs.commands.delivering import ConfirmNeed
from xiuhua.needs.commands.expert_days import AnnounceDay
from xiuhua.needs.commands.expert_days_seats import GatherNeed, RecordSeat
from xiuhua.needs.commands.telling import TellNeed
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

ADVISERS: Final = "皋兰县农技推广站（示例）"
HOSPITAL: Final = "兰州安康医院（示例）"
_ANNOUNCED, _HELD = date(2017, 12, 18), date(2017, 12, 26)
_TOLD: Final = (
    ("想问大棚菜怎么防病", True, "看了照片，讲了通风和用药"),
    ("羊不吃料，想请人看", True, "教了配料，留了电话"),
    ("想学苹果树剪枝", False, ""),
    ("洋芋发了芽，能不能做种", None, ""),
)
"""What the needs of the day said, whether the person was seen (of the last nothing is typed in), what was done."""

_ILL: Final = "眼睛看不清，想请专家看"


class Refused(RuntimeError):
    """An expert day of the demo was refused; the text names the codes."""


def come(cast: Sequence[Account], origin: UUID) -> None:
    """Let experts be announced, needs be gathered, and people be seen. Raise ``Refused`` where it cannot be."""
    village = next(each.place_code for each in cast if each.login == "leader")
    viewer = actor_for_login("leader", on=clock.today())
    page = households_in(viewer, village) if viewer else None
    if page is None:
        raise Refused("no_village")
    homes = [each.line.id for each in page.rows[-4:]]
    past = {"kind": "farming", "name": "农技下乡", "venue": "村委会院子", "provider_id": _office(ADVISERS, origin)}
    experts = "岳农艺师（蔬菜）\n翟畜牧师（羊）"
    day = _announced(village, _ANNOUNCED, _HELD, {**past, "experts": experts}, origin)
    needs = [_told(home, "farming", text, origin) for home, (text, _, _) in zip(homes, _TOLD, strict=False)]
    for need in needs:
        _do("leader", _HELD, _gathered(day, need, origin))
    for need, (_, seen, what) in zip(needs, _TOLD, strict=True):
        if seen is None:
            continue
        said = {"day_id": day, "need_id": need, "seen": seen, "what": what or None}
        _do("leader", _HELD, RecordSeat(id=derived_id(origin, "seat recorded", str(need)), **said))
    answer: dict[str, Any] = {"satisfied": True, "words": "讲得明白，回去就通了风", "answered_by": "self"}
    wish = ConfirmNeed(id=derived_id(origin, "confirm", str(needs[0])), need_id=needs[0], answered_on=_HELD, **answer)
    _do("township", _HELD, wish)
    ahead = {"kind": "health", "name": "眼科专家义诊", "venue": "村卫生所", "provider_id": _office(HOSPITAL, origin)}
    said_by = "鲁大夫（眼科）\n安康医院护士两名"
    today = clock.today()
    _announced(village, today, today + timedelta(days=9), {**ahead, "experts": said_by}, origin)
    _told(homes[-1], "health", _ILL, origin)


def _office(name: str, origin: UUID) -> UUID:
    return derived_id(origin, "organisation-id", name)


def _announced(village: str, on: date, held_on: date, terms: dict[str, Any], origin: UUID) -> UUID:
    day = derived_id(origin, "expert day", terms["name"])
    wish = AnnounceDay(
        id=derived_id(origin, "announce", terms["name"]),
        place_code=village,
        day_id=day,
        held_on=held_on,
        hours="上午9点到12点",
        **terms,
    )
    _do("county", on, wish)
    return day


def _told(home: UUID, kind: str, text: str, origin: UUID) -> UUID:
    need = derived_id(origin, "need of a day", kind, str(home))
    said = {"kind": kind, "text": text, "source": "visit", "told_on": _ANNOUNCED}
    wish = TellNeed(id=derived_id(origin, "tell for a day", str(need)), household_id=home, need_id=need, **said)
    _do("leader", _ANNOUNCED, wish)
    return need


def _gathered(day: UUID, need: UUID, origin: UUID) -> Command:
    match, seat = (derived_id(origin, each, str(need)) for each in ("match of a day", "seat"))
    return GatherNeed(
        id=derived_id(origin, "gather", str(need)), day_id=day, need_id=need, match_id=match, seat_id=seat
    )


def _do(login: str, on: date, wish: Command) -> None:
    actor = actor_for_login(login, on=clock.today())
    if actor is None:
        raise Refused(login)
    at = datetime.combine(on, time(9), tzinfo=clock.now().tzinfo)
    receipt = execute(wish, actor=actor, received_at=min(at, clock.now()))
    if not receipt.accepted:
        raise Refused(" ".join(problem.code for problem in receipt.problems))
