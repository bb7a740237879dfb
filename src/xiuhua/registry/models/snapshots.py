"""Tables of yearly snapshots: sums by village as they stood on a day, which nothing later changes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="id", personal=("reason",))
class Snapshot(models.Model):
    """The figures of a county or prefecture for a year, as of a day.

    ``policy`` is the version of the policy, ``heads`` the last entry of each stream of the journal when it was taken
    (JSON: stream to sequence and hash), ``digest`` over all of it. One that replaces another names it and says why.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    year = models.IntegerField()
    as_of = models.DateField()
    taken_on = models.DateField()
    taken_by = models.UUIDField(null=True)
    policy = models.CharField(max_length=64)
    heads = models.TextField()
    digest = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True)
    reason = models.CharField(max_length=200, blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_snapshot"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code", "year"], name="registry_snapshot_once", condition=Q(replaces__isnull=True)
            ),
        ]


@journalled(root="snapshot_id")
class SnapshotVillage(models.Model):
    """The figures of one village in a snapshot: canonical JSON, counts and cents by name."""

    id = models.UUIDField(primary_key=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    name = models.CharField(max_length=60)
    figures = models.TextField()

    class Meta:
        db_table = "registry_snapshot_village"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "place_code"], name="registry_snapshot_village_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place_code", "snapshot"], name="registry_snapshot_of_place"),
        ]
