"""Questions: what a check asked is kept, asked once, and closed by itself when it no longer holds."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.vault.keyring import Keyring
from xiuhua.registry.models import Question
from xiuhua.registry.rules.plots import ASKED_OF_PLOTS
from xiuhua.registry.stored import StoredHousehold

OPEN, CONFIRMED, SETTLED = "open", "confirmed", "settled"
VALUES_LABEL = "registry_question.values"
_ASKED_BY_SHEETS = frozenset(
    {
        "household_cell_differs",
        "sex_differs_from_identity",
        "birth_date_differs_from_identity",
        "age_differs_from_identity",
        "correction_other_value",
    }
)
_PASSING = frozenset({"age", "sequence", "other", "digits", "expected"})
"""Values that change without the fact changing, so they do not make a new question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to ask about a household, or about one of its people."""

    problem: Problem
    person_code: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """That somebody confirmed something as correct: why, who, when."""

    reason: str
    by: UUID | None
    on: date | None


def fingerprint(asked: Asked, *, household_code: str, keyring: Keyring) -> str:
    """Return the keyed digest by which a question is recognised when the same thing comes again."""
    return keyring.digest(_recognised_by(asked, household_code))


def recognised(asked: Asked, marks: Container[str], *, household_code: str, keyring: Keyring) -> str:
    """Return by which of these marks a question is known, one of an earlier master key too; else its present mark."""
    found = keyring.digests(_recognised_by(asked, household_code))
    return next((mark for mark in found if mark in marks), found[0])


def mark_anew(row: Mapping[str, Any], values: str, codes: tuple[str, str], keyring: Keyring) -> str:
    """Return the present mark of a stored question, from what it quotes and the codes of household and person.

    One that cannot be recognised any more, since a code was changed, keeps its mark.
    """
    household_code, person_code = codes
    asked = Asked(Problem(row["code"], row["field"] or None, orjson.loads(values)), person_code)
    found = keyring.digests(_recognised_by(asked, household_code))
    mark: str = row["fingerprint"]
    return found[0] if mark in found else mark


def _recognised_by(asked: Asked, household_code: str) -> bytes:
    problem = asked.problem
    kept = {name: value for name, value in problem.values.items() if name not in _PASSING}
    parts = [household_code, asked.person_code, problem.code, problem.field or "", kept]
    return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)


def asked_changes(
    asked: Iterable[Asked],
    *,
    command_id: UUID,
    household_id: UUID,
    household_code: str,
    place_code: str,
    known: Sequence[Mapping[str, Any]],
    origin: str,
    today: date,
    keyring: Keyring,
    about: Collection[UUID],
    by_sheet: bool = True,
    of_plots: bool = False,
    answers: Mapping[str, Answer] | None = None,
) -> list[Insert | Update]:
    """Return the changes that bring the household's questions up to what was asked now.

    A known question that is asked again stays as it was answered; an open one that is not asked any more is
    settled, if it concerns the household or one of the people looked at (``about``); a settled one that
    comes again is opened again. What only a sheet can ask is settled only by a sheet, what is asked of plots only where
    plots are written (``of_plots``; nothing else is settled there). ``answers`` are what was confirmed already in
    another household, by the fingerprint here.
    """
    by_print = {row["fingerprint"]: row for row in known}
    now: dict[str, Asked] = {}
    for each in asked:
        now.setdefault(recognised(each, by_print, household_code=household_code, keyring=keyring), each)
    changes: list[Insert | Update] = []
    for mark, each in now.items():
        row = by_print.get(mark)
        if row is None:
            values = _inserted(each, mark, command_id, household_id, place_code, origin, today, keyring)
            answer = (answers or {}).get(mark)
            if answer is not None:
                values.update(state=CONFIRMED, reason=answer.reason, answered_by=answer.by, answered_on=answer.on)
            changes.append(Insert(Question, values))
        elif row["state"] == SETTLED:
            changes.append(Update(Question, row["id"], household_id, {"state": SETTLED}, {"state": OPEN}))
    for mark, row in by_print.items():
        looked_at = row["person_id"] is None or row["person_id"] in about
        asked_here = (row["code"] in ASKED_OF_PLOTS) is of_plots and (by_sheet or row["code"] not in _ASKED_BY_SHEETS)
        if row["state"] == OPEN and mark not in now and looked_at and asked_here:
            changes.append(Update(Question, row["id"], household_id, {"state": OPEN}, {"state": SETTLED}))
    return changes


def answers_moved(
    asked: Iterable[Asked], stored: StoredHousehold, *, to_code: str, keyring: Keyring
) -> dict[str, Answer]:
    """Return what was confirmed in one household for what is asked in another, by the fingerprint there.

    People who move with a split or merge are not asked the same thing again.
    """
    confirmed = {row["fingerprint"]: row["id"] for row in stored.questions if row["state"] == CONFIRMED}
    code = stored.household["code"]
    some = asked if confirmed else ()
    here = {recognised(each, confirmed, household_code=code, keyring=keyring): each for each in some}
    wanted = {confirmed[mark]: each for mark, each in here.items() if mark in confirmed}
    rows = Question.objects.filter(id__in=list(wanted)).values("id", "reason", "answered_by", "answered_on")
    return {
        fingerprint(wanted[row["id"]], household_code=to_code, keyring=keyring): Answer(
            row["reason"], row["answered_by"], row["answered_on"]
        )
        for row in rows
    }


def _inserted(
    asked: Asked,
    mark: str,
    command_id: UUID,
    household_id: UUID,
    place_code: str,
    origin: str,
    today: date,
    keyring: Keyring,
) -> dict[str, Any]:
    problem = asked.problem
    values = orjson.dumps(dict(problem.values), default=str).decode()
    return {
        "id": derived_id(command_id, "question", mark),
        "household_id": household_id,
        "person_id": asked.person_id,
        "place_code": place_code,
        "code": problem.code,
        "field": problem.field or "",
        "fingerprint": mark,
        "values": keyring.seal(asked.person_id or household_id, VALUES_LABEL, values),
        "state": OPEN,
        "raised_on": today,
        "origin": origin,
        "reason": "",
        "answered_by": None,
        "answered_on": None,
    }
