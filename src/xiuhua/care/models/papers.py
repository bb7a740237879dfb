"""Table of the papers that were made of households."""

from typing import ClassVar

from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class HouseholdPaper(models.Model):
    """That a paper about a household was made, of which kind and for what. The paper itself is kept nowhere.

    Whoever made it may open it until ``open_until``.
    """

    id = models.UUIDField(primary_key=True)
    household_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    made_by = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    open_until = models.DateTimeField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "care_household_paper"
        indexes: ClassVar = [models.Index(fields=["household_id", "made_at"], name="care_paper_household")]
