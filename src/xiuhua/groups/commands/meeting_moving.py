"""A planned meeting is put to another time or place; notice of it has to be given again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_facts import MeetingFacts, places_of_meetings
from xiuhua.groups.commands.meeting_undoing import WHILE_IT_GOES_ON
from xiuhua.groups.commands.meeting_words import ASKED, Words
from xiuhua.groups.commands.meetings import SessionAt, meeting_changed
from xiuhua.groups.models import Invitation, Meeting, MeetingSession, Member
from xiuhua.groups.rules.meetings import At, MeetingState, judge_move, state_problem
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_REASON = "groups_meeting.move_reason"


class MoveMeeting(Command):
    """Put a planned meeting to another time or place, with the reason; notice is to be given again.

    Refused: 5001, 5003, 5042, 5045 for sessions at one time, 5066 for a day that is over, 5067 where sessions are
    missing or are not of this meeting, 5068 where somebody who votes on the new day is not invited.
    """

    code: ClassVar[str] = "groups.move_meeting"
    label: ClassVar[Text] = Text("会议改期", "move a meeting")

    meeting_id: UUID
    sessions: Annotated[tuple[SessionAt, ...], Field(min_length=1, max_length=15), *ASKED["sessions"]]
    venue: Annotated[str, Field(min_length=1, max_length=80), *ASKED["venue"]]
    reason: Annotated[Words, Field(min_length=1), *ASKED["move_reason"]]

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


def moving_types() -> tuple[CommandType, ...]:
    """Return the command type for the site's list."""
    access = COMMANDS[MoveMeeting.code]
    return (
        CommandType(
            MoveMeeting,
            _move,
            places_of_meetings,
            access,
            root_model=Meeting,
            own=True,
            undo_check=WHILE_IT_GOES_ON,
        ),
    )


def _move(commands: Sequence[MoveMeeting], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    voters = _Voters(facts, context)
    return [_moved(command, facts, voters, context) for command in commands]


def _moved(command: MoveMeeting, facts: MeetingFacts, voters: "_Voters", context: Context) -> Decided:
    meeting = facts.meetings[command.meeting_id]
    problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.PLANNED)
    if problems:
        return Refused(problems)
    before = {each.id: At(each.held_on, each.starts) for each in facts.sessions[meeting.id]}
    wanted = {each.id: At(each.held_on, each.starts) for each in command.sessions}
    result = {"meeting": str(meeting.id)}
    if wanted == before and command.venue == meeting.venue:
        return Unchanged(result)
    first = min(each.held_on for each in wanted.values())
    another_day = first != meeting.first_on
    left_out = voters.left_out(meeting, first) if another_day and facts.kind(meeting).decides else 0
    problems = judge_move(before, wanted, left_out=left_out, today=context.today)
    if problems:
        return Refused(problems)
    after = {
        "venue": command.venue,
        "first_on": first,
        "moved": meeting.moved + 1,
        "moved_on": context.today,
        "move_reason": facts.sealing.sealed(meeting.group_id, _REASON, command.reason),
        "notice_on": None,
        "notice_by": "",
    }
    changes = list(_put_off(meeting, before, wanted))
    return Accepted([meeting_changed(meeting, after), *changes], (meeting.place_code,), result)


def _put_off(meeting: Meeting, before: Mapping[UUID, At], wanted: Mapping[UUID, At]) -> Iterator[Change]:
    """Yield what changes of the day and the hour of each session."""
    for key, at in wanted.items():
        old, new = asdict(before[key]), asdict(at)
        after = {name: value for name, value in new.items() if old[name] != value}
        if after:
            was = {name: old[name] for name in after}
            yield Update(MeetingSession, key, meeting.id, was, after, subject=meeting.group_id)


class _Voters:
    """Who votes in the groups of some meetings, and who of them is invited."""

    def __init__(self, facts: MeetingFacts, context: Context) -> None:
        groups = {each.group_id for each in facts.meetings.values()}
        rows = Member.objects.using(context.using).filter(group_id__in=groups, votes=True)
        self._voting = list(rows.values_list("id", "group_id", "valid_from", "valid_to"))
        invited = Invitation.objects.using(context.using).filter(meeting_id__in=facts.meetings)
        self._invited = set(invited.values_list("meeting_id", "member_id"))

    def left_out(self, meeting: Meeting, on: date) -> int:
        """Return how many vote on a day and are not invited."""
        return sum(
            group == meeting.group_id and since <= on and (until is None or on < until)
            for member, group, since, until in self._voting
            if (meeting.id, member) not in self._invited
        )
