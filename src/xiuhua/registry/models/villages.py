"""Tables of villages: what is known of them, and the income of their collectives."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id")
class Village(models.Model):
    """What is known of a village besides its name; the id is that of its place."""

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12, unique=True)
    poor = models.BooleanField(null=True)
    pilot = models.BooleanField(null=True)
    longitude = models.IntegerField(null=True)
    latitude = models.IntegerField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_village"


@journalled(root="village_id")
class CollectiveIncome(models.Model):
    """Income of a village's collective economy in a year from one source, in cents, as a sheet states it."""

    id = models.UUIDField(primary_key=True)
    village = models.ForeignKey(Village, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    year = models.IntegerField()
    source = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()
    origin = models.CharField(max_length=80)
    stated_on = models.DateField()

    class Meta:
        db_table = "registry_collective_income"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "year", "source"], name="registry_income_per_source"),
            models.CheckConstraint(name="registry_income_not_negative", condition=Q(amount__gte=0)),
        ]
        indexes: ClassVar = [models.Index(fields=["year", "place_code"], name="registry_income_place")]
