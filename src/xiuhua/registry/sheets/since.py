"""What others changed of a record since a version of it: the cells as that version left them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.journal.changes import Change, Delete, Update
from xiuhua.platform.journal.queries import record_history
from xiuhua.platform.vault.keyring import KeyDestroyed
from xiuhua.registry.bank import COLUMNS, opened
from xiuhua.registry.models import BankAccount, Statement
from xiuhua.registry.stored import BANK_FIELDS, SEALED_LABELS, STATED_FIELDS, StoredHousehold

Cells = Mapping[tuple[str, UUID], Mapping[str, Any]]
"""By table and key of a row: the columns that were changed, with the values before the first change."""


class Earlier:
    """A record as one version left it, as far as it was changed since. ``known`` says that it has had that version."""

    def __init__(self, record: UUID, version: UUID | None, run: Run) -> None:
        history = record_history(record, run.keyring, using=run.using) if version else []
        at = next((at for at, entry in enumerate(history) if entry.command_id == version), None)
        self.known = version is None or at is not None
        self._run = run
        self._cells: dict[tuple[str, UUID], dict[str, Any]] = {}
        self._statement: UUID | None = None
        self._account: UUID | None = None
        self._paid = False
        for entry in history[at + 1 :] if at is not None else ():
            for change in entry.changes:
                self._paid_then(change)
                if isinstance(change, Update):
                    self._note(change)

    def of(self, table: str, key: UUID, present: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as it was: what is stored now, with the changed columns as they were before."""
        changed = self._cells.get((table, key), {})
        return {name: _like(changed[name], value) if name in changed else value for name, value in present.items()}

    def statement(self, present: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """Return what was stated of the household then."""
        if self._statement is None:
            return present
        rows = Statement.objects.using(self._run.using).filter(id=self._statement)
        return rows.values(*STATED_FIELDS).first()

    def said(self, household: StoredHousehold) -> Mapping[str, Any]:
        """Return all that was said of the household then: its statement and its bank account."""
        then = {**household.said, **(self.statement(household.statement) or dict.fromkeys(STATED_FIELDS))}
        if not self._paid:
            return then
        rows = BankAccount.objects.using(self._run.using).filter(id=self._account)
        account = next(opened(rows.values(*COLUMNS), self._run.keyring), {})
        return {**then, **{name: account.get(name) or None for name in BANK_FIELDS}}

    def _paid_then(self, change: Change) -> None:
        """Note the account that stood there before the first change of it: the one that was closed, or none."""
        if change.model is not BankAccount or self._paid or isinstance(change, Delete):
            return
        self._paid = True
        self._account = UUID(str(change.key)) if isinstance(change, Update) else None

    def _note(self, change: Update) -> None:
        table, key = change.model._meta.db_table, UUID(str(change.key))
        if change.model is Statement and self._statement is None and change.after.get("valid_to"):
            self._statement = key
        held = self._cells.setdefault((table, key), {})
        for name, value in change.before.items():
            if name not in held:
                held[name] = self._opened(key, name, value)

    def _opened(self, key: UUID, name: str, value: Any) -> Any:
        if name not in SEALED_LABELS or not value:
            return value
        try:
            return self._run.keyring.open(key, SEALED_LABELS[name], value)
        except KeyDestroyed:
            return ""


def _like(value: Any, present: Any) -> Any:
    """Return a value of an entry in the form in which the tables give it."""
    if isinstance(present, date) and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(present, UUID) and isinstance(value, str):
        return UUID(value)
    return value
