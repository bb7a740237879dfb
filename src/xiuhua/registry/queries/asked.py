"""Questions in words: what each quotes is opened for those who may see the household, numbers of people masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.models import Question
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.records import Asked
from xiuhua.registry.questions import OPEN, VALUES_LABEL
from xiuhua.registry.rules.question_names import ABOUT_HEALTH, question_name

AT_ONCE = 200
"""Questions that one page offers to confirm together."""

_COLUMNS = ("id", "household_id", "person_id", "code", "field", "values", "raised_on", "origin", "reason")
_ANSWER = ("answered_by", "answered_on")
QUESTION = (*_COLUMNS, *_ANSWER, "state")
"""What a household's page reads of its questions."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """Open questions of one household that can be confirmed together."""

    household_id: UUID
    household_code: str
    head: str
    questions: tuple[Asked, ...]


def questions_to_answer(
    viewer: Actor, *, household_id: UUID | None = None, place_code: str = "", kind: str = ""
) -> tuple[Answerable, ...]:
    """Return open questions of a household, or of one kind in a place, that the viewer may answer; by household.

    What speaks of health is left out for a viewer who may not see it.
    """
    if household_id is None and not (place_code and kind):
        return ()
    place, may = None if household_id else place_code, COMMANDS["registry.answer_question"]
    rows = within(Question.objects.filter(state=OPEN), viewer, may, place=place)
    if household_id is not None:
        rows = rows.filter(household_id=household_id)
    chosen = rows.filter(code=kind) if kind else rows
    columns = (*_COLUMNS, *_ANSWER, "place_code", "household__code", "person__name")
    ordered = chosen.order_by("place_code", "household__code", "person__code", "code", "id")
    found = [row for row in ordered.values(*columns)[:AT_ONCE] if _may_see(viewer, row)]
    heads = heads_of(row["household_id"] for row in found)
    keys = keyring()
    keys.load({row["person_id"] or row["household_id"] for row in found})
    names = {row["person_id"]: row["person__name"] for row in found}
    by_household: dict[UUID, list[dict[str, Any]]] = {}
    for row in found:
        by_household.setdefault(row["household_id"], []).append(row)
    return tuple(
        Answerable(key, some[0]["household__code"], heads.get(key, ""), told_questions(some, names, {}, keys))
        for key, some in by_household.items()
    )


def told_questions(
    rows: Iterable[Mapping[str, Any]], people: Mapping[Any, str], answerers: Mapping[UUID, str], keys: Keyring
) -> tuple[Asked, ...]:
    """Return questions with their words; those of an erased household say nothing any more and are left out."""
    return tuple(
        Asked(
            id=row["id"],
            problem=Problem(row["code"], row["field"] or None, values),
            kind=question_name(row["code"]),
            person_id=row["person_id"],
            person=people.get(row["person_id"], ""),
            raised_on=row["raised_on"],
            source=origin_name(row["origin"]),
            reason=row["reason"],
            answered_by=answerers.get(row["answered_by"], ""),
            answered_on=row["answered_on"],
        )
        for row in rows
        if (values := _opened(row, keys)) is not None
    )


def speaks_of_health(row: Mapping[str, Any]) -> bool:
    """Say whether the words of a question tell how somebody is."""
    return row["field"] == "health" or row["code"] in ABOUT_HEALTH


def _may_see(viewer: Actor, row: Mapping[str, Any]) -> bool:
    return not speaks_of_health(row) or reaches(viewer, QUERIES["registry.health"], row["place_code"])


def _opened(row: Mapping[str, Any], keys: Keyring) -> dict[str, Any] | None:
    subject = row["person_id"] or row["household_id"]
    try:
        values: dict[str, Any] = orjson.loads(keys.open(subject, VALUES_LABEL, row["values"]))
    except KeyDestroyed:
        return None
    if row["field"] in ("identity", "phone") and "value" in values:
        hide = masks.identity if row["field"] == "identity" else masks.phone
        values["value"] = hide(str(values["value"]))
    return values
