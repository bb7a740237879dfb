"""A meeting as its page shows it, with its minutes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.groups.access import COMMANDS, OF_THE_GROUP, QUERIES
from xiuhua.groups.models import (
    Attendance,
    Ballot,
    Decision,
    Invitation,
    Meeting,
    MeetingSession,
    Member,
    Motion,
    WorkGroup,
)
from xiuhua.groups.queries.groups import GROUPS
from xiuhua.groups.queries.meeting_records import (
    Answered,
    BallotLine,
    DecisionLine,
    MeetingPage,
    MotionLine,
    PersonLine,
    SessionLine,
)
from xiuhua.groups.queries.seen import relations_of, seen_group
from xiuhua.groups.rules.attendance import Invited, Vote, tally, turnout
from xiuhua.groups.rules.meetings import (
    CALLS,
    Came,
    MeetingKind,
    MeetingState,
    Quorum,
    judge_notice,
    meeting_kinds,
    quorum,
)
from xiuhua.groups.rules.relations import RELATION_NAMES, RelationKind, in_force
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import breadcrumb
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, keyring

MEETINGS = QUERIES["groups.meetings"]


class Opened:
    """Opens the sealed words of groups; what was erased is nothing."""

    def __init__(self, groups: Iterable[UUID]) -> None:
        self._keys: Keyring = keyring()
        self._keys.load(set(groups))

    def text(self, group_id: UUID, column: str, sealed: str) -> str:
        """Return what is sealed; ``column`` is ``table.column``."""
        if not sealed or group_id not in self._keys:
            return ""
        try:
            return self._keys.open(group_id, column, sealed)
        except KeyDestroyed:
            return ""

    def lines(self, group_id: UUID, column: str, sealed: str) -> tuple[str, ...]:
        """Return the lines of what is sealed."""
        return tuple(line for line in self.text(group_id, column, sealed).split("\n") if line)


def meeting_page(viewer: Actor, meeting_id: UUID, *, on: date) -> MeetingPage | None:
    """Return a meeting, or ``None`` where it is absent or outside; the same number of queries for every meeting."""
    row = within(Meeting.objects.filter(id=meeting_id), viewer, MEETINGS).select_related("group").first()
    if row is None:
        return None
    parts = _Parts(row)
    kind = kind_of(row, row.first_on)
    people, sessions = parts.people(), parts.sessions()
    return MeetingPage(
        id=row.id,
        group_id=row.group_id,
        group=row.group.name,
        place_code=row.place_code,
        places=breadcrumb(viewer, row.place_code),
        kind=kind,
        convener=parts.member_name(row.convener_id),
        topic=parts.opened.text(row.group_id, "groups_meeting.topic", row.topic),
        agenda=parts.opened.lines(row.group_id, "groups_meeting.agenda", row.agenda),
        venue=row.venue,
        state=MeetingState(row.state),
        planned_on=row.planned_on,
        notice_on=row.notice_on,
        notice_by=CALLS.get(row.notice_by),
        notice_short=_was_short(row, kind),
        moved_on=row.moved_on,
        move_reason=parts.opened.text(row.group_id, "groups_meeting.move_reason", row.move_reason),
        summary=parts.opened.text(row.group_id, "groups_meeting.summary", row.summary),
        end_reason=parts.opened.text(row.group_id, "groups_meeting.end_reason", row.end_reason),
        ended_on=row.ended_on,
        ended_by=parts.names.get(row.ended_by, "") if row.ended_by else "",
        people=people,
        sessions=sessions,
        motions=parts.motions(people, sessions),
        decisions=parts.decisions(),
        quorum=parts.rule,
        voting_due=sum(each.votes for each in people),
        may_act=may_keep(viewer, row.group, on=on),
        version=row.version,
    )


def may_keep(viewer: Actor, group: WorkGroup, *, on: date) -> Text | None:
    """Return why the viewer cannot keep the meetings of a group, or ``None``; one query."""
    entrusted = in_force(relations_of(group.id), RelationKind.ENTRUSTED, on)
    if group.valid_to is not None:
        return Text("小组已撤销", "the group was dissolved")
    access = COMMANDS["groups.plan_meeting"]
    if not reaches(viewer, access, group.place_code):
        return access.reason
    if entrusted or viewer.reaches(group.place_code, OF_THE_GROUP):
        return None
    name = RELATION_NAMES[RelationKind.ENTRUSTED]
    return Text(f"“{name.zh}”现在没有生效", f"“{name.en}” is not in force")


def may_plan(viewer: Actor, group_id: UUID, *, on: date) -> Text | None:
    """Return why the viewer cannot plan a meeting of a group, or ``None``."""
    group = seen_group(viewer, group_id, GROUPS)
    return Text("没有这个小组", "there is no such group") if group is None else may_keep(viewer, group, on=on)


class _Parts:
    """The rows of one meeting, each table once."""

    def __init__(self, row: Meeting) -> None:
        self._row = row
        self.opened = Opened([row.group_id])
        self._accounts = dict(Member.objects.filter(group_id=row.group_id).values_list("id", "account_id"))
        self.names: Mapping[UUID, str] = names_of_people([*self._accounts.values(), row.ended_by])
        self._invited: Sequence[Invitation] = list(Invitation.objects.filter(meeting_id=row.id).order_by("position"))
        self._sessions = list(MeetingSession.objects.filter(meeting_id=row.id).order_by("held_on", "starts", "id"))
        self._answers: defaultdict[UUID, dict[UUID, Answered]] = defaultdict(dict)
        for each in Attendance.objects.filter(meeting_id=row.id):
            reason = self._open("groups_attendance.reason", each.reason)
            self._answers[each.session_id][each.person_id] = Answered(Came(each.came), reason)
        self._motions = list(Motion.objects.filter(meeting_id=row.id).order_by("position", "id"))
        self._ballots: defaultdict[UUID, dict[UUID, Ballot]] = defaultdict(dict)
        for ballot in Ballot.objects.filter(meeting_id=row.id):
            self._ballots[ballot.motion_id][ballot.person_id] = ballot
        self._decisions = list(Decision.objects.filter(meeting_id=row.id).order_by("due_on", "id"))
        self.rule: Quorum = quorum(catalogue.policy(), on=row.first_on, region=row.place_code)

    def _open(self, column: str, sealed: str) -> str:
        return self.opened.text(self._row.group_id, column, sealed)

    def member_name(self, member_id: UUID) -> str:
        """Return the name of a member, past ones included."""
        account = self._accounts.get(member_id)
        return self.names.get(account, "") if account else ""

    def people(self) -> tuple[PersonLine, ...]:
        """Return who was invited, those who vote first."""
        return tuple(
            PersonLine(
                each.id,
                self.member_name(each.member_id)
                if each.member_id
                else self._open("groups_meeting_invitation.name", each.name),
                each.votes,
                each.member_id is None,
                each.member_id,
            )
            for each in self._invited
        )

    def sessions(self) -> tuple[SessionLine, ...]:
        """Return the sessions in order, with who came."""
        invited = [Invited(each.id, each.votes, each.member_id is None) for each in self._invited]
        return tuple(
            SessionLine(
                id=each.id,
                held_on=each.held_on,
                starts=each.starts,
                villagers=each.villagers,
                named=self.opened.lines(self._row.group_id, "groups_meeting_session.named", each.named),
                typed_on=each.typed_on,
                answers=self._answers[each.id],
                turnout=turnout(invited, self._present(each.id), self.rule),
            )
            for each in self._sessions
        )

    def _present(self, session_id: UUID) -> list[UUID]:
        return [person for person, answer in self._answers[session_id].items() if answer.came is Came.PRESENT]

    def motions(self, people: Sequence[PersonLine], sessions: Sequence[SessionLine]) -> tuple[MotionLine, ...]:
        """Return the motions with their votes, in the order of the list of those invited."""
        at = {each.id: each for each in sessions}
        return tuple(
            MotionLine(
                id=each.id,
                position=each.position,
                text=self._open("groups_motion.text", each.text),
                session=at[each.session_id],
                ballots=tuple(self._ballot_lines(each, people)),
                tally=tally(
                    [Vote(ballot.vote) for ballot in self._ballots[each.id].values()],
                    at[each.session_id].turnout,
                    self.rule,
                ),
            )
            for each in self._motions
        )

    def _ballot_lines(self, motion: Motion, people: Sequence[PersonLine]) -> Iterable[BallotLine]:
        ballots = self._ballots[motion.id]
        for person in people:
            if person.id in ballots:
                ballot = ballots[person.id]
                yield BallotLine(person.name, Vote(ballot.vote), self._open("groups_ballot.words", ballot.words))

    def decisions(self) -> tuple[DecisionLine, ...]:
        """Return what was decided, the first due first."""
        return tuple(
            DecisionLine(
                id=each.id,
                motion_id=each.motion_id,
                text=self._open("groups_decision.text", each.text),
                member_id=each.member_id,
                account_id=self._accounts[each.member_id],
                who=self.member_name(each.member_id),
                due_on=each.due_on,
                done_means=self._open("groups_decision.done_means", each.done_means),
            )
            for each in self._decisions
        )


def kind_of(row: Any, on: date) -> MeetingKind:
    """Return the kind of a meeting; one that policy of the day does not list any more keeps its code as its name."""
    listed = meeting_kinds(catalogue.policy(), on=on, region=row.place_code)
    return listed.get(row.kind) or MeetingKind(row.kind, Text(row.kind, row.kind), 0, decides=False, villagers=False)


def _was_short(row: Meeting, kind: MeetingKind) -> bool:
    if row.notice_on is None:
        return False
    return bool(judge_notice(row.notice_on, row.first_on, today=row.notice_on, kind=kind).problems)
