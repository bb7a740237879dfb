"""The tables of this module, by what they are about."""

from xiuhua.groups.models.feeds import CalendarFeed
from xiuhua.groups.models.findings import Finding
from xiuhua.groups.models.groups import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.models.leave import Leave
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
from xiuhua.groups.models.rule_book import GroupRule, RuleVersion
from xiuhua.groups.models.tasks import Task
from xiuhua.groups.models.training import Course, CourseSeat, TrainingNeed
from xiuhua.groups.models.visits import Visit

__all__ = [
    "Attendance",
    "Ballot",
    "CalendarFeed",
    "Course",
    "CourseSeat",
    "Decision",
    "Finding",
    "GroupRule",
    "Invitation",
    "Leadership",
    "Leave",
    "Meeting",
    "MeetingSession",
    "Member",
    "Motion",
    "Pilot",
    "PilotLesson",
    "PilotQuestion",
    "PilotVillage",
    "Relation",
    "RuleVersion",
    "Task",
    "TrainingNeed",
    "Visit",
    "WorkGroup",
]
