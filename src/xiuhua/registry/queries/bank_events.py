"""What entries of the journal did to the bank account of a household, in plain words; numbers stay masked."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Delete, Insert
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import Keyring
from xiuhua.registry.bank import open_cell
from xiuhua.registry.models import BankAccount


def told_bank(changes: Iterable[Change], keyring: Keyring) -> Iterator[Text]:
    """Yield what became of the account: another one, none any more, or the former one again."""
    found = [change for change in changes if change.model is BankAccount]
    inserted = [change for change in found if isinstance(change, Insert)]
    if inserted:
        for change in inserted:
            said = _said(change.values, keyring)
            yield Text(f"银行账号记为 {said}", f"bank account recorded as {said}")
    elif any(isinstance(change, Delete) for change in found):
        yield Text("银行账号撤回", "bank account taken back")
    elif any(change.after.get("valid_to") for change in found if not isinstance(change, (Insert, Delete))):
        yield Text("银行账号不再使用", "bank account no longer in use")


def _said(values: Any, keyring: Keyring) -> str:
    holder = UUID(str(values["holder_id"]))
    keyring.load((holder,))
    bank, number = (open_cell(holder, name, values[name], keyring) for name in ("bank_name", "bank_account"))
    return " ".join(part for part in (bank, masks.account(number) if number else "") if part) or "（已删除）"
