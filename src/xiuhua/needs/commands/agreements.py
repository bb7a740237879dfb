"""Both sides of a job agree, each for itself, and either takes it back at any time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.paper import judged_code, places_of_codes, speaking
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.facts import needs_by_id, places_of_needs
from xiuhua.needs.job_facts import FIRM_LABEL, job_in_hand, jobs_by_need
from xiuhua.needs.models import Job, Need
from xiuhua.needs.rules.jobs import HOW_NAMES, SIDE_NAMES, Side
from xiuhua.needs.rules.steps import MOVES, State, Step, judge_day
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

PAPER: Final = "paper"
_SIDES = {key.value: name for key, name in SIDE_NAMES.items()}
_BASIS: Final = UsedBy("双方同意了才互相告诉", "each side is told of the other once both agree")
_How = Annotated[
    Literal["in_person", "phone", "signed"], asked("怎么同意的？", "How was it said?", choices=HOW_NAMES), _BASIS
]


class AgreeForPerson(Command):
    """Take down that the person agrees to be introduced to the firm. Refused: 5402, 5419, 5420."""

    code: ClassVar[str] = "needs.person_agrees"
    label: ClassVar[Text] = Text("记本人同意", "take down that the person agrees")

    need_id: UUID
    agreed_by: Annotated[
        Literal["self", "guardian", "proxy"],
        asked("谁说的同意？", "Who agreed?", choices={key.value: name for key, name in GIVEN_BY_NAMES.items()}),
        _BASIS,
    ]
    how: _How
    agreed_on: Annotated[date, asked("哪天？", "On which day?"), _BASIS]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class AgreeForFirm(Command):
    """Take down that the firm agrees to be introduced, and who said so. Refused: 5402, 5419, 5420."""

    code: ClassVar[str] = "needs.firm_agrees"
    label: ClassVar[Text] = Text("记用工单位同意", "take down that the firm agrees")

    need_id: UUID
    said_by: Annotated[
        str,
        Field(min_length=1, max_length=40),
        Personal,
        asked("单位里谁说的？", "Who said so at the firm?"),
        _BASIS,
    ]
    how: _How
    agreed_on: Annotated[date, asked("哪天？", "On which day?"), _BASIS]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class WithdrawAgreement(Command):
    """Take down that a side withdraws: the job ends and nothing is shown to the other any more. Refused: 5402, 5419.

    It is not undone: the post may be somebody else's by then. The job can be proposed again.
    """

    code: ClassVar[str] = "needs.withdraw_agreement"
    label: ClassVar[Text] = Text("撤回同意", "withdraw from a job")

    need_id: UUID
    side: Annotated[Literal["person", "firm"], asked("谁撤回？", "Which side?", choices=_SIDES), _BASIS]
    withdrawn_on: Annotated[date, asked("哪天？", "On which day?"), _BASIS]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class AgreeByCode(Command):
    """Agree to be introduced to the firm, with the code of the household. Refused: 5419, 5420, 5440, 5444."""

    code: ClassVar[str] = "needs.agree_by_code"
    label: ClassVar[Text] = Text("凭码同意", "agree with a code")

    code_id: UUID
    need_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class WithdrawByCode(Command):
    """Withdraw from a job with the code of the household. Refused: 5419, 5440, 5444."""

    code: ClassVar[str] = "needs.withdraw_by_code"
    label: ClassVar[Text] = Text("凭码撤回", "withdraw with a code")

    code_id: UUID
    need_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


_ByCode = AgreeByCode | WithdrawByCode


def agreement_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    written = (
        (AgreeForPerson, _for_person, True),
        (AgreeForFirm, _for_firm, True),
        (WithdrawAgreement, _withdrawn, False),
    )
    coded = ((AgreeByCode, True), (WithdrawByCode, False))
    return (
        *(
            CommandType(
                each, _each(decide), places_of_needs, COMMANDS[each.code], root_model=Need, own=True, undoable=undoable
            )
            for each, decide, undoable in written
        ),
        *(
            CommandType(each, _by_code, places_of_codes, COMMANDS[each.code], root_model=Need, undoable=undoable)
            for each, undoable in coded
        ),
    )


def _each(
    decide: Callable[[Any, Need, Job, Context], Decided],
) -> Callable[[Sequence[Any], Context], list[Decided]]:
    def handle(commands: Sequence[Any], context: Context) -> list[Decided]:
        needs, jobs = needs_by_id(commands, using=context.using), jobs_by_need(commands, using=context.using)
        context.keyring.load({need.subject_id for need in needs.values()})
        return [
            decide(each, needs[each.need_id], job, context)
            if (job := job_in_hand(needs[each.need_id], jobs.get(each.need_id))) is not None
            else Refused((Problem("job_none"),))
            for each in commands
        ]

    return handle


def _for_person(command: AgreeForPerson, need: Need, job: Job, context: Context) -> Decided:
    after = {
        "person_agreed_on": command.agreed_on,
        "person_agreed_by": command.agreed_by,
        "person_agreed_how": command.how,
    }
    return _agreed(need, job, Side.PERSON, after, context)


def _for_firm(command: AgreeForFirm, need: Need, job: Job, context: Context) -> Decided:
    said_by = context.keyring.seal(need.subject_id, FIRM_LABEL, command.said_by)
    after = {"firm_agreed_on": command.agreed_on, "firm_agreed_how": command.how, "firm_said_by": said_by}
    return _agreed(need, job, Side.FIRM, after, context)


def _agreed(need: Need, job: Job, side: Side, after: Mapping[str, Any], context: Context) -> Decided:
    field = f"{side.value}_agreed_on"
    name = SIDE_NAMES[side]
    if getattr(job, field) is not None:
        return Refused((Problem("job_agreed_already", values={"side_zh": name.zh, "side_en": name.en}),))
    problems = judge_day(after[field], first=job.match.proposed_on, today=context.today, field="agreed_on")
    if problems:
        return Refused(problems)
    # The need stays as it is. With its state beside it a consent is not undone once somebody was taken on:
    # whoever thinks otherwise withdraws.
    as_it_is = Update(Need, need.id, need.id, {"state": need.state}, {"state": need.state}, subject=need.subject_id)
    return Accepted([_of_job(job, after), as_it_is], (need.place_code,), {"need": str(need.id)})


def _of_job(job: Job, after: Mapping[str, Any]) -> Update:
    before = {name: getattr(job, name) for name in after}
    return Update(Job, job.id, job.need_id, before, after, subject=job.subject_id)


def _withdrawn(command: WithdrawAgreement, need: Need, job: Job, context: Context) -> Decided:
    return _ended(need, job, Side(command.side), command.withdrawn_on, context)


def _ended(need: Need, job: Job, side: Side, on: date, context: Context) -> Decided:
    problems = judge_day(on, first=job.match.proposed_on, today=context.today, field="withdrawn_on")
    if problems:
        return Refused(problems)
    changes: list[Change] = [_of_job(job, {"withdrawn_on": on, "withdrawn_side": side.value})]
    after = MOVES.get((State(need.state), Step.WITHDRAW))
    if after is not None:
        changes.append(moved(need, {"state": after.value}))
    return Accepted(changes, (need.place_code,), {"need": str(need.id)})


def _by_code(commands: Sequence[_ByCode], context: Context) -> list[Decided]:
    codes = speaking(commands, context.using)
    needs, jobs = needs_by_id(commands, using=context.using), jobs_by_need(commands, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need, code = needs.get(command.need_id), codes.get(command.code_id)
        problems = judged_code(code, need, context)
        job = job_in_hand(need, jobs.get(command.need_id)) if need is not None else None
        if problems or need is None or job is None:
            outcomes.append(Refused(problems or (Problem("job_none"),)))
        elif isinstance(command, WithdrawByCode):
            outcomes.append(_ended(need, job, Side.PERSON, context.today, context))
        else:
            day = {"person_agreed_on": context.today, "person_agreed_by": PAPER, "person_agreed_how": PAPER}
            outcomes.append(_agreed(need, job, Side.PERSON, day, context))
    return outcomes
