"""What a register says, whatever ids and keys it was given: two that took in the same sheet say the same."""

from collections import Counter
from typing import Any

from xiuhua.platform.journal.changes import Delete, Insert
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.stored import changes_of
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.models import Household, Membership, Person, Question, Statement
from xiuhua.registry.stored import SEALED_FIELDS, STATED_FIELDS

_PERSON = (
    "household__code",
    "place_code",
    "code",
    "relation",
    "name",
    "name_pinyin",
    "female",
    "birth_date",
    "identity_index",
    "ethnicity",
    "education",
    "school",
    "labour",
    "work_place",
    "work_months",
    "serious_illness_insurance",
    "left_on",
)


def findings() -> list[str]:
    """Return what verifying finds, rows included."""
    return [f"{problem.code} {dict(problem.values)}" for problem in verify(rows=True).findings]


def broken_steps() -> list[str]:
    """Return each change whose values before are not what the entries before it left: a lost write."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    keys, broken = keyring(), []
    for entry in Entry.objects.order_by("id"):
        for change in changes_of(entry.changes, keys):
            spec = spec_of(change.model)
            if isinstance(change, Insert):
                rows[spec.name, str(change.values[spec.key])] = {**spec.defaults, **change.values}
                continue
            row = rows[spec.name, str(change.key)]
            if any(row[name] != value for name, value in change.before.items()):
                broken.append(f"{entry.stream}/{entry.sequence} {spec.name}")
            if isinstance(change, Delete):
                del rows[spec.name, str(change.key)]
            else:
                row.update(change.after)
    return broken


def content() -> dict[str, Counter[Any]]:
    """Return households, people, statements, memberships, questions and their entries, counted."""
    keys = keyring()
    people = list(Person.objects.select_related("household"))
    keys.load(person.id for person in people)
    stated = ("household__code", "valid_from", "valid_to", "origin", *STATED_FIELDS)
    return {
        "households": Counter(Household.objects.values_list("code", "place_code", "natural_village", "valid_from")),
        "people": Counter(Person.objects.values_list(*_PERSON)),
        "sealed": Counter((person.code, *(_opened(person, name, keys) for name in SEALED_FIELDS)) for person in people),
        "statements": Counter(Statement.objects.values_list(*stated)),
        "memberships": Counter(
            Membership.objects.values_list("person__code", "household__code", "valid_from", "cause")
        ),
        "questions": Counter(Question.objects.values_list("household__code", "code", "field", "fingerprint", "state")),
        "entries": Counter(Entry.objects.filter(code="registry.record_household").values_list("stream", "place_code")),
    }


def _opened(person: Person, name: str, keys: Any) -> str:
    sealed = getattr(person, name)
    return keys.open(person.id, f"registry_person.{name}", sealed) if sealed else ""
