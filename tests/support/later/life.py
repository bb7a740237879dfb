"""Life after the migration: old rows are looked at, worked on and undone, and everything is replayed."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from support.copies import opened
from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.replay import replay
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.journal.verification import verify
from xiuhua.registry.models import Household, Person
from xiuhua.site.migrating import bring_up_to_date

NOW = datetime(2018, 3, 1, 1, 0, tzinfo=UTC)


class Note(Command):
    """Note something of a household in the columns that came later."""

    code: ClassVar[str] = "later.note"
    label: ClassVar[Text] = Text("记一笔", "note")

    household_id: UUID
    people: bool = True

    def roots(self) -> tuple[UUID, ...]:
        """Return the household."""
        return (self.household_id,)


def live(targets: Sequence[str]) -> str:
    """Migrate the database, work on it, replay it into each target; return what was found, as JSON."""
    kinds = [*catalogue.command_types(), CommandType(Note, _note, _places, _EVERYBODY, root_model=Household)]
    catalogue.install(kinds, policy=catalogue.policy(), code_version="later")
    bring_up_to_date("default")
    found: dict[str, Any] = {"migrated": _findings()}
    noted, only_noted, untouched = _plain_households()[:3]
    corrected = Entry.objects.filter(code="registry.correct_member").order_by("-id").first()
    found["answers"] = {
        "note": _do(Note(id=uuid4(), household_id=noted.id)),
        "note the household alone": _do(Note(id=uuid4(), household_id=only_noted.id, people=False)),
        "undo an older correction": _do(Undo(id=uuid4(), target=corrected.command_id)),
        "undo a registration that was noted on": _do(Undo(id=uuid4(), target=only_noted.version)),
        "undo a registration": _do(Undo(id=UUID(int=8), target=untouched.version)),
        "undo that": _do(Undo(id=uuid4(), target=UUID(int=8))),
    }
    found["worked"] = _findings()
    found["back"] = Household.objects.filter(id=untouched.id).values("visits", "note").get()
    found["replayed"] = [_replayed(url, noted.id) for url in targets]
    return json.dumps(found)


def _plain_households() -> list[Household]:
    """Return households to which nothing happened since they were registered."""
    registered = dict(Entry.objects.filter(code="registry.record_household").values_list("command_id", "id"))
    return [each for each in Household.objects.order_by("code") if each.version in registered]


def _replayed(url: str, noted: UUID) -> dict[str, Any]:
    with opened("replayed", url):
        bring_up_to_date("replayed")
        done = replay(into="replayed")
        people = Person.objects.using("replayed").filter(household_id=noted)
        return {
            "differing": done.differing,
            "findings": _findings("replayed"),
            "nicknames": sorted({person.nickname for person in people}),
            "visits": Household.objects.using("replayed").get(id=noted).visits,
        }


def _findings(using: str = "default") -> list[str]:
    return [f"{problem.code} {dict(problem.values)}" for problem in verify(rows=True, using=using).findings]


def _do(command: Command) -> list[str]:
    receipt = execute(command, actor=LOCAL_OPERATOR, received_at=NOW)
    return ["accepted"] if receipt.accepted else [problem.code for problem in receipt.problems]


def _places(commands: Sequence[Note]) -> list[tuple[str, ...]]:
    codes = dict(Household.objects.values_list("id", "place_code"))
    return [(codes[command.household_id],) for command in commands]


def _note(commands: Sequence[Note], context: Context) -> list[Accepted]:
    return [_noted(command, context) for command in commands]


def _noted(command: Note, context: Context) -> Accepted:
    household = Household.objects.get(id=command.household_id)
    before = {"visits": household.visits, "note": household.note}
    changes: list[Change] = [Update(Household, household.id, household.id, before, {"visits": 4, "note": "来过"})]
    for person in Person.objects.filter(household=household) if command.people else ():
        old = {"nickname": person.nickname, "seen_at": person.seen_at, "retired": person.retired}
        new = {"nickname": "小名", "seen_at": context.received_at, "retired": True}
        changes.append(Update(Person, person.id, household.id, old, new, subject=person.id))
    return Accepted(changes, (household.place_code,))


_EVERYBODY = Access.of(*Role, zh="所有人", en="everybody")
