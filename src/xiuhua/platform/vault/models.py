"""Wrapped keys of subjects. Not journalled: destroying a key must leave nothing behind."""

from django.db import models


class SubjectKey(models.Model):
    """The key of one person or household, wrapped by the master key."""

    subject = models.UUIDField(primary_key=True)
    wrapped = models.TextField()

    class Meta:
        db_table = "vault_key"


class Generation(models.Model):
    """What is kept of an earlier master key, sealed under the present one, and where each stream ended under it.

    ``until`` is JSON: the name of a stream to the sequence of its last entry.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    kept = models.BinaryField()
    until = models.TextField()

    class Meta:
        db_table = "vault_generation"
