"""Table of what a later reading of the same sheet may skip."""

from django.db import models

from xiuhua.registry.models.households import Household


class SheetDigest(models.Model):
    """Keyed digest of a household's rows as last taken in, and the version they led to.

    Not journalled: it only lets a later reading of the same rows skip their comparison, and may be lost.
    """

    household = models.OneToOneField(Household, models.DO_NOTHING, primary_key=True, db_constraint=False)
    digest = models.CharField(max_length=32)
    version = models.UUIDField()

    class Meta:
        db_table = "registry_sheet_digest"
