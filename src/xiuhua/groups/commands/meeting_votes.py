"""Who came to a session, what was put to the vote, and what was decided."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_facts import MeetingFacts, decisions_of, members_by_id, places_of_meetings
from xiuhua.groups.commands.meeting_undoing import WHILE_IT_GOES_ON
from xiuhua.groups.commands.meeting_words import ASKED, Line, LongWords, Words, lines
from xiuhua.groups.commands.tasks import Given, begun
from xiuhua.groups.models import Attendance, Ballot, Decision, Meeting, MeetingSession, Motion
from xiuhua.groups.rules.attendance import Answer, attendance_problems, ballot_problems, turnout
from xiuhua.groups.rules.meetings import Came, MeetingState, quorum, since_problem, state_problem, task_of_decision
from xiuhua.groups.rules.tasks import CameFrom
from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_NAMED = "groups_meeting_session.named"
_REASON = "groups_attendance.reason"


class PersonCame(Value):
    """Whether somebody who was invited came; whoever is excused has a reason, and whoever came in spite of leave."""

    person_id: UUID
    came: Annotated[Literal["present", "excused", "absent"], *ASKED["came"]]
    reason: Annotated[Words, *ASKED["reason"]] = ""


class TypeAttendance(Command):
    """Type who came to a session from the signed list; typing it again corrects it.

    Refused: 5001, 5003, 5042, 5050–5056: nobody is taken to have come, an excuse has its reason, the day has come, and
    whoever has voted was there. 5069: somebody whose leave of that day was approved came, and no reason says why.
    """

    code: ClassVar[str] = "groups.type_attendance"
    label: ClassVar[Text] = Text("录入到会情况", "type who came")

    meeting_id: UUID
    session_id: UUID
    answers: Annotated[tuple[PersonCame, ...], Field(max_length=200), *ASKED["answers"]]
    villagers: Annotated[int | None, Field(ge=0, le=5000), *ASKED["villagers"]] = None
    named: Annotated[tuple[Line, ...], Field(max_length=300), Personal, *ASKED["named"]] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


class PersonVoted(Value):
    """The vote of one member, with the words of whoever wants them kept."""

    person_id: UUID
    vote: Annotated[Literal["for", "against", "abstain"], *ASKED["vote"]]
    words: Annotated[Words, *ASKED["words"]] = ""


class PutMotion(Command):
    """Record a motion with the vote of each member there who votes. Without a quorum it decides nothing (5061).

    Refused: 5001, 5003, 5042, 5049, 5057–5060, 5062 for a kind of meeting that puts no motions, 5065 where others put
    one since.
    """

    code: ClassVar[str] = "groups.put_motion"
    label: ClassVar[Text] = Text("记录表决", "record a motion")

    meeting_id: UUID
    motion_id: UUID
    session_id: UUID
    text: Annotated[LongWords, Field(min_length=1), *ASKED["motion"]]
    ballots: Annotated[tuple[PersonVoted, ...], Field(max_length=100), *ASKED["vote"]]
    known: Annotated[int | None, Field(ge=0), *ASKED["known"]] = None

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


class RecordDecision(Command):
    """Record what a carried motion leads to: what, who, by when, and what done means. It becomes a task at once.

    Refused: 5001, 5003, 5042, 5046 for somebody who is no member, 5063 for a motion that was not carried, 5064 for a
    day before the meeting, 5065 where others recorded one of this motion since.
    """

    code: ClassVar[str] = "groups.record_decision"
    label: ClassVar[Text] = Text("记录决定", "record a decision")

    meeting_id: UUID
    motion_id: UUID
    decision_id: UUID
    text: Annotated[LongWords, Field(min_length=1), *ASKED["text"]]
    member_id: Annotated[UUID, *ASKED["member"]]
    due_on: Annotated[date, *ASKED["due_on"]]
    done_means: Annotated[Words, Field(min_length=1), *ASKED["done_means"]]
    known: Annotated[int | None, Field(ge=0), *ASKED["known"]] = None

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


def vote_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((TypeAttendance, _type), (PutMotion, _put), (RecordDecision, _record))
    return tuple(
        CommandType(
            command,
            handler,
            places_of_meetings,
            COMMANDS[command.code],
            root_model=Meeting,
            own=True,
            undo_check=WHILE_IT_GOES_ON,
        )
        for command, handler in handlers
    )


def _type(commands: Sequence[TypeAttendance], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    return [_typed(command, facts, context) for command in commands]


def _typed(command: TypeAttendance, facts: MeetingFacts, context: Context) -> Decided:
    meeting = facts.meetings[command.meeting_id]
    session = facts.session(meeting, command.session_id)
    if session is None:
        return Refused((Problem("not_found", "session_id"),))
    problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.PLANNED, MeetingState.HELD)
    if problems:
        return Refused(problems)
    answers = [Answer(each.person_id, Came(each.came), each.reason) for each in command.answers]
    voted = {
        ballot.person_id
        for motion in facts.motions[meeting.id]
        if motion.session_id == session.id
        for ballot in facts.ballots[motion.id]
    }
    away = facts.away(session)
    problems = (
        *(_not_yet(session, context)),
        *attendance_problems(facts.invited[meeting.id], answers, voted=voted, away=away),
        *_villager_problems(command, villagers=facts.kind(meeting).villagers),
    )
    if problems:
        return Refused(problems)
    changes = list(_came(command, meeting, session, facts, away))
    changes += _session_typed(command, meeting, session, facts, context)
    if not changes:
        return Unchanged({"meeting": str(meeting.id)})
    if meeting.state == MeetingState.PLANNED:
        before, after = {"state": meeting.state}, {"state": MeetingState.HELD.value}
        changes.append(Update(Meeting, meeting.id, meeting.id, before, after, subject=meeting.group_id))
    return Accepted(changes, (meeting.place_code,), {"meeting": str(meeting.id)})


def _not_yet(session: MeetingSession, context: Context) -> tuple[Problem, ...]:
    if session.held_on <= context.today:
        return ()
    return (Problem("session_not_yet", values={"day": session.held_on.isoformat()}),)


def _villager_problems(command: TypeAttendance, *, villagers: bool) -> tuple[Problem, ...]:
    if not villagers:
        return (Problem("villagers_not_asked", "villagers"),) if command.villagers or command.named else ()
    if command.villagers is None or len(command.named) > command.villagers:
        return (Problem("villagers_uncounted", "villagers", {"n": len(command.named)}),)
    return ()


def _came(
    command: TypeAttendance, meeting: Meeting, session: MeetingSession, facts: MeetingFacts, away: Collection[UUID]
) -> Iterator[Change]:
    known = facts.attendance[session.id]
    for each in command.answers:
        explained = each.came == Came.EXCUSED or (each.came == Came.PRESENT and each.person_id in away)
        reason = each.reason if explained else ""
        row = known.get(each.person_id)
        if row is None:
            values = {
                "id": derived_id(session.id, "came", str(each.person_id)),
                "meeting_id": meeting.id,
                "session_id": session.id,
                "person_id": each.person_id,
                "group_id": meeting.group_id,
                "place_code": meeting.place_code,
                "came": each.came,
                "reason": facts.sealing.sealed(meeting.group_id, _REASON, reason),
            }
            yield Insert(Attendance, values)
            continue
        after: dict[str, Any] = {"came": each.came} if row.came != each.came else {}
        if not facts.sealing.same(meeting.group_id, _REASON, row.reason, reason):
            after["reason"] = facts.sealing.sealed(meeting.group_id, _REASON, reason)
        if after:
            before = {name: getattr(row, name) for name in after}
            yield Update(Attendance, row.id, meeting.id, before, after, subject=meeting.group_id)


def _session_typed(
    command: TypeAttendance, meeting: Meeting, session: MeetingSession, facts: MeetingFacts, context: Context
) -> Iterator[Change]:
    named = lines(command.named)
    after: dict[str, Any] = {}
    if session.typed_on is None:
        after["typed_on"] = context.today
    if session.villagers != command.villagers:
        after["villagers"] = command.villagers
    if not facts.sealing.same(meeting.group_id, _NAMED, session.named, named):
        after["named"] = facts.sealing.sealed(meeting.group_id, _NAMED, named)
    if after:
        before = {name: getattr(session, name) for name in after}
        yield Update(MeetingSession, session.id, meeting.id, before, after, subject=meeting.group_id)


def _put(commands: Sequence[PutMotion], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    return [_moved(command, facts, context) for command in commands]


def _moved(command: PutMotion, facts: MeetingFacts, context: Context) -> Decided:
    meeting = facts.meetings[command.meeting_id]
    session = facts.session(meeting, command.session_id)
    if session is None:
        return Refused((Problem("not_found", "session_id"),))
    problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.HELD)
    if not problems and not facts.kind(meeting).decides:
        problems = (Problem("meeting_decides_nothing"),)
    if not problems and session.typed_on is None:
        problems = (Problem("session_untyped", values={"n": 1}),)
    problems = problems or since_problem(command.known, len(facts.motions[meeting.id]))
    invited, present = facts.invited[meeting.id], facts.present(session.id)
    problems = problems or ballot_problems(invited, present, [each.person_id for each in command.ballots])
    if problems:
        return Refused(problems)
    part = {"meeting_id": meeting.id, "group_id": meeting.group_id, "place_code": meeting.place_code}
    motion = {
        "id": command.motion_id,
        **part,
        "session_id": session.id,
        "position": len(facts.motions[meeting.id]) + 1,
        "text": facts.sealing.sealed(meeting.group_id, "groups_motion.text", command.text),
    }
    changes: list[Change] = [Insert(Motion, motion)]
    for each in command.ballots:
        ballot = {
            "id": derived_id(command.motion_id, "ballot", str(each.person_id)),
            **part,
            "motion_id": command.motion_id,
            "person_id": each.person_id,
            "vote": each.vote,
            "words": facts.sealing.sealed(meeting.group_id, "groups_ballot.words", each.words),
        }
        changes.append(Insert(Ballot, ballot))
    rule = quorum(context.policy, on=session.held_on, region=meeting.place_code)
    asks = [] if turnout(invited, present, rule).quorate else ["motion_without_quorum"]
    return Accepted(changes, (meeting.place_code,), {"meeting": str(meeting.id), "asks": asks})


def _record(commands: Sequence[RecordDecision], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    members = members_by_id((command.member_id for command in commands), using=context.using)
    recorded = decisions_of((command.motion_id for command in commands), using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        meeting = facts.meetings[command.meeting_id]
        motion = next((each for each in facts.motions[meeting.id] if each.id == command.motion_id), None)
        if motion is None:
            outcomes.append(Refused((Problem("not_found", "motion_id"),)))
            continue
        problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.HELD)
        if not problems:
            problems = _decision_problems(command, motion, facts)
            problems = (*problems, *since_problem(command.known, recorded[motion.id]))
        member = members.get(command.member_id)
        present = member is not None and member.group_id == meeting.group_id and member.valid_to is None
        if not problems and not present:
            problems = (Problem("invited_no_member", "member_id"),)
        if problems or member is None:
            outcomes.append(Refused(problems))
            continue
        values = {
            "id": command.decision_id,
            "meeting_id": meeting.id,
            "motion_id": motion.id,
            "group_id": meeting.group_id,
            "member_id": command.member_id,
            "place_code": meeting.place_code,
            "text": facts.sealing.sealed(meeting.group_id, "groups_decision.text", command.text),
            "due_on": command.due_on,
            "done_means": facts.sealing.sealed(meeting.group_id, "groups_decision.done_means", command.done_means),
        }
        task = Given(
            id=task_of_decision(command.decision_id),
            group=meeting.group,
            what=command.text,
            owner_id=member.account_id,
            due=command.due_on,
            done_means=command.done_means,
            came_from=CameFrom.MEETING,
            from_id=meeting.id,
        )
        recorded[motion.id] += 1
        result = {"meeting": str(meeting.id), "decision": str(command.decision_id), "task": str(task.id)}
        outcomes.append(Accepted([Insert(Decision, values), begun(task, context)], (meeting.place_code,), result))
    return outcomes


def _decision_problems(command: RecordDecision, motion: Motion, facts: MeetingFacts) -> tuple[Problem, ...]:
    carried, held_on = facts.carried(motion)
    problems = () if carried else (Problem("motion_not_carried", "motion_id"),)
    if command.due_on < held_on:
        problems = (*problems, Problem("decision_due_early", "due_on", {"day": held_on.isoformat()}))
    return problems
