"""Bank accounts as rows: whose key seals them, how they are opened, what follows where another one is stated."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry.models import BankAccount
from xiuhua.registry.rules.bank import FIELDS

LABELS = {name: f"registry_bank_account.{name}" for name in FIELDS}
COLUMNS = ("id", "household_id", "holder_id", "valid_from", "valid_to", "origin", "batch", *FIELDS)


def holder_of(household_id: UUID) -> UUID:
    """Return whose key seals the bank account of a household: one that can go while the household's figures stand."""
    return derived_id(household_id, "bank account")


def account_index(number: str, keyring: Keyring) -> str:
    """Return the blind index by which the same number is found elsewhere, or nothing for none."""
    return keyring.blind(LABELS["bank_account"], number) if number else ""


def present_accounts(households: Collection[UUID], keyring: Keyring, *, using: str) -> Iterator[dict[str, Any]]:
    """Yield the present accounts of households, opened; one query, and one for the keys."""
    rows = BankAccount.objects.using(using).filter(household_id__in=households, valid_to__isnull=True)
    return opened(rows.values(*COLUMNS), keyring)


def opened(rows: Iterable[Mapping[str, Any]], keyring: Keyring) -> Iterator[dict[str, Any]]:
    """Yield rows with bank and number in the clear; both are blank where they were erased."""
    found = list(rows)
    keyring.load({row["holder_id"] for row in found})
    for row in found:
        yield {**row, **{name: open_cell(row["holder_id"], name, row[name], keyring) for name in FIELDS}}


def open_cell(holder: UUID, name: str, sealed: Any, keyring: Keyring) -> str:
    """Return one field in the clear; nothing where there is none or it was erased."""
    try:
        return keyring.open(holder, LABELS[name], sealed) if sealed else ""
    except KeyDestroyed:
        return ""


def restated(
    household_id: UUID,
    place_code: str,
    present: Mapping[str, Any] | None,
    wanted: Mapping[str, Any],
    *,
    command_id: UUID,
    on: date,
    origin: str,
    batch: UUID | None,
    keyring: Keyring,
    is_new: bool = False,
) -> list[Change]:
    """Return the changes that make these bank and number the present ones; ``wanted`` holds both, blank for none.

    A household that begins (``is_new``) has no key for it yet; of another one that is looked up.
    """
    known = present or dict.fromkeys(FIELDS, "")
    values = {name: wanted[name] or "" for name in FIELDS}
    if all(values[name] == known[name] for name in FIELDS):
        return []
    changes: list[Change] = [ended(present, on)] if present else []
    if not any(values.values()):
        return changes
    holder = holder_of(household_id)
    _begin(holder, keyring, is_new=is_new)
    row = {
        "id": derived_id(command_id, "bank account", str(household_id)),
        "household_id": household_id,
        "holder_id": holder,
        "place_code": place_code,
        "account_index": account_index(values["bank_account"], keyring),
        "valid_from": max(on, present["valid_from"]) if present else on,
        "valid_to": None,
        "origin": origin,
        "batch": batch,
        **{name: keyring.seal(holder, LABELS[name], value) if value else "" for name, value in values.items()},
    }
    return [*changes, Insert(BankAccount, row)]


def ended(present: Mapping[str, Any], on: date) -> Update:
    """Return the end of a present account, not before it began."""
    end = {"valid_to": max(on, present["valid_from"])}
    return Update(
        BankAccount, present["id"], present["household_id"], {"valid_to": None}, end, subject=present["holder_id"]
    )


def _begin(holder: UUID, keyring: Keyring, *, is_new: bool) -> None:
    if not is_new:
        keyring.load((holder,))
    if holder not in keyring:
        keyring.begin((holder,))
