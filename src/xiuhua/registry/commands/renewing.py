"""After one master key followed another: look-up indexes and marks are made anew, as ordinary journalled changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Unchanged
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.bank import COLUMNS, account_index, opened
from xiuhua.registry.changes import IDENTITY_LABEL, identity_index
from xiuhua.registry.models import BankAccount, Household, Person, Question
from xiuhua.registry.questions import VALUES_LABEL, mark_anew

AT_ONCE = 200
"""Households of one command: one entry of the journal each."""

_QUESTION = ("id", "household_id", "person_id", "person__code", "code", "field", "values", "fingerprint")


class RenewIndexes(Command):
    """Make blind indexes of identity numbers and bank accounts, and marks of questions, anew under the present master
    key.

    Nothing that anybody states changes. Households in which all is so already are passed over.
    """

    code: ClassVar[str] = "registry.renew_indexes"
    label: ClassVar[Text] = Text("换主密钥后重做查找索引", "renew look-up indexes after a change of the master key")

    household_ids: Annotated[
        tuple[UUID, ...],
        Field(min_length=1, max_length=AT_ONCE),
        asked("哪些户？", "Which households?"),
        UsedBy("换主密钥以后按号码查找", "looking up by number after a change of the master key"),
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The households."""
        return self.household_ids


def renewing_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RenewIndexes,
            _renew,
            _places,
            COMMANDS[RenewIndexes.code],
            root_model=Household,
            undoable=False,
        ),
    )


def _places(commands: Sequence[RenewIndexes]) -> list[tuple[str, ...] | None]:
    ids = {key for command in commands for key in command.household_ids}
    codes = dict(Household.objects.filter(id__in=ids).values_list("id", "place_code"))
    return [
        tuple(dict.fromkeys(codes[key] for key in command.household_ids))
        if all(key in codes for key in command.household_ids)
        else None
        for command in commands
    ]


def _renew(commands: Sequence[RenewIndexes], context: Context) -> list[Accepted | Unchanged]:
    return [_renewed(command, context) for command in commands]


def _renewed(command: RenewIndexes, context: Context) -> Accepted | Unchanged:
    rows = Household.objects.using(context.using).filter(id__in=command.household_ids)
    homes = {row["id"]: row for row in rows.values("id", "code", "place_code")}
    changes = [*_people(command, context), *_accounts(command, context), *_questions(command, homes, context)]
    if not changes:
        return Unchanged()
    places = sorted({homes[change.root]["place_code"] for change in changes})
    return Accepted(changes, tuple(places), {"rows": len(changes)})


def _people(command: RenewIndexes, context: Context) -> Iterator[Update]:
    rows = Person.objects.using(context.using).filter(household_id__in=command.household_ids).exclude(identity="")
    people = list(rows.order_by("id").values("id", "household_id", "identity", "identity_index"))
    context.keyring.load(row["id"] for row in people)
    for row in people:
        number = _opened(context.keyring, row["id"], IDENTITY_LABEL, row["identity"])
        before = {"identity_index": row["identity_index"]}
        after = {"identity_index": identity_index(number, context.keyring)} if number else before
        if after != before:
            yield Update(Person, row["id"], row["household_id"], before, after, subject=row["id"])


def _accounts(command: RenewIndexes, context: Context) -> Iterator[Update]:
    rows = BankAccount.objects.using(context.using).filter(household_id__in=command.household_ids)
    kept = rows.exclude(bank_account="").order_by("id").values(*COLUMNS, "account_index")
    for row in opened(kept, context.keyring):
        before = {"account_index": row["account_index"]}
        number = row["bank_account"]
        after = {"account_index": account_index(number, context.keyring)} if number else before
        if after != before:
            yield Update(BankAccount, row["id"], row["household_id"], before, after, subject=row["holder_id"])


def _questions(command: RenewIndexes, homes: Mapping[UUID, Mapping[str, Any]], context: Context) -> Iterator[Update]:
    rows = Question.objects.using(context.using).filter(household_id__in=command.household_ids).exclude(values="")
    questions = list(rows.order_by("id").values(*_QUESTION))
    context.keyring.load(row["person_id"] or row["household_id"] for row in questions)
    taken = {(row["household_id"], row["fingerprint"]) for row in questions}
    for row in questions:
        subject, home = row["person_id"] or row["household_id"], row["household_id"]
        values = _opened(context.keyring, subject, VALUES_LABEL, row["values"])
        codes = (homes[home]["code"], row["person__code"] or "")
        mark = mark_anew(row, values, codes, context.keyring) if values else row["fingerprint"]
        if (home, mark) not in taken:
            taken.add((home, mark))
            yield Update(Question, row["id"], home, {"fingerprint": row["fingerprint"]}, {"fingerprint": mark})


def _opened(keyring: Keyring, subject: UUID, label: str, sealed: str) -> str:
    try:
        return keyring.open(subject, label, sealed)
    except KeyDestroyed:
        return ""
