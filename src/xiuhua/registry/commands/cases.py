"""One wish about stored households on its way to a decision: what it names, what the checks say, what would change."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, Context, Decided, Handler, Refused
from xiuhua.registry import bank
from xiuhua.registry.changes import membership_ended, membership_inserted
from xiuhua.registry.checking import Checked, check_rows, checks_at
from xiuhua.registry.models import Household, Person, Statement
from xiuhua.registry.noticing import noticing
from xiuhua.registry.questions import Answer, Asked, asked_changes
from xiuhua.registry.rules.causes import REGISTERED
from xiuhua.registry.stored import StoredHousehold, facts_of, load

FORM = "form"
HEAD_WORDS = "户主"
NOT_ON_FORMS = ("person_code",)
"""A person code is given by the national system; a form does not demand what nobody here can give."""

Outcome = Accepted | Refused


@dataclass(slots=True)
class Case:
    """One wish with the stored households it names and the context of its run."""

    command: Any
    stored: StoredHousehold
    households: Mapping[UUID, StoredHousehold]
    context: Context
    stale: bool = False
    """Somebody changed the household after the version that the wish was made on."""

    @property
    def place_code(self) -> str:
        """The village of the household."""
        found: str = self.stored.household["place_code"]
        return found

    def member(self, person_id: UUID) -> dict[str, Any] | None:
        """Return a present member."""
        return next((person for person in self.stored.present() if person["id"] == person_id), None)

    def is_to_come(self, on: date) -> bool:
        """Say whether a day has not come yet."""
        return on > self.context.today

    def of(self, household_id: UUID) -> "Case":
        """Return the same wish looked at from another household that it names."""
        return Case(self.command, self.households[household_id], self.households, self.context, self.stale)


def for_each(decide: Callable[[Case], Outcome]) -> Handler:
    """Return a handler that loads all households of a run at once and decides one wish at a time."""

    def handle(commands: Sequence[Any], context: Context) -> list[Decided]:
        households = load({root for command in commands for root in command.roots()}, context.keyring)
        context.keyring.load(households)
        present = _versions([command.household_id for command in commands if command.base_version is not None])
        outcomes = [
            decide(
                Case(
                    command,
                    households[command.household_id],
                    households,
                    context,
                    stale=command.household_id in present and present[command.household_id] != command.base_version,
                )
            )
            for command in commands
        ]
        return noticing(outcomes, context)

    return handle


def check(case: Case, people: Sequence[Mapping[str, Any]], stated: Mapping[str, Any]) -> tuple[Checked, Refused | None]:
    """Check what the household would be; return what was found, and the refusal where it cannot be."""
    rows = facts_of(people, case.stored.household, stated)
    context = case.context
    checks = checks_at(context.policy, today=context.today, place_code=case.place_code, not_asked=NOT_ON_FORMS)
    checked = check_rows(case.command.id, rows, checks)
    return checked, Refused(tuple(checked.errors)) if checked.errors else None


def asked_of(people: Sequence[Mapping[str, Any]], checked: Checked) -> list[Asked]:
    """Return what the checks ask, with the people concerned."""
    return [Asked(each.problem, people[each.row]["code"] or "", people[each.row]["id"]) for each in checked.asked]


@dataclass(frozen=True, slots=True)
class QuestionsOf:
    """Whose questions are brought up to date: those of a stored household, or of one that begins."""

    household_id: UUID
    code: str
    place_code: str
    known: Sequence[Mapping[str, Any]] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @classmethod
    def stored(cls, stored: StoredHousehold, answers: Mapping[str, Answer] | None = None) -> "QuestionsOf":
        """Name a stored household."""
        household = stored.household
        return cls(stored.id, household["code"], household["place_code"], stored.questions, answers or {})


def questions(
    case: Case, of: QuestionsOf, asked: Sequence[Asked], *, about: Collection[UUID], whole: bool = False
) -> list[Insert | Update]:
    """Return the changes of questions; ``whole`` also settles what only a sheet can ask."""
    return asked_changes(
        asked,
        command_id=case.command.id,
        household_id=of.household_id,
        household_code=of.code,
        place_code=of.place_code,
        known=of.known,
        origin=FORM,
        today=case.context.today,
        keyring=case.context.keyring,
        about=about,
        by_sheet=whole,
        answers=of.answers,
    )


def asked_again(case: Case, people: Sequence[Mapping[str, Any]], checked: Checked) -> list[Insert | Update]:
    """Return the changes of the household's own questions, where ``people`` are its members from now on."""
    about = {person["id"] for person in (*people, *case.stored.present())}
    return questions(case, QuestionsOf.stored(case.stored), asked_of(people, checked), about=about)


def ended(case: Case, on: date, cause: str) -> list[Change]:
    """Return the end of a household: its period, its present statement and account, its open questions."""
    stored = case.stored
    changes: list[Change] = [household_updated(stored, {"valid_to": (None, on), "end_cause": ("", cause)})]
    if stored.statement:
        changes.append(statement_ended(stored, on))
    if stored.bank:
        changes.append(bank.ended(stored.bank, on))
    nobody: set[UUID] = {person["id"] for person in stored.people}
    return [*changes, *questions(case, QuestionsOf.stored(stored), (), about=nobody, whole=True)]


def statement_ended(stored: StoredHousehold, on: date) -> Update:
    """Return the end of the present statement, not before it began."""
    present = stored.statement or {}
    end = {"valid_to": max(on, present["valid_from"])}
    return Update(Statement, present["id"], stored.id, {"valid_to": None}, end)


def membership_over(case: Case, person: Mapping[str, Any], cause: str) -> Update | None:
    """Return the end of a membership, or ``None`` where it began after the day.

    A source that first named a person does not say since when: who left before had belonged before.
    """
    membership = case.stored.memberships[person["id"]]
    if case.command.on < membership["valid_from"] and membership["cause"] != REGISTERED:
        return None
    return membership_ended(membership, household_id=case.stored.id, on=case.command.on, cause=cause)


def membership_begun(case: Case, person_id: UUID, household_id: UUID, cause: str) -> Insert:
    """Return the beginning of a membership on the day of the wish."""
    return membership_inserted(
        derived_id(case.command.id, "membership", str(person_id)),
        person_id=person_id,
        household_id=household_id,
        place_code=case.place_code,
        valid_from=case.command.on,
        cause=cause,
    )


def with_relations(people: Sequence[dict[str, Any]], relations: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Return the people as they would relate to the head."""
    return [{**person, "relation": relations.get(person["id"], person["relation"])} for person in people]


def related(stored: StoredHousehold, people: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Return the relations that differ from the stored ones."""
    by_id = {person["id"]: person for person in stored.people}
    return [
        person_changed(by_id[person["id"]], {"relation": (by_id[person["id"]]["relation"], person["relation"])})
        for person in people
        if by_id[person["id"]]["relation"] != person["relation"]
    ]


def person_changed(person: Mapping[str, Any], both: Mapping[str, tuple[Any, Any]]) -> Update:
    """Return an update of a person's plain columns from (before, after)."""
    before = {name: old for name, (old, _) in both.items()}
    after = {name: new for name, (_, new) in both.items()}
    return Update(Person, person["id"], person["household_id"], before, after, subject=person["id"])


def household_updated(stored: StoredHousehold, both: Mapping[str, tuple[Any, Any]]) -> Update:
    """Return an update of the household's own row from (before, after)."""
    before = {name: old for name, (old, _) in both.items()}
    after = {name: new for name, (_, new) in both.items()}
    return Update(Household, stored.id, stored.id, before, after)


def accepted(case: Case, changes: Sequence[Change], household_id: UUID | None = None) -> Accepted:
    """Accept with the household that the caller wants to see next."""
    return Accepted(changes, (case.place_code,), {"household": str(household_id or case.stored.id)})


def refused(code: str, field: str | None = None) -> Refused:
    """Refuse with one problem."""
    return Refused((Problem(code, field),))


def _versions(ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    return dict(Household.objects.filter(id__in=ids).values_list("id", "version")) if ids else {}
