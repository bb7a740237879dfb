"""A group plans a meeting, gives notice of it, closes or cancels it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_facts import MeetingFacts, places_of_meetings
from xiuhua.groups.commands.meeting_undoing import WHILE_IT_GOES_ON
from xiuhua.groups.commands.meeting_words import ASKED, Line, LongWords, Sealing, Words, lines
from xiuhua.groups.facts import acting, groups_by_id, places_of_groups, relations_of
from xiuhua.groups.models import Invitation, Meeting, MeetingSession, Member, WorkGroup
from xiuhua.groups.rules.attendance import turnout
from xiuhua.groups.rules.meetings import (
    MeetingKind,
    MeetingState,
    judge_notice,
    meeting_kinds,
    quorum,
    state_problem,
)
from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.policy import NoPolicy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged


class SessionAt(Value):
    """The day and the hour of a session."""

    id: UUID
    held_on: date
    starts: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class PlanMeeting(Command):
    """Plan a meeting of a group: its kind, convener, topic, sessions, and who is invited.

    Refused: 5001, 5003, 5040 for a kind that policy does not list, 5041 for a convener without a vote, 5045 for
    sessions at one time, 5046 for somebody who was no member that day, 5047 where a member who votes is left out.
    """

    code: ClassVar[str] = "groups.plan_meeting"
    label: ClassVar[Text] = Text("安排会议", "plan a meeting")

    group_id: UUID
    meeting_id: UUID
    kind: Annotated[str, Field(max_length=40), *ASKED["kind"]]
    convener_id: Annotated[UUID, *ASKED["convener"]]
    topic: Annotated[str, Field(min_length=1, max_length=200), Personal, *ASKED["topic"]]
    agenda: Annotated[tuple[Line, ...], Field(max_length=30), Personal, *ASKED["agenda"]] = ()
    venue: Annotated[str, Field(min_length=1, max_length=80), *ASKED["venue"]]
    sessions: Annotated[tuple[SessionAt, ...], Field(min_length=1, max_length=15), *ASKED["sessions"]]
    member_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=100), *ASKED["member_ids"]]
    guests: Annotated[tuple[Line, ...], Field(max_length=50), Personal, *ASKED["guests"]] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class GiveNotice(Command):
    """Say that notice of a meeting was given today. Fewer days than the kind asks for are asked about (5044).

    Refused: 5001, 5003, 5042, 5043 for another day than today, 5048 where the meeting has begun.
    """

    code: ClassVar[str] = "groups.give_notice"
    label: ClassVar[Text] = Text("发会议通知", "give notice of a meeting")

    meeting_id: UUID
    notice_on: Annotated[date, *ASKED["notice_on"]]
    notice_by: Annotated[Literal["paper", "telephone", "in_person", "notice_board"], *ASKED["notice_by"]]

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


class CloseMeeting(Command):
    """Close a meeting with what was done; one that puts motions and never had a quorum closes as not quorate.

    Refused: 5001, 5003, 5042, 5049 while the attendance of a session is not typed.
    """

    code: ClassVar[str] = "groups.close_meeting"
    label: ClassVar[Text] = Text("结束会议", "close a meeting")

    meeting_id: UUID
    summary: Annotated[LongWords, Field(min_length=1), *ASKED["summary"]]

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


class CancelMeeting(Command):
    """Cancel a meeting that was not held, with the reason. Refused: 5001, 5003, 5042."""

    code: ClassVar[str] = "groups.cancel_meeting"
    label: ClassVar[Text] = Text("取消会议", "cancel a meeting")

    meeting_id: UUID
    reason: Annotated[Words, Field(min_length=1), *ASKED["end_reason"]]

    def roots(self) -> tuple[UUID, ...]:
        """The meeting."""
        return (self.meeting_id,)


def meeting_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((GiveNotice, _notify), (CloseMeeting, _close), (CancelMeeting, _cancel))
    return (
        CommandType(PlanMeeting, _plan, places_of_groups, COMMANDS[PlanMeeting.code], root_model=WorkGroup, own=True),
        *(
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
        ),
    )


def _plan(commands: Sequence[PlanMeeting], context: Context) -> list[Decided]:
    groups = groups_by_id(commands, using=context.using)
    relations = relations_of(commands, using=context.using)
    rows = Member.objects.using(context.using).filter(group_id__in=groups).order_by("valid_from", "id")
    members: dict[UUID, list[Member]] = {}
    for row in rows:
        members.setdefault(row.group_id, []).append(row)
    sealing = Sealing(context, groups)
    outcomes: list[Decided] = []
    for command in commands:
        group = groups[command.group_id]
        problems = acting(group, relations[group.id], context)
        first = min(each.held_on for each in command.sessions)
        belonging = [
            each
            for each in members.get(group.id, ())
            if each.valid_from <= first and (each.valid_to is None or first < each.valid_to)
        ]
        problems = problems or _plan_problems(command, belonging, _kinds_on(first, group, context))
        if problems:
            outcomes.append(Refused(problems))
            continue
        sealing.begun(group.id)
        changes = list(_planned(command, group, belonging, sealing, context))
        outcomes.append(Accepted(changes, (group.place_code,), {"meeting": str(command.meeting_id)}, (group.id,)))
    return outcomes


def _kinds_on(day: date, group: WorkGroup, context: Context) -> Mapping[str, MeetingKind]:
    """Return the kinds of meetings of a day; none before policy listed any."""
    try:
        return meeting_kinds(context.policy, on=day, region=group.place_code)
    except NoPolicy:
        return {}


def _plan_problems(
    command: PlanMeeting, belonging: Sequence[Member], kinds: Mapping[str, MeetingKind]
) -> tuple[Problem, ...]:
    voting = {each.id for each in belonging if each.votes}
    invited, problems = set(command.member_ids), list[Problem]()
    kind = kinds.get(command.kind)
    if kind is None:
        problems.append(Problem("meeting_kind_unknown", "kind", {"given": command.kind}))
    if command.convener_id not in voting:
        problems.append(Problem("convener_without_vote", "convener_id"))
    if len({(each.held_on, each.starts) for each in command.sessions}) < len(command.sessions):
        problems.append(Problem("session_twice", "sessions"))
    if not invited <= {each.id for each in belonging}:
        problems.append(Problem("invited_no_member", "member_ids"))
    if kind is not None and kind.decides and not voting <= invited:
        problems.append(Problem("voter_left_out", "member_ids", {"n": len(voting - invited)}))
    return tuple(problems)


def _planned(
    command: PlanMeeting, group: WorkGroup, belonging: Sequence[Member], sealing: Sealing, context: Context
) -> Iterator[Change]:
    part = {"meeting_id": command.meeting_id, "group_id": group.id, "place_code": group.place_code}
    yield Insert(
        Meeting,
        {
            "id": command.meeting_id,
            "group_id": group.id,
            "place_code": group.place_code,
            "kind": command.kind,
            "convener_id": command.convener_id,
            "topic": sealing.sealed(group.id, "groups_meeting.topic", command.topic),
            "agenda": sealing.sealed(group.id, "groups_meeting.agenda", lines(command.agenda)),
            "venue": command.venue,
            "first_on": min(each.held_on for each in command.sessions),
            "state": MeetingState.PLANNED.value,
            "planned_on": context.today,
            "planned_by": context.actor.person_id,
            "notice_on": None,
            "notice_by": "",
            "ended_on": None,
            "ended_by": None,
            "summary": "",
            "end_reason": "",
        },
    )
    for session in command.sessions:
        times = {"id": session.id, "held_on": session.held_on, "starts": session.starts}
        yield Insert(MeetingSession, {**part, **times, "villagers": None, "named": "", "typed_on": None})
    invited = [each for each in belonging if each.id in set(command.member_ids)]
    for position, member in enumerate(sorted(invited, key=lambda each: not each.votes)):
        who = {"member_id": member.id, "name": "", "votes": member.votes, "position": position}
        yield Insert(Invitation, {"id": derived_id(command.id, "member", str(member.id)), **part, **who})
    for position, name in enumerate(command.guests, len(invited)):
        sealed = sealing.sealed(group.id, "groups_meeting_invitation.name", name)
        who = {"member_id": None, "name": sealed, "votes": False, "position": position}
        yield Insert(Invitation, {"id": derived_id(command.id, "guest", str(position)), **part, **who})


def _notify(commands: Sequence[GiveNotice], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    outcomes: list[Decided] = []
    for command in commands:
        meeting = facts.meetings[command.meeting_id]
        result = {"meeting": str(meeting.id), "asks": list[str]()}
        if meeting.notice_on == command.notice_on and meeting.notice_by == command.notice_by:
            outcomes.append(Unchanged(result))
            continue
        problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.PLANNED)
        decision = judge_notice(command.notice_on, meeting.first_on, today=context.today, kind=facts.kind(meeting))
        if problems or not decision.accepted:
            outcomes.append(Refused(problems or decision.problems))
            continue
        result["asks"] = [each.code for each in decision.problems]
        after = {"notice_on": command.notice_on, "notice_by": command.notice_by}
        outcomes.append(Accepted([meeting_changed(meeting, after)], (meeting.place_code,), result))
    return outcomes


def _close(commands: Sequence[CloseMeeting], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    return [_closed(command, facts, context) for command in commands]


def _closed(command: CloseMeeting, facts: MeetingFacts, context: Context) -> Decided:
    meeting = facts.meetings[command.meeting_id]
    ended = meeting.state in (MeetingState.CLOSED, MeetingState.NOT_QUORATE)
    if ended and facts.sealing.same(meeting.group_id, "groups_meeting.summary", meeting.summary, command.summary):
        return Unchanged({"meeting": str(meeting.id), "state": meeting.state})
    problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.HELD)
    sessions = facts.sessions[meeting.id]
    untyped = sum(each.typed_on is None for each in sessions)
    if not problems and untyped:
        problems = (Problem("session_untyped", values={"n": untyped}),)
    if problems:
        return Refused(problems)
    rule = quorum(context.policy, on=meeting.first_on, region=meeting.place_code)
    quorate = any(turnout(facts.invited[meeting.id], facts.present(each.id), rule).quorate for each in sessions)
    decides = facts.kind(meeting).decides
    state = MeetingState.CLOSED if quorate or not decides else MeetingState.NOT_QUORATE
    summary = facts.sealing.sealed(meeting.group_id, "groups_meeting.summary", command.summary)
    return _ended(meeting, {"state": state.value, "summary": summary}, context)


def _cancel(commands: Sequence[CancelMeeting], context: Context) -> list[Decided]:
    facts = MeetingFacts(commands, context)
    outcomes: list[Decided] = []
    for command in commands:
        meeting, column = facts.meetings[command.meeting_id], "groups_meeting.end_reason"
        same = facts.sealing.same(meeting.group_id, column, meeting.end_reason, command.reason)
        if meeting.state == MeetingState.CANCELLED and same:
            outcomes.append(Unchanged({"meeting": str(meeting.id), "state": meeting.state}))
            continue
        problems = facts.may(meeting) or state_problem(meeting.state, MeetingState.PLANNED)
        if problems:
            outcomes.append(Refused(problems))
            continue
        reason = facts.sealing.sealed(meeting.group_id, column, command.reason)
        outcomes.append(_ended(meeting, {"state": MeetingState.CANCELLED.value, "end_reason": reason}, context))
    return outcomes


def _ended(meeting: Meeting, after: Mapping[str, object], context: Context) -> Accepted:
    who = {"ended_on": context.today, "ended_by": context.actor.person_id}
    result = {"meeting": str(meeting.id), "state": str(after["state"])}
    return Accepted([meeting_changed(meeting, {**after, **who})], (meeting.place_code,), result)


def meeting_changed(meeting: Meeting, after: Mapping[str, object]) -> Update:
    """Return the change of what differs in a meeting."""
    changed = {name: value for name, value in after.items() if getattr(meeting, name) != value}
    before = {name: getattr(meeting, name) for name in changed}
    return Update(Meeting, meeting.id, meeting.id, before, changed, subject=meeting.group_id)
