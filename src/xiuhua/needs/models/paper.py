"""Table of the codes on paper by which a household speaks for itself."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class PaperCode(models.Model):
    """A code that a household got on paper, until a day that counts; the code itself is kept nowhere.

    ``digest`` is keyed. ``revoked_on`` is the first day on which it opens nothing.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    issued_on = models.DateField()
    expires_on = models.DateField()
    revoked_on = models.DateField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_paper_code"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="needs_paper_code_digest"),
            models.UniqueConstraint(
                fields=["subject_id"], name="needs_paper_code_once", condition=Q(revoked_on__isnull=True)
            ),
            models.CheckConstraint(name="needs_paper_code_term", condition=Q(expires_on__gte=F("issued_on"))),
        ]

    @property
    def household_id(self) -> UUID:
        """The household that the code is of."""
        return self.subject_id
