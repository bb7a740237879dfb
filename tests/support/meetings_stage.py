"""Meetings of the group on the stage, through commands only."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from support.groups_stage import established, led, organisations, six_channels
from support.stage import TODAY, done, fresh
from xiuhua.groups.commands.leave import AskLeave, DecideLeave
from xiuhua.groups.commands.meeting_votes import PersonCame, PersonVoted, PutMotion, RecordDecision, TypeAttendance
from xiuhua.groups.commands.meetings import CloseMeeting, GiveNotice, PlanMeeting, SessionAt
from xiuhua.groups.models import Invitation

VOTING = ("first", "resident", "graduate", "branch")
ATTENDING = ("charge", "villager")


class Team:
    """A group with its six people, four of whom vote."""

    def __init__(self) -> None:
        organisations()
        self.group = established()
        self.members: Mapping[str, UUID] = six_channels(self.group)
        led(self.group, self.members["first"])

    def planning(self, *, days: Sequence[date] = (TODAY,), **more: Any) -> PlanMeeting:
        """Return the command that plans a meeting to which everybody is invited."""
        values = {
            "id": fresh(),
            "group_id": self.group,
            "meeting_id": fresh(),
            "kind": "group",
            "convener_id": self.members["first"],
            "topic": "村里路口装反光镜",
            "agenda": ("看现场", "表决"),
            "venue": "村委会会议室",
            "sessions": tuple(SessionAt(id=fresh(), held_on=day, starts="09:00") for day in days),
            "member_ids": tuple(self.members.values()),
            **more,
        }
        return PlanMeeting(**values)

    def away(self, login: str, first: date = TODAY, last: date = TODAY) -> UUID:
        """Let a member have leave that the township approved."""
        days = {"first_on": first, "last_on": last, "reason": "陪家里人看病"}
        asking = AskLeave(id=fresh(), group_id=self.group, leave_id=fresh(), member_id=self.members[login], **days)
        done(asking, login)
        done(
            DecideLeave(id=fresh(), group_id=self.group, leave_id=asking.leave_id, approved=True, answer=""), "township"
        )
        return asking.leave_id

    def planned(self, by: str = "leader", **more: Any) -> "Planned":
        """Plan a meeting."""
        command = self.planning(**more)
        done(command, by)
        return Planned(self, command)


class Planned:
    """A meeting that was planned, with its people by login."""

    def __init__(self, team: Team, command: PlanMeeting) -> None:
        self.id = command.meeting_id
        self.sessions = tuple(each.id for each in command.sessions)
        logins = {member: login for login, member in team.members.items()}
        rows = Invitation.objects.filter(meeting_id=self.id).values_list("id", "member_id")
        self.people: Mapping[str, UUID] = {logins[member] if member else "guest": person for person, member in rows}

    def typing(
        self,
        *came: str,
        session: int = 0,
        excused: Mapping[str, str] | None = None,
        back: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Any:
        """Return the command that types who came; the others did not come, or are excused with a reason.

        Whoever is ``back`` came although leave was approved, with the reason.
        """
        reasons, came = {**(excused or {}), **(back or {})}, (*came, *(back or {}))
        answers = tuple(
            PersonCame(
                person_id=person,
                came="present" if login in came else "excused" if login in reasons else "absent",
                reason=reasons.get(login, ""),
            )
            for login, person in self.people.items()
        )
        values = {"answers": answers, **more}
        return TypeAttendance(id=fresh(), meeting_id=self.id, session_id=self.sessions[session], **values)

    def putting(self, votes: Mapping[str, str], *, session: int = 0, **more: Any) -> PutMotion:
        """Return the command that records a motion with votes by login; words follow the vote after a colon."""
        ballots = tuple(
            PersonVoted(person_id=self.people[login], vote=vote.partition(":")[0], words=vote.partition(":")[2])
            for login, vote in votes.items()
        )
        values = {"motion_id": fresh(), "text": "在三个路口装反光镜", "ballots": ballots, **more}
        return PutMotion(id=fresh(), meeting_id=self.id, session_id=self.sessions[session], **values)

    def deciding(self, motion_id: UUID, member_id: UUID, **more: Any) -> RecordDecision:
        """Return the command that records what a motion leads to."""
        values = {
            "decision_id": fresh(),
            "text": "采购并安装三面反光镜",
            "due_on": TODAY + timedelta(days=30),
            "done_means": "三个路口都装好了",
            **more,
        }
        return RecordDecision(id=fresh(), meeting_id=self.id, motion_id=motion_id, member_id=member_id, **values)

    def closing(self, summary: str = "讨论了安全问题") -> CloseMeeting:
        """Return the command that closes the meeting."""
        return CloseMeeting(id=fresh(), meeting_id=self.id, summary=summary)

    def noticing(self, on: date = TODAY) -> GiveNotice:
        """Return the command that gives notice."""
        return GiveNotice(id=fresh(), meeting_id=self.id, notice_on=on, notice_by="telephone")
