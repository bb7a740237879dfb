"""What the handlers of meetings read before they decide: each kind once for a whole list of commands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Protocol
from uuid import UUID

from xiuhua.groups.commands.meeting_words import Sealing
from xiuhua.groups.facts import Places, acting
from xiuhua.groups.models import (
    Attendance,
    Ballot,
    Decision,
    Invitation,
    Leave,
    Meeting,
    MeetingSession,
    Member,
    Motion,
    Relation,
)
from xiuhua.groups.rules.attendance import Invited, Vote, tally, turnout
from xiuhua.groups.rules.leave import LeaveState, is_away
from xiuhua.groups.rules.meetings import Came, MeetingKind, meeting_kinds, quorum
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.contract import Context


class OfMeeting(Protocol):
    """A command about one meeting."""

    @property
    def meeting_id(self) -> UUID:
        """The meeting's id."""


def places_of_meetings(commands: Sequence[OfMeeting]) -> Places:
    """Return the village of each meeting."""
    codes = dict(Meeting.objects.filter(id__in={each.meeting_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.meeting_id],) if each.meeting_id in codes else None for each in commands]


class MeetingFacts:
    """What a list of commands about meetings needs."""

    def __init__(self, commands: Sequence[OfMeeting], context: Context) -> None:
        self._context = context
        using, ids = context.using, {each.meeting_id for each in commands}
        self.meetings: Mapping[UUID, Meeting] = Meeting.objects.using(using).select_related("group").in_bulk(ids)
        groups = {each.group_id for each in self.meetings.values()}
        self.sealing = Sealing(context, groups)
        self._relations: defaultdict[UUID, list[Relation]] = defaultdict(list)
        for relation in Relation.objects.using(using).filter(group_id__in=groups):
            self._relations[relation.group_id].append(relation)
        self.sessions: defaultdict[UUID, list[MeetingSession]] = defaultdict(list)
        for session in MeetingSession.objects.using(using).filter(meeting_id__in=ids).order_by("held_on", "starts"):
            self.sessions[session.meeting_id].append(session)
        self.invited: defaultdict[UUID, list[Invited]] = defaultdict(list)
        self._member_of: dict[UUID, UUID | None] = {}
        for person in Invitation.objects.using(using).filter(meeting_id__in=ids).order_by("position"):
            self.invited[person.meeting_id].append(Invited(person.id, person.votes, person.member_id is None))
            self._member_of[person.id] = person.member_id
        self.attendance: defaultdict[UUID, dict[UUID, Attendance]] = defaultdict(dict)
        for row in Attendance.objects.using(using).filter(meeting_id__in=ids):
            self.attendance[row.session_id][row.person_id] = row
        self.motions: defaultdict[UUID, list[Motion]] = defaultdict(list)
        for motion in Motion.objects.using(using).filter(meeting_id__in=ids).order_by("position"):
            self.motions[motion.meeting_id].append(motion)
        self.ballots: defaultdict[UUID, list[Ballot]] = defaultdict(list)
        for ballot in Ballot.objects.using(using).filter(meeting_id__in=ids):
            self.ballots[ballot.motion_id].append(ballot)

    def may(self, meeting: Meeting) -> tuple[Problem, ...]:
        """Return why the actor may not act in the group of a meeting, or nothing."""
        return acting(meeting.group, self._relations[meeting.group_id], self._context)

    def kind(self, meeting: Meeting) -> MeetingKind:
        """Return the kind of a meeting, as policy had it on its first day."""
        listed = meeting_kinds(self._context.policy, on=meeting.first_on, region=meeting.place_code)
        return listed[meeting.kind]

    def session(self, meeting: Meeting, session_id: UUID) -> MeetingSession | None:
        """Return one of the meeting's sessions."""
        return next((each for each in self.sessions[meeting.id] if each.id == session_id), None)

    @cached_property
    def _leaves(self) -> Sequence[Leave]:
        approved = Leave.objects.using(self._context.using).filter(state=LeaveState.APPROVED.value)
        return list(approved.filter(group_id__in={each.group_id for each in self.meetings.values()}))

    def away(self, session: MeetingSession) -> set[UUID]:
        """Return who of those invited has approved leave on the day of a session."""
        members = {leave.member_id for leave in self._leaves if is_away(leave, session.held_on)}
        return {each.id for each in self.invited[session.meeting_id] if self._member_of[each.id] in members}

    def present(self, session_id: UUID) -> set[UUID]:
        """Return who came to a session."""
        return {person for person, row in self.attendance[session_id].items() if row.came == Came.PRESENT}

    def carried(self, motion: Motion) -> tuple[bool, date]:
        """Return whether a motion was carried, by the policy of the day of its session, and that day."""
        meeting = self.meetings[motion.meeting_id]
        held_on = next(each.held_on for each in self.sessions[meeting.id] if each.id == motion.session_id)
        rule = quorum(self._context.policy, on=held_on, region=meeting.place_code)
        there = turnout(self.invited[meeting.id], self.present(motion.session_id), rule)
        return tally((Vote(each.vote) for each in self.ballots[motion.id]), there, rule).carried, held_on


def decisions_of(motions: Iterable[UUID], *, using: str) -> Counter[UUID]:
    """Return how many decisions each motion has led to."""
    return Counter(Decision.objects.using(using).filter(motion_id__in=set(motions)).values_list("motion_id", flat=True))


def members_by_id(ids: Iterable[UUID], *, using: str) -> Mapping[UUID, Member]:
    """Return the memberships that commands name."""
    return Member.objects.using(using).in_bulk(set(ids))
