"""Introduce somebody to a firm on paper, once both sides agree: journalled, kept nowhere."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.facts import needs_by_id, places_of_needs
from xiuhua.needs.job_facts import job_in_hand, jobs_by_need
from xiuhua.needs.models import Job, Letter, Need
from xiuhua.needs.rules.jobs import judge_agreed
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.rules.reveals import shown_for


class MakeLetter(Command):
    """Make a letter of introduction for the person to take along; nothing is typed for it. Refused: 5412, 5419.

    Like a look it stays visible on the household's page, and cannot be undone.
    """

    code: ClassVar[str] = "needs.make_letter"
    label: ClassVar[Text] = Text("开介绍信", "make a letter of introduction")

    need_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def letter_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    access = COMMANDS[MakeLetter.code]
    return (CommandType(MakeLetter, _make, places_of_needs, access, root_model=Need, undoable=False),)


def _make(commands: Sequence[MakeLetter], context: Context) -> list[Decided]:
    needs, jobs = needs_by_id(commands, using=context.using), jobs_by_need(commands, using=context.using)
    return [_made(each, needs[each.need_id], jobs.get(each.need_id), context) for each in commands]


def _made(command: MakeLetter, need: Need, job: Job | None, context: Context) -> Decided:
    job = job_in_hand(need, job)
    if job is None:
        return Refused((Problem("job_none"),))
    problems = judge_agreed(job)
    if problems:
        return Refused(problems)
    post = context.actor.post_in(need.place_code, COMMANDS[MakeLetter.code].roles)
    values = {
        "id": command.id,
        "need_id": need.id,
        "match_id": job.match_id,
        "subject_id": need.subject_id,
        "place_code": need.place_code,
        "number": f"{context.today:%Y%m%d}-{command.id.hex[-8:].upper()}",
        "made_by": context.actor.person_id,
        "post": post.id if post else None,
        "made_at": context.received_at,
        "open_until": context.received_at + shown_for(context.policy, on=context.today, region=need.place_code),
    }
    return Accepted([Insert(Letter, values)], (need.place_code,), {"letter": str(command.id)})
