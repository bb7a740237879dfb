"""The table of what a group finds in its village."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.groups.models.groups import WorkGroup
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled

FINDING_SEALED = ("what", "result")


@journalled(root="id", subject="subject_id", sealed=FINDING_SEALED)
class Finding(models.Model):
    """Something that a group found: of what kind, from which visit or meeting, with what came of it.

    ``subject_id`` is the household that it is about, else the group, under whose key its texts are sealed; ``file_id``
    its evidence. ``result`` is how it was settled, or why it is no problem.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="findings", db_index=False)
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    household_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    what = models.TextField()
    came_from = models.CharField(max_length=12)
    from_id = models.UUIDField(null=True)
    file_id = models.UUIDField(null=True)
    state = models.CharField(max_length=16)
    found_by = models.UUIDField(null=True)
    found_on = models.DateField()
    task_id = models.UUIDField(null=True)
    result = models.TextField(blank=True)
    ended_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_finding"
        indexes: ClassVar = [
            models.Index(fields=["group", "state", "found_on"], name="groups_finding_group"),
            models.Index(fields=["file_id"], name="groups_finding_file", condition=Q(file_id__isnull=False)),
        ]
