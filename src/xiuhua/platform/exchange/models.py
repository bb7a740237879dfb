"""Tables of imports under review and of exports being made: staging, not domain rows, sealed, deleted when settled.

That an export was made is a domain row.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.exchange.rules.states import SessionState
from xiuhua.platform.journal.tables import journalled

IMPORT, COMPARISON = "import", "comparison"
"""What a sheet was brought for: to be taken in, or only to be compared."""


class ImportSession(models.Model):
    """One sheet on its way in. The id is also the batch under which its journal entries can be undone together.

    ``file_name`` is sealed. ``counts`` hold whole numbers and codes of problems, ``corrections`` pairs of a column's
    index and the field it was said to be: neither has personal data. ``place_code`` is the narrowest place that holds
    everything taken in, empty until then. ``job`` is the job at work, or the last one. A list that is only compared
    (``purpose``) has what was ``asked`` of it: a place, a day.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, default=SessionState.UPLOADED.value)
    kind = models.CharField(max_length=40, blank=True, default="")
    purpose = models.CharField(max_length=12, default=IMPORT)
    asked = models.JSONField(default=dict)
    wanted_kind = models.CharField(max_length=40, blank=True, default="")
    file_name = models.BinaryField()
    place_code = KeyField(max_length=12, blank=True, default="")
    counts = models.JSONField(default=dict)
    corrections = models.JSONField(default=list)
    rounds = models.PositiveSmallIntegerField(default=0)
    job = models.UUIDField(null=True)
    created = models.DateTimeField()
    taken = models.DateTimeField(null=True)
    settled = models.DateTimeField(null=True)
    undone = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_session"
        indexes: ClassVar = [
            models.Index(fields=["owner", "id"], name="exchange_session_owner"),
            models.Index(fields=["place_code", "id"], name="exchange_session_place"),
        ]


class StagedPart(models.Model):
    """A sealed piece of a session: the upload, the mended cells, the answers, or a page of what the review shows."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(ImportSession, models.CASCADE, related_name="parts", db_index=False)
    part = models.CharField(max_length=12)
    position = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField()

    class Meta:
        db_table = "exchange_staged_part"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "part", "position"], name="exchange_part_once"),
        ]


@journalled(root="id")
class Export(models.Model):
    """That somebody took a sheet away: which kind, of which place and filter, for what, how much. Who, the entry says.

    ``rows_digest`` is keyed, over the rows as they were written.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    place_code = KeyField(max_length=12)
    filters = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=40)
    rows = models.IntegerField()
    rows_digest = models.CharField(max_length=32)
    as_of = models.DateField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "exchange_export"


@journalled(root="export_id")
class ExportedVillage(models.Model):
    """Households of one village that an export held, as marks (``contained.py``), and who took it through which post.

    Who and when stand here, so that a household is told in one query.
    """

    id = models.UUIDField(primary_key=True)
    export = models.ForeignKey(Export, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    marks = models.TextField()
    taken_by = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_exported_village"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "place_code"], name="exchange_exported_village_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["place_code", "taken_at"], name="exchange_exported_place")]


class Parcel(models.Model):
    """An export that is made behind the page: what was asked for, and when it was ready and fetched.

    Its id is that of the export. ``filters`` and ``purpose`` are codes and choices without personal data. ``ready``
    is empty while it is being made, ``fetched`` until its owner has it.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    place_code = KeyField(max_length=12)
    filters = models.JSONField(default=dict)
    purpose = models.CharField(max_length=40)
    job = models.UUIDField(null=True)
    created = models.DateTimeField()
    ready = models.DateTimeField(null=True)
    fetched = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "exchange_parcel"
        indexes: ClassVar = [models.Index(fields=["created"], name="exchange_parcel_created")]


class ParcelPart(models.Model):
    """A sealed piece of an export's file."""

    id = models.BigAutoField(primary_key=True)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "exchange_parcel_part"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parcel", "position"], name="exchange_parcel_part_once"),
        ]
