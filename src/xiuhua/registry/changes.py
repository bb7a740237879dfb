"""How facts about people become rows: sealing, columns that follow from others, differences."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.vault.keyring import Keyring
from xiuhua.registry.models import Membership, Person
from xiuhua.registry.readings import keys_of
from xiuhua.registry.rules.identity import IdentityFacts
from xiuhua.registry.stored import COMPARED_CHARACTERS, MEMBER_FIELDS, SEALED_FIELDS, SEALED_LABELS, member_values

IDENTITY_LABEL = "registry_person.identity"
_WORDS = tuple(name for name in MEMBER_FIELDS if name not in ("work_months", "serious_illness_insurance"))


def identity_index(identity: str | None, keyring: Keyring) -> str:
    """Return the blind index by which an identity number is found, or nothing for none."""
    return keyring.blind(IDENTITY_LABEL, identity[:COMPARED_CHARACTERS]) if identity else ""


def identity_indexes(identity: str | None, keyring: Keyring) -> tuple[str, ...]:
    """Return every blind index under which a number may stand: two while one master key follows another."""
    return keyring.blinds(IDENTITY_LABEL, identity[:COMPARED_CHARACTERS]) if identity else ()


def person_inserted(
    person_id: UUID,
    facts: Mapping[str, Any],
    *,
    household_id: UUID,
    place_code: str,
    identity: IdentityFacts | None,
    keyring: Keyring,
    origin: str,
    index: str | None = None,
) -> Insert:
    """Return the new row of a person; the keyring holds the person's key already.

    ``facts`` has every field of a member; ``origin`` is the kind of sheet that is the record's home. ``index`` is
    the blind index of the identity number, where it is known.
    """
    values = dict(zip(MEMBER_FIELDS, member_values(facts), strict=True))
    for name in _WORDS:
        if values[name] is None:
            values[name] = ""
    for name, label in SEALED_LABELS.items():
        if values[name]:
            values[name] = keyring.seal(person_id, label, values[name])
    values.update(
        id=person_id,
        household_id=household_id,
        place_code=place_code,
        code=facts["code"] or "",
        female=identity.female if identity else None,
        birth_date=identity.birth_date if identity else None,
        identity_index=identity_index(facts["identity"], keyring) if index is None else index,
        left_on=None,
        origin=origin,
        **keys_of(values["name"]),
    )
    return Insert(Person, values)


def member_differences(stored: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return fields whose stated value differs from the stored one, with both. Not stated is not different."""
    return {
        name: (stored[name], stated[name])
        for name in MEMBER_FIELDS
        if stated.get(name) is not None and stated[name] != stored[name]
    }


def person_updated(
    stored: Mapping[str, Any],
    differences: Mapping[str, tuple[Any, Any]],
    *,
    identity: IdentityFacts | None,
    keyring: Keyring,
) -> Update:
    """Return the changed columns of a stored person, whose ``sealed`` holds the row's present ciphertexts."""
    person_id: UUID = stored["id"]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, (old, new) in differences.items():
        if name in SEALED_FIELDS:
            before[name] = stored["sealed"][name]
            after[name] = keyring.seal(person_id, SEALED_LABELS[name], new) if new else ""
        else:
            before[name], after[name] = old, _column(name, new)
    if "identity" in differences:
        new_facts = {
            "identity_index": identity_index(differences["identity"][1], keyring),
            "birth_date": identity.birth_date if identity else None,
            "female": identity.female if identity else None,
        }
        for name, value in new_facts.items():
            if stored[name] != value:
                before[name], after[name] = stored[name], value
    return Update(Person, person_id, stored["household_id"], before, after, subject=person_id)


def merged_update(changes: list[Change], person: Mapping[str, Any], extra: Mapping[str, tuple[Any, Any]]) -> Update:
    """Return one update of the person's row that also holds ``extra``; one made before is taken out of ``changes``."""
    before = {name: old for name, (old, _) in extra.items()}
    after = {name: new for name, (_, new) in extra.items()}
    for change in changes:
        if isinstance(change, Update) and change.key == person["id"]:
            changes.remove(change)
            before, after = {**change.before, **before}, {**change.after, **after}
            break
    return Update(Person, person["id"], person["household_id"], before, after, subject=person["id"])


def membership_inserted(
    membership_id: UUID, *, person_id: UUID, household_id: UUID, place_code: str, valid_from: date, cause: str
) -> Insert:
    """Return the row that says since when and why a person belongs to a household."""
    return Insert(
        Membership,
        {
            "id": membership_id,
            "household_id": household_id,
            "person_id": person_id,
            "place_code": place_code,
            "valid_from": valid_from,
            "valid_to": None,
            "cause": cause,
            "end_cause": "",
        },
    )


def membership_ended(membership: Mapping[str, Any], *, household_id: UUID, on: date, cause: str) -> Update:
    """Return the end of a membership; it never began later than it ends."""
    before: dict[str, Any] = {"valid_to": None, "end_cause": ""}
    after: dict[str, Any] = {"valid_to": on, "end_cause": cause}
    if on < membership["valid_from"]:
        before["valid_from"], after["valid_from"] = membership["valid_from"], on
    return Update(Membership, membership["id"], household_id, before, after)


def _column(name: str, value: Any) -> Any:
    return "" if value is None and name in _WORDS else value
