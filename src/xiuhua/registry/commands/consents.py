"""Record that somebody agreed to the use of data, and that they withdrew it: both as easily."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.concerned import household_codes, places_of_households, places_of_present_households
from xiuhua.registry.models import Consent, Household, Person
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES, GivenBy, Wish, judge_consent, judge_revocation

GIVER_LABEL: Final = "registry_consent.giver"
_RESTS_ON_IT: Final = UsedBy("要用这些信息的人，先看同意了没有", "whoever wants to use the data, to look first")


class RecordConsent(Command):
    """Record that a person or a household agreed to the use of one kind of data for one purpose.

    Refused: 4774–4780, 4922 where the person agreed and somebody else is named.
    """

    code: ClassVar[str] = "registry.record_consent"
    label: ClassVar[Text] = Text("记下同意", "record a consent")

    household_id: UUID
    consent_id: UUID
    person_id: Annotated[
        UUID | None,
        asked(
            "是谁的信息？",
            "Whose data?",
            kind="reference",
            why=Text("全家的就不选。", "Leave it open for the whole household."),
        ),
        _RESTS_ON_IT,
    ] = None
    data_set: Annotated[
        str, Field(max_length=40), asked("同意用哪类信息？", "Which data?", kind="reference"), _RESTS_ON_IT
    ]
    purpose: Annotated[str, Field(max_length=40), asked("做什么用？", "For what?", kind="choice"), _RESTS_ON_IT]
    scope: Annotated[str, Field(max_length=40), asked("同意怎么用？", "Used how?", kind="choice"), _RESTS_ON_IT]
    given_by: Annotated[
        Literal["self", "guardian", "proxy"],
        asked("谁同意的？", "Who agreed?", choices={key.value: name for key, name in GIVEN_BY_NAMES.items()}),
        _RESTS_ON_IT,
    ]
    giver: Annotated[
        str | None,
        Field(max_length=60),
        Personal,
        asked(
            "监护人或受委托的人叫什么？",
            "What is the name of the guardian or proxy?",
            why=Text("本人同意的不填。", "Leave it blank where the person agreed."),
        ),
        _RESTS_ON_IT,
    ] = None
    given_on: Annotated[date, asked("哪天同意的？", "On which day?"), _RESTS_ON_IT]
    until: Annotated[
        date | None,
        asked("到哪天为止（含这一天）？", "Until which day, that day included?", why=Text("没有说就不填。", "If any.")),
        _RESTS_ON_IT,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The household that agreed."""
        return (self.household_id,)


class RevokeConsent(Command):
    """Record that a consent was withdrawn: from that day on nothing rests on it. Refused: 4778, 4781."""

    code: ClassVar[str] = "registry.revoke_consent"
    label: ClassVar[Text] = Text("撤回同意", "withdraw a consent")

    household_id: UUID
    consent_id: UUID
    revoked_on: Annotated[date, asked("从哪天起不同意了？", "From which day on?"), _RESTS_ON_IT]
    revoked_by: Annotated[
        Literal["self", "guardian", "proxy"],
        asked("谁撤回的？", "Who withdrew it?", choices={key.value: name for key, name in GIVEN_BY_NAMES.items()}),
        _RESTS_ON_IT,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The household that withdraws."""
        return (self.household_id,)


def consent_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RecordConsent, _record, places_of_present_households, COMMANDS[RecordConsent.code], root_model=Household
        ),
        CommandType(RevokeConsent, _revoke, places_of_households, COMMANDS[RevokeConsent.code], root_model=Household),
    )


def _record(commands: Sequence[RecordConsent], context: Context) -> list[Accepted | Refused]:
    ids = {command.person_id for command in commands if command.person_id}
    rows = Person.objects.using(context.using).filter(id__in=ids, left_on=None)
    people = {row["id"]: row for row in rows.values("id", "household_id", "birth_date")}
    places = household_codes(commands)
    context.keyring.load(places)
    return [
        _recorded(
            command,
            people.get(command.person_id) if command.person_id else None,
            places[command.household_id],
            context,
        )
        for command in commands
    ]


def _recorded(
    command: RecordConsent, person: Mapping[str, Any] | None, place_code: str, context: Context
) -> Accepted | Refused:
    member = person is not None and person["household_id"] == command.household_id
    wish = Wish(
        data_set=command.data_set,
        purpose=command.purpose,
        scope=command.scope,
        given_on=command.given_on,
        until=command.until,
        given_by=GivenBy(command.given_by),
        giver=command.giver or "",
        whole=command.person_id is None,
        member=member,
        born=person["birth_date"] if person is not None and member else None,
    )
    decision = judge_consent(wish, policy=context.policy, on=context.today, region=place_code)
    if not decision.accepted:
        return Refused(decision.problems)
    household = command.household_id
    values = {
        "id": command.consent_id,
        "household_id": household,
        "person_id": command.person_id,
        "place_code": place_code,
        **{name: getattr(command, name) for name in ("data_set", "purpose", "scope", "given_on", "given_by", "until")},
        "giver": context.keyring.seal(household, GIVER_LABEL, command.giver) if command.giver else "",
        "revoked_on": None,
        "revoked_by": "",
    }
    return Accepted([Insert(Consent, values)], (place_code,), {"consent": str(command.consent_id)})


def _revoke(commands: Sequence[RevokeConsent], context: Context) -> list[Accepted | Refused]:
    known = Consent.objects.using(context.using).in_bulk([command.consent_id for command in commands])
    return [_revoked(command, known.get(command.consent_id), context) for command in commands]


def _revoked(command: RevokeConsent, consent: Consent | None, context: Context) -> Accepted | Refused:
    own = consent if consent is not None and consent.household_id == command.household_id else None
    decision = judge_revocation(own, command.revoked_on, on=context.today)
    if own is None or not decision.accepted:
        return Refused(decision.problems)
    before = {"revoked_on": None, "revoked_by": ""}
    after = {"revoked_on": command.revoked_on, "revoked_by": command.revoked_by}
    change = Update(Consent, own.id, command.household_id, before, after, subject=command.household_id)
    return Accepted([change], (own.place_code,), {"consent": str(own.id)})
