"""A source names somebody who, as the register has it, died or left: nobody comes back without an answer."""

from datetime import date
from typing import NamedTuple

from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.causes import LeaveCause, left_by


class Departed(NamedTuple):
    """That a person belongs to no household any more: since when, why, and to which one they belonged last."""

    on: date
    cause: str
    household_code: str
    place_code: str
    household_ended: bool


def asked_about(departed: Departed, *, stated_on: date) -> Problem | None:
    """Return what to ask where a source names a departed person of its household; an older source asks nothing.

    >>> left = Departed(date(2017, 8, 1), "death", "1", "620122101200", False)
    >>> asked_about(left, stated_on=date(2017, 9, 1)).code, asked_about(left, stated_on=date(2017, 7, 1))
    ('dead_person_named', None)
    """
    if stated_on < departed.on:
        return None
    code = "dead_person_named" if departed.cause == LeaveCause.DEATH else "left_person_named"
    return Problem(code, "name", _values(departed))


def stands_against(departed: Departed, *, household_code: str, village_code: str, by_hand: bool) -> Problem | None:
    """Return why a departed person is not registered anew by a source that names them, or ``None``.

    Who died comes back nowhere. A household that ended with its last member is begun anew only by somebody who
    registers it by hand. Whoever left for another household is welcome there.
    """
    if departed.cause == LeaveCause.DEATH:
        return Problem("person_recorded_dead", "name", {"household": departed.household_code, **_values(departed)})
    same = (departed.household_code, departed.place_code) == (household_code, village_code)
    if departed.household_ended and same and not by_hand:
        return Problem("household_recorded_ended", "household_code", {"value": household_code, **_values(departed)})
    return None


def _values(departed: Departed) -> dict[str, str]:
    cause = left_by(departed.cause)
    return {"on": departed.on.isoformat(), "cause_zh": cause.zh, "cause_en": cause.en}
