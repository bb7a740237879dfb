"""What an erasure would take away and what it would leave, for whoever is about to wish it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.policy import PolicyValue
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.files.erasing import files_about
from xiuhua.platform.journal import catalogue
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.models import BankAccount, HouseholdAnswer, LedgerLine, Membership, Person, Plot, Question
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.codes import RELATIONS
from xiuhua.registry.rules.erasing import BASES, ERASE_PERSON, bases_at


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of a household who can be erased, and since when that person is not there any more."""

    id: UUID
    name: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ErasureShown:
    """What goes and stays with one person.

    ``head`` says that another head has to be named first, ``last`` that the household ends with it. ``bases`` are the
    grounds in force, as ``policy`` has them.
    """

    person: Candidate
    head: bool
    last: bool
    questions: int
    files: int
    lines: int
    memberships: int
    bases: Sequence[tuple[str, Text]]
    policy: PolicyValue


@dataclass(frozen=True, slots=True)
class HouseholdErasureShown:
    """What goes and stays with a household that has ended.

    ``people`` have their record here still, each erased by itself. ``lines`` of ledgers keep their amounts.
    """

    people: tuple[Candidate, ...]
    answers: int
    files: int
    accounts: int
    lines: int
    plots: int
    memberships: int
    bases: Sequence[tuple[str, Text]]
    policy: PolicyValue


def household_erasure(page: Household, *, on: date) -> HouseholdErasureShown:
    """Return what erasing a household means, for a viewer who sees its page."""
    policy = catalogue.policy()
    people = Person.objects.filter(household_id=page.id).exclude(name="").order_by("left_on", "code", "id")
    return HouseholdErasureShown(
        people=tuple(Candidate(*row) for row in people.values_list("id", "name", "left_on")),
        answers=HouseholdAnswer.objects.filter(household_id=page.id).count(),
        files=len(files_about(page.id, using="default")),
        accounts=BankAccount.objects.filter(household_id=page.id).count(),
        lines=LedgerLine.objects.filter(household_id=page.id).count(),
        plots=Plot.objects.filter(household_id=page.id).count(),
        memberships=Membership.objects.filter(household_id=page.id).count(),
        bases=[(basis, BASES[basis]) for basis in bases_at(policy, on=on, place_code=page.place_code)],
        policy=policy.at("registry.erasure_bases", on=on, region=page.place_code),
    )


def candidates(viewer: Actor, household_id: UUID) -> tuple[Candidate, ...]:
    """Return who of a household can be erased: its people and those who left it last; none who are erased."""
    rows = _people(viewer).filter(household_id=household_id).order_by("left_on", "code", "id")
    return tuple(Candidate(*row) for row in rows.values_list("id", "name", "left_on"))


def erasure_of(viewer: Actor, household_id: UUID, person_id: UUID, *, on: date) -> ErasureShown | None:
    """Return what erasing somebody means; ``None`` where the viewer may not, or there is nobody to erase."""
    person = _people(viewer).filter(household_id=household_id, id=person_id).first()
    if person is None:
        return None
    others = Person.objects.filter(household_id=household_id, left_on=None).exclude(id=person_id).count()
    here, policy = person.left_on is None, catalogue.policy()
    known = bases_at(policy, on=on, place_code=person.place_code)
    value = policy.at("registry.erasure_bases", on=on, region=person.place_code)
    return ErasureShown(
        person=Candidate(person.id, person.name, person.left_on),
        head=here and others > 0 and RELATIONS.code(person.relation) == "head",
        last=here and not others,
        questions=Question.objects.filter(person_id=person_id).count(),
        files=len(files_about(person_id, using="default")),
        lines=LedgerLine.objects.filter(person_id=person_id).count(),
        memberships=Membership.objects.filter(person_id=person_id).count(),
        bases=[(basis, BASES[basis]) for basis in known],
        policy=value,
    )


def _people(viewer: Actor) -> QuerySet[Person]:
    return within(Person.objects.exclude(name=""), viewer, COMMANDS[ERASE_PERSON])
