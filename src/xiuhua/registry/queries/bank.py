"""The bank account of a household: masked for everybody, its history, and who else has the same number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal.sql import select_values
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import Keyring
from xiuhua.registry.access import QUERIES
from xiuhua.registry.bank import COLUMNS, opened
from xiuhua.registry.models import BankAccount
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.heads import heads_of

_SEEN = QUERIES["registry.households"]


@dataclass(frozen=True, slots=True)
class Bank:
    """Into which account a household is paid: the bank, the masked number, since when, by which source."""

    bank: str
    account: str
    since: date
    source: Text


@dataclass(frozen=True, slots=True)
class SameAccount:
    """Another household that has the same number."""

    household_id: UUID
    code: str
    head: str
    village_code: str


def bank_of(household_id: UUID, keyring: Keyring, *, ended: bool, day: date | None = None) -> Bank | None:
    """Return the account of a household at present, on a day gone by, or the last one of a household that ended.

    The caller has established that the viewer may see the household. ``None`` where there is none or it was erased.
    """
    rows = select_values(BankAccount, COLUMNS, {"household_id": [household_id]}, order=("-valid_from", "-id"))
    return _chosen(list(opened(rows, keyring)), ended=ended, day=day)


def same_account(viewer: Actor, household_id: UUID) -> tuple[SameAccount, ...]:
    """Return the present households within the viewer's sight that have the same number; two queries.

    Whoever does not see both does not see that they are alike. Nothing follows from it by itself.
    """
    present = BankAccount.objects.filter(valid_to=None).exclude(account_index="")
    own = within(present.filter(household_id=household_id), viewer, _SEEN).values("account_index")
    others = within(present.filter(account_index__in=own), viewer, _SEEN).exclude(household_id=household_id)
    rows = list(
        others.order_by("place_code", "household__code").values_list("household_id", "household__code", "place_code")
    )
    heads = heads_of(key for key, _, _ in rows)
    return tuple(SameAccount(key, code, heads.get(key, ""), place) for key, code, place in rows)


def _chosen(rows: Sequence[Mapping[str, Any]], *, ended: bool, day: date | None) -> Bank | None:
    if day is not None:
        rows = [row for row in rows if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] > day)]
    elif not ended:
        rows = [row for row in rows if row["valid_to"] is None]
    row = next(iter(rows), None)
    if row is None or not (row["bank_name"] or row["bank_account"]):
        return None
    account = masks.account(row["bank_account"]) if row["bank_account"] else ""
    return Bank(row["bank_name"], account, row["valid_from"], origin_name(row["origin"]))
