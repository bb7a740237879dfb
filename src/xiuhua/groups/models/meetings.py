"""Tables of meetings: who was invited, when, who came, what was put to the vote, what was decided.

What is said in words can name anybody, so that it is sealed under the key of the group.
"""

from typing import ClassVar

from django.db import models

from xiuhua.groups.models.groups import Member, WorkGroup
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="group_id", sealed=("topic", "agenda", "summary", "end_reason", "move_reason"))
class Meeting(models.Model):
    """A meeting of a group. ``agenda`` has an item a line; ``first_on`` is the day of the first session.

    ``moved`` counts how often it was put to another time or place, the last time on ``moved_on``.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="meetings")
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=40)
    convener = models.ForeignKey(Member, models.PROTECT, related_name="+")
    topic = models.TextField()
    agenda = models.TextField(blank=True)
    venue = models.CharField(max_length=80)
    first_on = models.DateField()
    state = models.CharField(max_length=20)
    planned_on = models.DateField()
    planned_by = models.UUIDField(null=True)
    notice_on = models.DateField(null=True)
    notice_by = models.CharField(max_length=20, blank=True)
    moved = models.IntegerField(default=0)
    moved_on = models.DateField(null=True, default=None)
    move_reason = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)
    summary = models.TextField(blank=True)
    end_reason = models.TextField(blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_meeting"
        indexes: ClassVar = [
            models.Index(fields=["group", "first_on"], name="groups_meeting_group"),
            models.Index(fields=["place_code", "state", "first_on"], name="groups_meeting_place"),
        ]


@journalled(root="meeting_id", subject="group_id", sealed=("named",))
class MeetingSession(models.Model):
    """One day of a meeting. ``villagers`` came who are no members, ``named`` those who want to be named, one a line."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sessions")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    held_on = models.DateField()
    starts = models.CharField(max_length=5)
    villagers = models.IntegerField(null=True)
    named = models.TextField(blank=True)
    typed_on = models.DateField(null=True)

    class Meta:
        db_table = "groups_meeting_session"


@journalled(root="meeting_id", subject="group_id", sealed=("name",))
class Invitation(models.Model):
    """Somebody who was invited: a member, with the right to vote of that day, or a guest by name."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invited")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    name = models.TextField(blank=True)
    votes = models.BooleanField()
    position = models.IntegerField()

    class Meta:
        db_table = "groups_meeting_invitation"


@journalled(root="meeting_id", subject="group_id", sealed=("reason",))
class Attendance(models.Model):
    """Whether somebody came to a session, as the signed list says."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    session = models.ForeignKey(MeetingSession, models.PROTECT, related_name="+")
    person = models.ForeignKey(Invitation, models.PROTECT, related_name="+")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    came = models.CharField(max_length=12)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "groups_attendance"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="groups_attendance_once"),
        ]


@journalled(root="meeting_id", subject="group_id", sealed=("text",))
class Motion(models.Model):
    """What was put to the vote in a session."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="motions")
    session = models.ForeignKey(MeetingSession, models.PROTECT, related_name="+")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    position = models.IntegerField()
    text = models.TextField()

    class Meta:
        db_table = "groups_motion"


@journalled(root="meeting_id", subject="group_id", sealed=("words",))
class Ballot(models.Model):
    """The vote of one member on a motion; ``words`` are those of whoever was against, or wanted something said."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ballots")
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="+")
    person = models.ForeignKey(Invitation, models.PROTECT, related_name="+")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    vote = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "groups_ballot"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "person"], name="groups_ballot_once"),
        ]


@journalled(root="meeting_id", subject="group_id", sealed=("text", "done_means"))
class Decision(models.Model):
    """What a carried motion leads to: what is done, who does it, by when, and what done means."""

    id = models.UUIDField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="+")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    place_code = KeyField(max_length=12)
    text = models.TextField()
    due_on = models.DateField()
    done_means = models.TextField()

    class Meta:
        db_table = "groups_decision"
