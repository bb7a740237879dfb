"""Somebody promises a village or a household to come in every period; the promise ends."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.words import Kind
from xiuhua.needs.commitments_facts import SEALED, Recorded, commitments_by_id, places_of_commitments, terms_of
from xiuhua.needs.facts import places_named, providers_coming
from xiuhua.needs.models import Commitment
from xiuhua.needs.rules.commitments import RHYTHM_NAMES, Terms, days_to_record, judge_end, judge_terms
from xiuhua.needs.rules.kinds import kind_problem
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.commands.concerned import (
    ONE_AT_A_TIME,
    households_of_people,
    places_of_present_households,
    present_household_codes,
)

KEPT: Final = UsedBy("看哪一期来了、哪一期没有来", "whoever sees which periods are kept and which are missed")
_PLAIN: Final = ("provider_id", "kind", "rhythm", "each", "valid_from", "until")
_RHYTHMS = {str(key): name for key, name in RHYTHM_NAMES.items()}

Provider = Annotated[UUID | None, asked("哪个单位承诺的？", "Which organisation?", kind="reference"), KEPT]
Name = Annotated[
    str | None,
    Field(max_length=80),
    Personal,
    asked(
        "谁来？",
        "Who comes?",
        why=Text("写姓名或科室；单位和人，至少写一个。", "A name or a department; give the organisation or a person."),
    ),
    KEPT,
]
What = Annotated[
    str, Field(min_length=1, max_length=200), Personal, asked("来做什么？", "What do they come for?"), KEPT
]
Often = Annotated[Literal["month", "quarter", "term"], asked("多久来一次？", "How often?", choices=_RHYTHMS), KEPT]
Each = Annotated[int, Field(ge=1, le=99), asked("每次（期）来几个人？", "How many people in each period?"), KEPT]
From = Annotated[date, asked("从哪天起？", "From which day on?"), KEPT]
Until = Annotated[
    date | None,
    asked(
        "到哪天为止？", "Until which day?", why=Text("没有说到哪天，就不填。", "Leave it open where nothing was said.")
    ),
    KEPT,
]


class PromiseVillage(Command):
    """Record what a provider promises to a village for every period. Refused: 5012, 5407, 5480–5484, 5493."""

    code: ClassVar[str] = "needs.promise_village"
    label: ClassVar[Text] = Text("登记对村的定期承诺", "record a commitment to a village")

    place_code: Annotated[
        str, Field(pattern=r"^\d{12}$"), asked("对哪个村？", "To which village?", kind="reference"), KEPT
    ]
    commitment_id: UUID
    kind: Kind
    what: What
    provider_id: Provider = None
    name: Name = None
    rhythm: Often
    each: Each
    valid_from: From
    until: Until = None


class PromiseHousehold(Command):
    """Record what a provider promises to a household or a member of it. Refused: 5012, 5407, 5408, 5481–5484, 5493."""

    code: ClassVar[str] = "needs.promise_household"
    label: ClassVar[Text] = Text("登记结对", "record a pairing")

    household_id: UUID
    commitment_id: UUID
    person_id: Annotated[
        UUID | None,
        asked(
            "和谁结对？",
            "With whom?",
            kind="reference",
            why=Text("和全家结对的就不选。", "Leave it open for the whole household."),
        ),
        KEPT,
    ] = None
    kind: Kind
    what: What
    provider_id: Provider = None
    name: Name = None
    rhythm: Often
    each: Each
    valid_from: From
    until: Until = None


class EndCommitment(Command):
    """End a commitment; its periods stay on record. Refused: 5490, 5497."""

    code: ClassVar[str] = "needs.end_commitment"
    label: ClassVar[Text] = Text("结束承诺", "end a commitment")

    commitment_id: UUID
    ended_on: Annotated[date, asked("从哪天起不再承诺？", "From which day on does it hold no more?"), KEPT]
    end_reason: Annotated[
        str, Field(min_length=1, max_length=200), Personal, asked("为什么结束？", "Why does it end?"), KEPT
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The commitment."""
        return (self.commitment_id,)


def promising_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(PromiseVillage, _village, places_named, COMMANDS[PromiseVillage.code]),
        CommandType(
            PromiseHousehold,
            _household,
            places_of_present_households,
            COMMANDS[PromiseHousehold.code],
            **ONE_AT_A_TIME,
        ),
        CommandType(EndCommitment, _end, places_of_commitments, COMMANDS[EndCommitment.code], root_model=Commitment),
    )


def _village(commands: Sequence[PromiseVillage], context: Context) -> list[Decided]:
    places = {each.place_code for each in commands}
    rows = Commitment.objects.using(context.using).filter(place_code__in=places)
    facts = _Promised(places, rows.filter(for_kind="village", ended_on=None), "place_code", context)
    outcomes: list[Decided] = []
    for command in commands:
        code, subject = command.place_code, command.commitment_id
        wrong = () if level_of(code) is Level.VILLAGE else (Problem("commitment_no_village", "place_code"),)
        where = {"place_code": code, "for_kind": "village", "subject_id": subject, "person_id": None}
        decided = facts.refused(command, where, wrong)
        if decided is None:
            context.keyring.begin((subject,))
            decided = facts.accepted(command, where, (subject,))
        outcomes.append(decided)
    return outcomes


def _household(commands: Sequence[PromiseHousehold], context: Context) -> list[Decided]:
    places = present_household_codes(commands)
    people = households_of_people((each.person_id for each in commands), using=context.using)
    rows = Commitment.objects.using(context.using).filter(subject_id__in=places, ended_on=None)
    facts = _Promised(places.values(), rows, "subject_id", context)
    context.keyring.load(places)
    outcomes: list[Decided] = []
    for command in commands:
        household, person = command.household_id, command.person_id
        here = person is None or people.get(person) == household
        wrong = () if here else (Problem("need_person_not_here", "person_id"),)
        whom = {"for_kind": "household" if person is None else "person", "person_id": person}
        where = {"place_code": places[household], "subject_id": household, **whom}
        outcomes.append(facts.refused(command, where, wrong) or facts.accepted(command, where, ()))
    return outcomes


class _Promised:
    """What stands beside new commitments: the organisations that can be named, and what is promised already.

    ``whom`` is the column by which commitments to the same are told.
    """

    def __init__(self, places: Iterable[str], rows: QuerySet[Commitment], whom: str, context: Context) -> None:
        self._context, self._whom = context, whom
        self._coming = providers_coming(places, context.actor, using=context.using)
        self._there = set(rows.values_list(whom, "person_id", "kind", "provider_id"))

    def refused(self, command: Any, where: Mapping[str, Any], wrong: Sequence[Problem]) -> Refused | None:
        """Return what stands against a promise besides what is ``wrong`` already, ``None`` where nothing does."""
        context, region = self._context, where["place_code"]
        days = days_to_record(context.policy, on=context.today, region=region)
        terms = Terms(command.rhythm, command.each, command.valid_from, command.until, None)
        problems = [
            *wrong,
            *kind_problem(command.kind, context.policy, on=context.today, region=region),
            *judge_terms(terms, today=context.today, days=days),
        ]
        if command.provider_id is None and not command.name:
            problems.append(Problem("commitment_provider_missing", "provider_id"))
        if command.provider_id is not None:
            if command.provider_id not in self._coming[region]:
                problems.append(Problem("organisation_not_here", "provider_id"))
            if self._key(command, where) in self._there:
                problems.append(Problem("commitment_same", "provider_id"))
        return Refused(tuple(problems)) if problems else None

    def accepted(self, command: Any, where: Mapping[str, Any], subjects: tuple[UUID, ...]) -> Accepted:
        """Return the row of a promise with its words sealed."""
        self._there.add(self._key(command, where))
        texts = {"what": command.what, "name": command.name}
        values = {
            "id": command.commitment_id,
            **where,
            **{name: getattr(command, name) for name in _PLAIN},
            **{
                name: self._context.keyring.seal(where["subject_id"], SEALED.format(name), text) if text else ""
                for name, text in texts.items()
            },
            "ended_on": None,
            "end_reason": "",
        }
        result = {"commitment": str(command.commitment_id)}
        return Accepted([Insert(Commitment, values)], (where["place_code"],), result, subjects=subjects)

    def _key(self, command: Any, where: Mapping[str, Any]) -> tuple[Any, ...]:
        return (where[self._whom], where["person_id"], command.kind, command.provider_id)


def _end(commands: Sequence[EndCommitment], context: Context) -> list[Decided]:
    rows = commitments_by_id(commands, using=context.using)
    recorded = Recorded(rows, using=context.using)
    context.keyring.load({row.subject_id for row in rows.values()})
    outcomes: list[Decided] = []
    for command in commands:
        row = rows[command.commitment_id]
        last = max((each.came_on for each in recorded.counted(row.id)), default=None)
        problems = judge_end(terms_of(row), command.ended_on, last, today=context.today)
        if problems:
            outcomes.append(Refused(problems))
            continue
        reason = context.keyring.seal(row.subject_id, SEALED.format("end_reason"), command.end_reason)
        before = {"ended_on": None, "end_reason": row.end_reason}
        after = {"ended_on": command.ended_on, "end_reason": reason}
        change = Update(Commitment, row.id, row.id, before, after, subject=row.subject_id)
        outcomes.append(Accepted([change], (row.place_code,), {"commitment": str(row.id)}))
    return outcomes
