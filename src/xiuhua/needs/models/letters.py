"""Table of the letters of introduction that were made."""

from typing import ClassVar

from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class Letter(models.Model):
    """That somebody was introduced to a firm on paper. The letter itself is kept nowhere.

    ``match_id`` is the job that was in hand, ``subject_id`` the household. Whoever made it may open it until
    ``open_until``.
    """

    id = models.UUIDField(primary_key=True)
    need_id = models.UUIDField()
    match_id = models.UUIDField()
    subject_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    number = models.CharField(max_length=20)
    made_by = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    open_until = models.DateTimeField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_letter"
        indexes: ClassVar = [models.Index(fields=["subject_id", "made_at"], name="needs_letter_subject")]
