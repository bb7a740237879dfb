"""Tables of training: what members say they need, courses, and who was invited, came and said what of it.

What is said in words can name anybody, so that it is sealed under the key of the group.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.groups.models.groups import Member, WorkGroup
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="group_id", sealed=("words",))
class TrainingNeed(models.Model):
    """That a member needs to learn something: ``told_by`` said so, ``words`` are those in which it was said.

    It is met on ``ended_on`` when the member says so after a course, or taken back by whoever said it.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    subject = models.CharField(max_length=40)
    words = models.TextField()
    since = models.DateField()
    wanted_by = models.DateField(null=True)
    told_on = models.DateField()
    told_by = models.UUIDField(null=True)
    state = models.CharField(max_length=20)
    ended_on = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_training_need"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "subject"], name="groups_training_need_open", condition=Q(state="open")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place_code", "state"], name="groups_training_need_place"),
            models.Index(fields=["account_id", "state"], name="groups_training_need_own"),
        ]


@journalled(root="id", subject="id", sealed=("teacher", "end_reason"))
class Course(models.Model):
    """A course for the members of the groups of a place, from a day to a day, both included; ``hours`` are whole.

    ``teacher`` and ``end_reason`` are sealed under the course's own key. ``ended_on`` is when it was recorded or
    cancelled.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    title = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField()
    hours = models.IntegerField()
    venue = models.CharField(max_length=80)
    organiser_id = models.UUIDField()
    teacher = models.TextField(blank=True)
    state = models.CharField(max_length=20)
    planned_on = models.DateField()
    planned_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.TextField(blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_course"
        constraints: ClassVar = [
            models.CheckConstraint(name="groups_course_days", condition=Q(last_on__gte=F("first_on"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place_code", "first_on"], name="groups_course_place"),
            models.Index(fields=["state", "last_on"], name="groups_course_state"),
        ]


@journalled(root="course_id", subject="group_id", sealed=("reason", "useful", "still_wanted"))
class CourseSeat(models.Model):
    """A member at a course: which need it answers, whether the member came, and what the member says of it.

    ``invited`` is false for who came without an invitation. ``came`` is blank before it is recorded, ``enough`` is
    ``None`` before the member has said whether it was.
    """

    id = models.UUIDField(primary_key=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="seats")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    need = models.ForeignKey(TrainingNeed, models.PROTECT, null=True, related_name="seats")
    account_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    invited = models.BooleanField()
    came = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    enough = models.BooleanField(null=True)
    useful = models.TextField(blank=True)
    still_wanted = models.TextField(blank=True)
    said_on = models.DateField(null=True)

    class Meta:
        db_table = "groups_course_seat"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "member"], name="groups_course_seat_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account_id", "came"], name="groups_course_seat_own"),
            models.Index(fields=["place_code", "course"], name="groups_course_seat_place"),
        ]
