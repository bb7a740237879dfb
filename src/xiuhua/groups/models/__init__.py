"""The tables of this module, by what they are about."""

from xiuhua.groups.models.feeds import CalendarFeed
from xiuhua.groups.models.groups import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.models.meetings import (
    Attendance,
    Ballot,
    Decision,
    Invitation,
    Meeting,
    MeetingSession,
    Motion,
)
from xiuhua.groups.models.pilots import Pilot, PilotLesson, PilotQuestion, PilotVillage

__all__ = [
    "Attendance",
    "Ballot",
    "CalendarFeed",
    "Decision",
    "Invitation",
    "Leadership",
    "Meeting",
    "MeetingSession",
    "Member",
    "Motion",
    "Pilot",
    "PilotLesson",
    "PilotQuestion",
    "PilotVillage",
    "Relation",
    "WorkGroup",
]
