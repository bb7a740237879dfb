"""Write down what a household answers to what is recorded about it, and say what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from xiuhua.registry.commands.concerned import household_codes, places_of_households
from xiuhua.registry.models import Household, HouseholdAnswer, Ledger, LedgerLine, Person, Plot, Reveal, Statement
from xiuhua.registry.rules.household_answers import OUTCOME_NAMES, About, judge_answer, judge_outcome

SAID_LABEL: Final = "registry_household_answer.said"
DONE_LABEL: Final = "registry_household_answer.done"

_TOLD: Final = UsedBy("这一户和核对的人；写在这一户的页面和查询书上", "the household, and whoever looks into it")
_RECORDS: Final[Mapping[About, tuple[Any, str]]] = {
    About.HOUSEHOLD: (Household, "id"),
    About.PERSON: (Person, "household_id"),
    About.STATEMENT: (Statement, "household_id"),
    About.FIGURE: (Ledger, "household_id"),
    About.LINE: (LedgerLine, "household_id"),
    About.PLOT: (Plot, "household_id"),
    About.REVEAL: (Reveal, "household_id"),
}
"""What can be answered: the table, and the column with the household."""


class RecordHouseholdAnswer(Command):
    """Write down what somebody of a household says to what is recorded, in their own words. It changes no record.

    ``answers`` is the id of what it speaks of. Refused: 4917 for what is not of the household, 4918 for somebody who
    is not, 4919 for a day to come.
    """

    code: ClassVar[str] = "registry.record_household_answer"
    label: ClassVar[Text] = Text("记下这一户的话", "write down what the household says")

    household_id: UUID
    answer_id: UUID
    answers: Annotated[UUID, asked("说的是哪一条？", "What does it speak of?", kind="reference"), _TOLD]
    said: Annotated[
        str,
        Field(min_length=2, max_length=500),
        Personal,
        asked(
            "他们怎么说？",
            "What do they say?",
            why=Text("照他们的原话写。不改动任何记录。", "In their own words. It changes no record."),
        ),
        _TOLD,
    ]
    said_by: Annotated[UUID, asked("谁说的？", "Who said it?", kind="reference"), _TOLD]
    said_on: Annotated[date, asked("哪天说的？", "On which day?"), _TOLD]

    def roots(self) -> tuple[UUID, ...]:
        """The household that answers."""
        return (self.household_id,)


class HandleHouseholdAnswer(Command):
    """Say what was done about an answer: the record was mended, or stays and why. Refused: 4920."""

    code: ClassVar[str] = "registry.handle_household_answer"
    label: ClassVar[Text] = Text("答复这一户的话", "reply to what the household says")

    household_id: UUID
    answer_id: UUID
    outcome: Annotated[
        Literal["mended", "stays"],
        asked(
            "核对的结果是什么？",
            "What came of it?",
            choices={key.value: name for key, name in OUTCOME_NAMES.items()},
            why=Text("要改的先改好，再写在这里。", "Mend first what is to be mended, then say it here."),
        ),
        _TOLD,
    ]
    done: Annotated[
        str,
        Field(min_length=2, max_length=300),
        Personal,
        asked(
            "改了什么，或者为什么不改？",
            "What was mended, or why does it stay?",
            why=Text("这句话会给这一户看。", "The household will read it."),
        ),
        _TOLD,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The household that answered."""
        return (self.household_id,)


def household_answer_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RecordHouseholdAnswer,
            _record,
            places_of_households,
            COMMANDS[RecordHouseholdAnswer.code],
            root_model=Household,
        ),
        CommandType(
            HandleHouseholdAnswer,
            _handle,
            places_of_households,
            COMMANDS[HandleHouseholdAnswer.code],
            root_model=Household,
        ),
    )


def _record(commands: Sequence[RecordHouseholdAnswer], context: Context) -> list[Accepted | Refused]:
    about = _about({command.answers for command in commands}, context)
    people = Person.objects.using(context.using).filter(id__in={command.said_by for command in commands})
    homes = dict(people.values_list("id", "household_id"))
    places = household_codes(commands)
    context.keyring.load(places)
    return [
        _recorded(
            command,
            next((kind for kind, home in about.get(command.answers, ()) if home == command.household_id), None),
            places[command.household_id],
            context,
            known=homes.get(command.said_by) == command.household_id,
        )
        for command in commands
    ]


def _about(ids: Iterable[UUID], context: Context) -> Mapping[UUID, list[tuple[About, UUID]]]:
    """Return what each of some records is, and of which household."""
    found: defaultdict[UUID, list[tuple[About, UUID]]] = defaultdict(list)
    for about, (model, column) in _RECORDS.items():
        rows = model.objects.using(context.using).filter(id__in=set(ids)).values_list("id", column)
        for key, home in rows:
            found[key].append((about, home))
    return found


def _recorded(
    command: RecordHouseholdAnswer, about: About | None, place_code: str, context: Context, *, known: bool
) -> Accepted | Refused:
    decision = judge_answer(about, command.said_on, known=known, on=context.today)
    if about is None or not decision.accepted:
        return Refused(decision.problems)
    post = context.actor.post_in(place_code, COMMANDS[RecordHouseholdAnswer.code].roles)
    values = {
        "id": command.answer_id,
        "household_id": command.household_id,
        "place_code": place_code,
        "about": about.value,
        "answers": command.answers,
        "said": context.keyring.seal(command.household_id, SAID_LABEL, command.said),
        "person_id": command.said_by,
        "said_on": command.said_on,
        "written_by": context.actor.person_id,
        "post": post.id if post else None,
        "outcome": "",
        "done": "",
        "looked_by": None,
        "looked_on": None,
    }
    return Accepted([Insert(HouseholdAnswer, values)], (place_code,), {"answer": str(command.answer_id)})


def _handle(commands: Sequence[HandleHouseholdAnswer], context: Context) -> list[Accepted | Refused]:
    known = HouseholdAnswer.objects.using(context.using).in_bulk([command.answer_id for command in commands])
    context.keyring.load({command.household_id for command in commands})
    return [_handled(command, known.get(command.answer_id), context) for command in commands]


def _handled(command: HandleHouseholdAnswer, row: HouseholdAnswer | None, context: Context) -> Accepted | Refused:
    own = row if row is not None and row.household_id == command.household_id else None
    decision = judge_outcome(None if own is None else own.outcome)
    if own is None or not decision.accepted:
        return Refused(decision.problems)
    before = {"outcome": "", "done": "", "looked_by": None, "looked_on": None}
    after = {
        "outcome": command.outcome,
        "done": context.keyring.seal(command.household_id, DONE_LABEL, command.done),
        "looked_by": context.actor.person_id,
        "looked_on": context.today,
    }
    changed = {name: value for name, value in after.items() if value != before[name]}
    change = Update(
        HouseholdAnswer,
        own.id,
        command.household_id,
        {name: before[name] for name in changed},
        changed,
        subject=command.household_id,
    )
    return Accepted([change], (own.place_code,), {"answer": str(own.id)})
