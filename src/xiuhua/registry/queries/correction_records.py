"""What pages show of corrections, as frozen values; numbers are masked, health is shown only to those who help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.vault import masks
from xiuhua.registry.corrections import Line
from xiuhua.registry.origins import system_name
from xiuhua.registry.rules.corrections import STATE_NAMES, CorrectionState
from xiuhua.registry.rules.shown import field_name, value_words

TONES: Mapping[str, str] = {CorrectionState.OPEN: "care", CorrectionState.LISTED: "", CorrectionState.CLOSED: "good"}
_MASKS = {"identity": masks.identity, "phone": masks.phone, "bank_account": masks.account}


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction: of whom, which field, both values in words, where it stands and for how many days.

    ``batch`` is the import that carried the value; ``local`` marks a value that was corrected here at once.
    """

    id: UUID
    household_id: UUID
    household_code: str
    head: str
    village: str
    person_id: UUID | None
    person: str
    field: str
    name: Text
    stated: Text
    wanted: Text
    why: str
    local: bool
    system: Text
    state: str
    state_name: Text
    tone: str
    asked_on: date
    asked_by: str
    days: int
    list_number: str
    listed_on: date | None
    still_old_on: date | None
    closed_on: date | None
    batch: UUID | None
    ended_reason: str

    @property
    def unresolved(self) -> bool:
        """Say whether it is still asked for."""
        return self.state in (CorrectionState.OPEN, CorrectionState.LISTED)

    @property
    def said(self) -> Text:
        """Return where it stands, and since how many days."""
        n = self.days
        days = f"{n} day{'' if n == 1 else 's'}"
        if self.state == CorrectionState.OPEN:
            return Text(f"等了 {n} 天", f"waiting for {days}")
        if self.state == CorrectionState.LISTED and self.still_old_on:
            return Text(f"报送 {n} 天，那边还是老值", f"sent {days} ago, still the old value there")
        if self.state == CorrectionState.LISTED:
            return Text(f"报送 {n} 天", f"sent {days} ago")
        if self.state == CorrectionState.CLOSED:
            return Text(f"用了 {n} 天", f"took {days}")
        return Text("", "")


@dataclass(frozen=True, slots=True)
class MadeList:
    """A list that was made: its number, when, and how many lines stand on it."""

    number: str
    on: date
    lines: int


@dataclass(frozen=True, slots=True)
class CorrectionList:
    """Corrections of a place, page by page; ``counts`` are by state, ``lists`` what was made for sending."""

    place: PlaceLine
    crumbs: tuple[PlaceLine, ...]
    counts: Mapping[str, int]
    state: str
    lines: tuple[CorrectionLine, ...]
    after: str | None
    lists: tuple[MadeList, ...]
    may_list: bool


def line_of(
    row: Mapping[str, Any], line: Line, *, on: date, who: str, head: str = "", village: str = ""
) -> CorrectionLine:
    """Return a correction as a page shows it."""
    return CorrectionLine(
        id=line.id,
        household_id=line.household_id,
        household_code=row["household__code"],
        head=head,
        village=village,
        person_id=line.person_id,
        person=row["person__name"] or "",
        field=line.field,
        name=field_name(line.field),
        stated=_shown(line.field, line.stated),
        wanted=_shown(line.field, line.wanted),
        why=row["why"],
        local=line.local,
        system=system_name(line.system),
        state=line.state,
        state_name=STATE_NAMES[CorrectionState(line.state)],
        tone=TONES.get(line.state, ""),
        asked_on=line.asked_on,
        asked_by=who,
        days=_days(row, line, on),
        list_number=line.list_number,
        listed_on=line.listed_on,
        still_old_on=line.still_old_on,
        closed_on=row["closed_on"],
        batch=row["closed_batch"],
        ended_reason=row["ended_reason"],
    )


def _shown(field: str, value: Any) -> Text:
    hide = _MASKS.get(field)
    return value_words(field, hide(value) if hide and value else value)


def _days(row: Mapping[str, Any], line: Line, on: date) -> int:
    """Return since how many days it waits or was sent; of one that is closed how long it took."""
    if line.state == CorrectionState.CLOSED and row["closed_on"]:
        return int((row["closed_on"] - line.asked_on).days)
    since = line.listed_on if line.state == CorrectionState.LISTED and line.listed_on else line.asked_on
    return max((on - since).days, 0)
