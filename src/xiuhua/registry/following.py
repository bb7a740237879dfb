"""What an export says of the corrections that were asked of its system: followed, still the old value, another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.vault import masks
from xiuhua.registry import corrections
from xiuhua.registry.corrections import Line
from xiuhua.registry.origins import system_of
from xiuhua.registry.rules.corrections import Followed, followed
from xiuhua.registry.rules.mastering import as_text
from xiuhua.registry.stored import StoredHousehold

HIDDEN = 6
"""Dots in the place of a value that not everybody who helps may see."""


class Answer(NamedTuple):
    """What an export says of one correction; ``row`` is the member of whom it speaks, ``None`` for the household."""

    line: Line
    said: Followed
    now: Any
    row: int | None


@dataclass(frozen=True, slots=True)
class Following:
    """What an export says of all corrections of one household."""

    answers: Sequence[Answer] = ()
    kept: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    """By person or household, the fields in which what was corrected here stands against the export."""

    def without_kept(self, subject: UUID, differences: Mapping[str, Any]) -> dict[str, Any]:
        """Return the differences that the export makes."""
        kept = self.kept.get(subject, frozenset())
        return {name: both for name, both in differences.items() if name not in kept}

    def changes(self, *, stated_on: date, today: date, batch: UUID | None) -> list[Change]:
        """Return what becomes of the corrections when the export is taken in."""
        changes: list[Change] = []
        for each in self.answers:
            if each.said is Followed.CORRECTED:
                changes.append(corrections.closed(each.line, on=today, batch=batch))
            elif each.said is Followed.OLD and _is_later(stated_on, each.line.still_old_on):
                changes.append(corrections.still_old(each.line, on=stated_on))
        return changes


def follow(command: Any, stored: StoredHousehold, people: Sequence[Mapping[str, Any] | None]) -> Following:
    """Return what a wish, as an export of its system, says of what was asked of that system.

    ``people`` are the stored people of its members, in order.
    """
    system = system_of(command.origin)
    lines = [line for line in stored.corrections if system is not None and line.system == system.code]
    if not lines:
        return Following()
    rows = {p["id"]: row for row, p in enumerate(people) if p is not None and p["left_on"] is None}
    household = {**command.stated.__dict__, "natural_village": command.natural_village}
    answers: list[Answer] = []
    kept: dict[UUID, set[str]] = {}
    for line in lines:
        row = None if line.person_id is None else rows.get(line.person_id)
        if line.person_id is not None and row is None:
            continue
        now = household.get(line.field) if row is None else getattr(command.members[row], line.field, None)
        has_column = line.field not in command.not_asked
        said = followed(line.stated, line.wanted, None if now == "" else now, has_column=has_column)
        answers.append(Answer(line, said, now, row))
        if line.local and said in (Followed.OLD, Followed.OTHER):
            kept.setdefault(line.person_id or stored.id, set()).add(line.field)
    return Following(answers, {subject: frozenset(names) for subject, names in kept.items()})


def problem_of(answer: Answer, *, sees_health: bool = True) -> Problem | None:
    """Return what is to be said of an answer: still the old value, or another one than was asked for."""
    line = answer.line
    if answer.said is Followed.OLD:
        if line.listed_on is None:
            return Problem("correction_not_sent", line.field, {"asked": line.asked_on.isoformat()})
        values = {"number": line.list_number, "on": line.listed_on.isoformat()}
        return Problem("correction_not_followed", line.field, values)
    if answer.said is Followed.OTHER:
        wanted, now = (quoted(line.field, value, sees_health=sees_health) for value in (line.wanted, answer.now))
        return Problem("correction_other_value", line.field, {"wanted": wanted, "now": now})
    return None


def quoted(field: str, value: Any, *, sees_health: bool) -> str:
    """Return a value as a page quotes it: numbers masked, health only for those who help."""
    text = as_text(field, value)
    if not text:
        return "—"
    if field == "health":
        return text if sees_health else masks.DOT * HIDDEN
    hide = {"identity": masks.identity, "phone": masks.phone, "bank_account": masks.account}.get(field)
    return hide(text) if hide else text


def _is_later(day: date, known: date | None) -> bool:
    return known is None or day > known
