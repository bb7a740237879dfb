"""What households answered to what is recorded about them, and whose words wait to be looked into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people, roles_of_posts
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.commands.household_answers import DONE_LABEL, SAID_LABEL
from xiuhua.registry.models import HouseholdAnswer
from xiuhua.registry.rules.household_answers import ABOUT_NAMES, OUTCOME_NAMES, WAITING, About, Outcome

_HOUSEHOLDS, _HEALTH = QUERIES["registry.households"], QUERIES["registry.health"]
_HANDLE = COMMANDS["registry.handle_household_answer"]
WITHHELD: Final = Text("（原话只给帮扶的人看）", "(their words are for those who help)")
_COLUMNS: Final = (
    *("id", "household_id", "place_code", "about", "answers", "said", "said_on", "person__name", "written_by", "post"),
    *("outcome", "done", "looked_by", "looked_on"),
)
GONE: Final = Text("（已删除）", "(erased)")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer in words: to what, by whom, who wrote it down, and what came of it; ``outcome`` is empty at first."""

    id: UUID
    about: Text
    kind: About
    answers: UUID
    said: Text
    person: str
    said_on: date
    written_by: str
    role: Text | None
    outcome: str
    done: Text
    looked_by: str
    looked_on: date | None

    @property
    def state(self) -> Text:
        """Return what came of it, in words."""
        return OUTCOME_NAMES[Outcome(self.outcome)] if self.outcome else WAITING


def household_answers(viewer: Actor, household_id: UUID) -> tuple[Answered, ...]:
    """Return what a household answered: what waits first, then the newest first; a fixed number of queries.

    Whoever sees the household sees that it answered and what came of it. The words can speak of an illness: they are
    for those who may know of illnesses.
    """
    rows = within(HouseholdAnswer.objects.filter(household_id=household_id), viewer, _HOUSEHOLDS)
    found = list(rows.order_by("-said_on", "-id").values_list(*_COLUMNS, named=True))
    keys = keyring()
    keys.load({household_id} if found else ())
    people = names_of_people({key for row in found for key in (row.written_by, row.looked_by)})
    roles = roles_of_posts(row.post for row in found)
    said = [_answered(row, viewer, keys, people, roles) for row in found]
    return tuple(sorted(said, key=lambda each: bool(each.outcome)))


def answers_waiting_for(viewer: Actor, *, most: int) -> list[tuple[UUID, str, date]]:
    """Return (household, village, day) of the answers that the viewer may look into, the oldest first; one query."""
    return _waiting(most).answers(viewer)


@cache
def _waiting(most: int) -> Seen[tuple[UUID, str, date]]:
    return Seen(
        lambda gap, seen: (
            seen(HouseholdAnswer.objects.filter(outcome=""), _HANDLE)
            .order_by("said_on", "id")
            .values_list("household_id", "place_code", "said_on")[:most]
        ),
        _HANDLE,
    )


def _answered(
    row: Any, viewer: Actor, keys: Keyring, people: Mapping[UUID, str], roles: Mapping[UUID, Text]
) -> Answered:
    helps = reaches(viewer, _HEALTH, row.place_code)
    return Answered(
        id=row.id,
        about=ABOUT_NAMES[About(row.about)],
        kind=About(row.about),
        answers=row.answers,
        said=_opened(row, SAID_LABEL, row.said, keys) if helps else WITHHELD,
        person=row.person__name,
        said_on=row.said_on,
        written_by=people.get(row.written_by, "") if row.written_by else "",
        role=roles.get(row.post) if row.post else None,
        outcome=row.outcome,
        done=(_opened(row, DONE_LABEL, row.done, keys) if helps else WITHHELD) if row.outcome else Text("", ""),
        looked_by=people.get(row.looked_by, "") if row.looked_by else "",
        looked_on=row.looked_on,
    )


def _opened(row: Any, label: str, sealed: str, keys: Keyring) -> Text:
    try:
        words = keys.open(row.household_id, label, sealed) if sealed else ""
    except KeyDestroyed:
        words = ""
    return Text(words, words) if words else GONE
