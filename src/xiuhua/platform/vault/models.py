"""Wrapped keys of subjects. Not journalled: destroying a key must leave nothing behind."""

from django.db import models


class SubjectKey(models.Model):
    """The key of one person or household, wrapped by the master key."""

    subject = models.UUIDField(primary_key=True)
    wrapped = models.TextField()

    class Meta:
        db_table = "vault_key"
