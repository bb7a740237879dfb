"""Look at a masked field of a person, for a stated purpose: who looked, when and what for stays on record."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.bank import present_accounts
from xiuhua.registry.commands.concerned import places_of_households
from xiuhua.registry.models import Household, Person, Reveal
from xiuhua.registry.rules.reveals import judge_reveal, shown_for
from xiuhua.registry.rules.shown import field_name
from xiuhua.registry.stored import SEALED_FIELDS

REASON_LABEL: Final = "registry_reveal.reason"
MASKABLE: Final = (*SEALED_FIELDS, "bank_account")
_CONCERNED: Final = UsedBy("“谁看过”，给这一户和审计看", "“Who looked”, for the household and auditors")


class RevealField(Command):
    """Ask to see one masked field of a present member, or the bank account of the member's household. The answer
    holds no value: the asker opens it by the id of this command, for the minutes that policy sets. Refused: 4770–4773.
    """

    code: ClassVar[str] = "registry.reveal"
    label: ClassVar[Text] = Text("查看遮住的信息", "look at what is masked")

    household_id: UUID
    person_id: UUID
    field: Annotated[
        Literal["identity", "phone", "health", "bank_account"],
        asked("看哪一项？", "What do you need to see?", choices={name: field_name(name) for name in MASKABLE}),
        _CONCERNED,
    ]
    purpose: Annotated[str, Field(max_length=40), asked("做什么用？", "What is it for?", kind="choice"), _CONCERNED]
    reason: Annotated[
        str,
        Field(min_length=2, max_length=200),
        Personal,
        asked(
            "具体什么事？",
            "What exactly?",
            why=Text(
                "写几个字，例如“核对银行卡开户”；不要写号码和病情。",
                "A few words, such as “opening a bank card”; no numbers, no illness.",
            ),
        ),
        _CONCERNED,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The household whose member it is about."""
        return (self.household_id,)


def reveal_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list. What was seen cannot be unseen, so it is not undone."""
    kind = CommandType(
        RevealField, _handle, places_of_households, COMMANDS[RevealField.code], root_model=Household, undoable=False
    )
    return (kind,)


def _handle(commands: Sequence[RevealField], context: Context) -> list[Accepted | Refused]:
    ids = {command.person_id for command in commands}
    rows = Person.objects.using(context.using).filter(id__in=ids, left_on=None)
    people = {row["id"]: row for row in rows.values("id", "household_id", "place_code", *SEALED_FIELDS)}
    context.keyring.load(people)
    for account in present_accounts(
        {row["household_id"] for row in people.values()}, context.keyring, using=context.using
    ):
        paid = (row for row in people.values() if row["household_id"] == account["household_id"])
        for row in paid:
            row["bank_account"] = account["bank_account"]
    return [_decided(command, people.get(command.person_id), context) for command in commands]


def _decided(command: RevealField, person: Mapping[str, Any] | None, context: Context) -> Accepted | Refused:
    member = person is not None and person["household_id"] == command.household_id
    known = person if person is not None and member else dict.fromkeys((*MASKABLE, "place_code"), "")
    place_code = known["place_code"]
    decision = judge_reveal(
        member=member,
        filled=bool(known.get(command.field)) and command.person_id in context.keyring,
        masked=command.field != "health" or not reaches(context.actor, QUERIES["registry.health"], place_code),
        purpose=command.purpose,
        policy=context.policy,
        on=context.today,
        region=place_code,
    )
    if not decision.accepted:
        return Refused(decision.problems)
    until = context.received_at + shown_for(context.policy, on=context.today, region=place_code)
    post = context.actor.post_in(place_code, COMMANDS[RevealField.code].roles)
    values = {
        "id": command.id,
        "household_id": command.household_id,
        "person_id": command.person_id,
        "place_code": place_code,
        "field": command.field,
        "purpose": command.purpose,
        "reason": context.keyring.seal(command.person_id, REASON_LABEL, command.reason),
        "looked_by": context.actor.person_id,
        "post": post.id if post else None,
        "looked_at": context.received_at,
        "shown_until": until,
    }
    return Accepted([Insert(Reveal, values)], (place_code,), {"reveal": str(command.id)})
