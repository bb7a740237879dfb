"""Tables of pilots: where something is tried first, what it is to answer, what came of it, whether it went further."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="id", personal=("review",))
class Pilot(models.Model):
    """Something that is tried in some villages of a place before it goes further. Each step has its day.

    ``reviewed_by`` and ``signed_by`` are two people; ``rolled_out_to`` is the place to which it was extended.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12, db_index=True)
    name = models.CharField(max_length=80)
    basis = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20)
    planned_on = models.DateField()
    started_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    reviewed_by = models.UUIDField(null=True)
    review = models.TextField(blank=True)
    signed_on = models.DateField(null=True)
    signed_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    rolled_out_on = models.DateField(null=True)
    rolled_out_to = KeyField(max_length=12, blank=True)
    roll_out_basis = models.CharField(max_length=200, blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_pilot"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="groups_pilot_signed", condition=Q(rolled_out_on__isnull=True) | Q(signed_on__isnull=False)
            ),
        ]


@journalled(root="pilot_id")
class PilotVillage(models.Model):
    """A village in which a pilot is tried."""

    id = models.UUIDField(primary_key=True)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="villages")
    place_code = KeyField(max_length=12)

    class Meta:
        db_table = "groups_pilot_village"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pilot", "place_code"], name="groups_pilot_village_once"),
        ]


@journalled(root="pilot_id", subject="pilot_id", personal=("question", "baseline", "answer"))
class PilotQuestion(models.Model):
    """What a pilot is to answer: how it was before the start, and what the review found."""

    id = models.UUIDField(primary_key=True)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="questions")
    place_code = KeyField(max_length=12)
    position = models.IntegerField()
    question = models.CharField(max_length=200)
    baseline = models.CharField(max_length=200)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "groups_pilot_question"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pilot", "position"], name="groups_pilot_question_position"),
        ]


@journalled(root="pilot_id", subject="pilot_id", personal=("lesson", "changes_rule"))
class PilotLesson(models.Model):
    """What a pilot taught, and which rule changes because of it."""

    id = models.UUIDField(primary_key=True)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="lessons")
    place_code = KeyField(max_length=12)
    position = models.IntegerField()
    lesson = models.CharField(max_length=400)
    changes_rule = models.CharField(max_length=200)

    class Meta:
        db_table = "groups_pilot_lesson"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pilot", "position"], name="groups_pilot_lesson_position"),
        ]
