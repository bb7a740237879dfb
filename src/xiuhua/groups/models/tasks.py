"""The table of tasks of a group."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.groups.models.groups import WorkGroup
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled

SEALED = ("what", "done_means", "result", "missing", "words", "said_by", "reason")


@journalled(root="id", subject="subject_id", sealed=SEALED)
class Task(models.Model):
    """What is to be done, by whom, until when, for whom, and what came of it.

    Its texts can name people: they are sealed under the key of the household that it is for, else of the group;
    ``subject_id`` says which. ``missing`` is what was wanting when it was sent back, ``words`` what whoever it was for
    said of the result, ``reason`` why it was declined or withdrawn.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="tasks", db_index=False)
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    what = models.TextField()
    done_means = models.TextField(blank=True)
    owner_id = models.UUIDField()
    due = models.DateField()
    for_whom = models.CharField(max_length=12)
    household_id = models.UUIDField(null=True)
    came_from = models.CharField(max_length=12)
    from_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12)
    set_by = models.UUIDField(null=True)
    set_on = models.DateField()
    taken_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    reported_by = models.UUIDField(null=True)
    reported_on = models.DateField(null=True)
    missing = models.TextField(blank=True)
    words = models.TextField(blank=True)
    said_by = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    ended_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_task"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="groups_task_for_whom",
                condition=Q(for_whom="household", household_id__isnull=False)
                | (~Q(for_whom="household") & Q(household_id__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["group", "state", "due"], name="groups_task_group"),
            models.Index(fields=["owner_id", "state"], name="groups_task_owner"),
            models.Index(fields=["set_by", "state"], name="groups_task_setter"),
            models.Index(fields=["place_code", "state"], name="groups_task_place"),
            models.Index(fields=["from_id"], name="groups_task_from", condition=Q(from_id__isnull=False)),
            models.Index(
                fields=["household_id"], name="groups_task_household", condition=Q(household_id__isnull=False)
            ),
        ]
