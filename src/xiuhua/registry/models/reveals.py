"""Table of those who looked at a masked value of a person."""

from typing import ClassVar

from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="id", subject="person_id", sealed=("reason",))
class Reveal(models.Model):
    """That somebody asked to see one masked field of a person, and what for. The value itself stands nowhere here.

    It is a record of its own and no part of the household's: looking changes nothing of what is known.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    field = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    reason = models.TextField()
    looked_by = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    looked_at = models.DateTimeField()
    shown_until = models.DateTimeField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_reveal"
        indexes: ClassVar = [
            models.Index(fields=["household", "looked_at"], name="registry_reveal_of_household"),
            models.Index(fields=["person"], name="registry_reveal_of_person"),
        ]


@journalled(root="id")
class AccessReport(models.Model):
    """That a member asked what is held about the household, and that it was made for them on paper.

    The paper itself is kept nowhere; whoever made it may open it until ``open_until``.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    number = models.CharField(max_length=20)
    made_by = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    open_until = models.DateTimeField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_access_report"
        indexes: ClassVar = [
            models.Index(fields=["household", "made_at"], name="registry_report_of_household"),
            models.Index(fields=["person"], name="registry_report_of_person"),
        ]
