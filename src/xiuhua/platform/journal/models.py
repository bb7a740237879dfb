"""Tables of the journal. Text columns hold exactly the bytes that were hashed."""

from django.db import models


class Stream(models.Model):
    """One chain of entries: a county's six digits, or ``system``. Its row is the head and the lock."""

    name = models.CharField(primary_key=True, max_length=20)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "journal_stream"


class Entry(models.Model):
    """One accepted command in one stream, with its changes. Never updated, never deleted."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=20)
    sequence = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    command_id = models.UUIDField()
    code = models.CharField(max_length=80)
    version = models.IntegerField()
    command = models.TextField()
    changes = models.TextField()
    result = models.TextField()
    payload_digest = models.CharField(max_length=32)
    place_code = models.CharField(max_length=12, blank=True)
    batch = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    door = models.CharField(max_length=20)
    observed_at = models.CharField(max_length=40, blank=True)
    received_at = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=64)
    code_version = models.CharField(max_length=20)

    class Meta:
        db_table = "journal_entry"
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="journal_entry_position"),
            models.UniqueConstraint(fields=["command_id", "stream"], name="journal_entry_once"),
        ]
        indexes = [
            # In the order of ids inside each stream, so that the newest are read without sorting or looking at others.
            models.Index(fields=["stream", "id", "batch"], name="journal_entry_newest"),
            models.Index(fields=["stream", "code", "id", "batch"], name="journal_entry_kind"),
            models.Index(
                fields=["batch", "stream", "id"],
                name="journal_entry_batch_newest",
                condition=models.Q(batch__isnull=False),
            ),
            models.Index(fields=["place_code", "-id"], name="journal_entry_place"),
        ]


class Touch(models.Model):
    """Which records an entry touched, so that a record's history is one look-up."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    command_id = models.UUIDField()

    class Meta:
        db_table = "journal_touch"
        indexes = [models.Index(fields=["record"], name="journal_touch_record")]


class RefusedCommand(models.Model):
    """The last refusal of a command id, for information: codes only, never what was typed."""

    command_id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=80)
    problems = models.CharField(max_length=400)
    actor = models.UUIDField(null=True)
    received_at = models.CharField(max_length=40)

    class Meta:
        db_table = "journal_refused"


class Ledger(models.Model):
    """The name of this journal, so that the signed heads outside can say which journal they speak of."""

    id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "journal_ledger"
