"""The table of leave."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.groups.models.groups import Member, WorkGroup
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="group_id", subject="account_id", sealed=("reason", "answer"))
class Leave(models.Model):
    """That a member asked to be away from a day to a day, both included, and what was answered.

    ``reason`` and ``answer`` are ciphertext under the key of the member's account. ``level`` is who decided.
    """

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="leaves")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.TextField()
    state = models.CharField(max_length=20)
    asked_on = models.DateField()
    decided_on = models.DateField(null=True)
    decided_by = models.UUIDField(null=True)
    level = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "groups_leave"
        constraints: ClassVar = [
            models.CheckConstraint(name="groups_leave_days", condition=Q(last_on__gte=F("first_on"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["group", "first_on"], name="groups_leave_group"),
            models.Index(fields=["place_code", "state"], name="groups_leave_place"),
            # Everybody is asked on Today whether a leave of theirs waits.
            models.Index(fields=["account_id", "state"], name="groups_leave_account"),
        ]
