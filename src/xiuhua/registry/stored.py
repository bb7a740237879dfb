"""What is stored of households now, in the form in which rules and comparisons read it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from uuid import UUID

from xiuhua.kernel.iteration import chunks
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry import bank
from xiuhua.registry.corrections import COLUMNS as CORRECTION_COLUMNS
from xiuhua.registry.corrections import Line, opened
from xiuhua.registry.models import Correction, Household, Membership, Person, Question, Statement
from xiuhua.registry.rules.bank import FIELDS as BANK_FIELDS
from xiuhua.registry.rules.corrections import UNRESOLVED
from xiuhua.registry.rules.facts import MemberFacts

FIRST_MEMBER_FIELD = MemberFacts._fields.index("name")
MEMBER_FIELDS = MemberFacts._fields[FIRST_MEMBER_FIELD : MemberFacts._fields.index("phone") + 1]
"""Fields of a person that a sheet or form can state, named alike in rules, commands and tables."""

COMPARED_CHARACTERS = 18
"""People are compared on the first 18 characters: certificates of the disabled carry more."""

SEALED_FIELDS = ("identity", "phone", "health")
SEALED_LABELS = {name: f"registry_person.{name}" for name in SEALED_FIELDS}

STATED_FIELDS = (
    "size",
    "exit_status",
    "exit_year",
    "household_kind",
    "main_cause",
    "unsafe_house",
    "water_safe",
    "water_hard",
    "per_head_income",
)
"""Fields of a household that are kept as a source states them."""

SAID_FIELDS = (*STATED_FIELDS, *BANK_FIELDS)
"""All that a source says of a household: its statement, and the account into which it is paid."""

_HOUSEHOLD = ("id", "code", "place_code", "natural_village", "valid_from", "origin")
_PERSON = (
    "id",
    "household_id",
    "code",
    "place_code",
    "left_on",
    "birth_date",
    "female",
    "identity_index",
    "origin",
    *MEMBER_FIELDS,
)
_STATEMENT = ("id", "household_id", "valid_from", "origin", *STATED_FIELDS)
_QUESTION = ("id", "household_id", "person_id", "code", "field", "fingerprint", "state")
_IN = 5000
_POSITION = {name: at for at, name in enumerate(MemberFacts._fields)}
_CODE = _POSITION["person_code"]
_AFTER_MEMBER = FIRST_MEMBER_FIELD + len(MEMBER_FIELDS)
member_values = itemgetter(*MEMBER_FIELDS)
"""Takes the fields of a member out of a mapping that has them all, in order."""


@dataclass(slots=True)
class StoredHousehold:
    """One present household: columns by name; identity number, phone, health and bank account opened."""

    household: dict[str, Any]
    people: list[dict[str, Any]] = field(default_factory=list)
    statement: dict[str, Any] | None = None
    bank: dict[str, Any] | None = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    memberships: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    corrections: list[Line] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """The household's id."""
        found: UUID = self.household["id"]
        return found

    @property
    def said(self) -> dict[str, Any]:
        """What is said of the household itself at present, its bank account too; nothing where nobody stated it."""
        account = self.bank or {}
        return {**(self.statement or {}), **{name: account.get(name) or None for name in BANK_FIELDS}}

    def subject_of(self, name: str) -> UUID:
        """Return under whose key a field of the household itself is sealed."""
        return bank.holder_of(self.id) if name in BANK_FIELDS else self.id

    def present(self) -> list[dict[str, Any]]:
        """Return the people who belong to the household now."""
        return [person for person in self.people if person["left_on"] is None]

    def correction(self, subject: UUID, name: str) -> Line | None:
        """Return what is asked for of a field of a person, or of the household itself."""
        about = self.subject_of(name) if subject == self.id else subject
        return next((each for each in self.corrections if (each.subject_id, each.field) == (about, name)), None)


def facts_of(
    people: Iterable[Mapping[str, Any]], household: Mapping[str, Any], stated: Mapping[str, Any]
) -> list[MemberFacts]:
    """Return people as rows of a sheet, the household's cells on every row; blank text counts as not stated."""
    shared: list[Any] = [None] * len(MemberFacts._fields)
    for name in SAID_FIELDS:
        shared[_POSITION[name]] = _blank(stated.get(name))
    shared[_POSITION["household_code"]] = household["code"]
    shared[_POSITION["natural_village"]] = _blank(household.get("natural_village"))
    rows = []
    for person in people:
        row = shared.copy()
        row[_CODE] = person["code"] or None
        row[FIRST_MEMBER_FIELD:_AFTER_MEMBER] = member_values(person)
        rows.append(MemberFacts._make([None if value == "" else value for value in row] if "" in row else row))
    return rows


def load(ids: Collection[UUID], keyring: Keyring, *, using: str = "default") -> dict[UUID, StoredHousehold]:
    """Return present households by id, with everything that comparing and checking needs; a fixed number of queries
    a chunk.
    """
    found: dict[UUID, StoredHousehold] = {}
    for part in chunks(sorted(ids), _IN):
        rows = Household.objects.using(using).filter(id__in=part, valid_to__isnull=True).values(*_HOUSEHOLD)
        some = {row["id"]: StoredHousehold(row) for row in rows}
        people = list(Person.objects.using(using).filter(household_id__in=some).order_by("code", "id").values(*_PERSON))
        keyring.load(person["id"] for person in people)
        for person in people:
            _open(person, keyring)
            some[person["household_id"]].people.append(person)
        present = Statement.objects.using(using).filter(household_id__in=some, valid_to__isnull=True)
        for statement in present.values(*_STATEMENT):
            some[statement["household_id"]].statement = statement
        for account in bank.present_accounts(some, keyring, using=using):
            some[account["household_id"]].bank = account
        for question in Question.objects.using(using).filter(household_id__in=some).values(*_QUESTION):
            some[question["household_id"]].questions.append(question)
        belonging = Membership.objects.using(using).filter(household_id__in=some, valid_to__isnull=True)
        for membership in belonging.values("id", "household_id", "person_id", "valid_from", "cause"):
            some[membership["household_id"]].memberships[membership["person_id"]] = membership
        asked_for = Correction.objects.using(using).filter(household_id__in=some, state__in=UNRESOLVED)
        for line in opened(asked_for.values(*CORRECTION_COLUMNS), keyring):
            some[line.household_id].corrections.append(line)
        found.update(some)
    return found


def _open(person: dict[str, Any], keyring: Keyring) -> None:
    person["sealed"] = {name: person[name] for name in SEALED_FIELDS}
    for name in SEALED_FIELDS:
        if person[name]:
            try:
                person[name] = keyring.open(person["id"], SEALED_LABELS[name], person[name])
            except KeyDestroyed:
                person[name] = ""
    if keyring.is_changing and person["identity"]:
        person["identity_index"] = keyring.blind(SEALED_LABELS["identity"], person["identity"][:COMPARED_CHARACTERS])


def _blank(value: Any) -> Any:
    return None if value == "" else value
