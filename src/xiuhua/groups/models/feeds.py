"""The table of calendar feeds."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class CalendarFeed(models.Model):
    """The secret address at which a person's calendar finds the meetings; only its digest is kept. One at a time."""

    id = models.UUIDField(primary_key=True)
    account_id = models.UUIDField()
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    created = models.DateField()
    revoked = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "groups_calendar_feed"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account_id"], name="groups_feed_present", condition=Q(revoked__isnull=True)
            ),
        ]
