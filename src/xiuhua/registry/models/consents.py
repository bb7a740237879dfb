"""Table of what households and their people have agreed to."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="household_id", subject="household_id", sealed=("giver",))
class Consent(models.Model):
    """That somebody agreed to the use of one kind of data for one purpose, from a day until a day that counts.

    Without a person it is the household's. ``giver`` is who agreed for somebody else. ``revoked_on`` is the first day
    on which it does not hold any more.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False)
    place_code = KeyField(max_length=12)
    data_set = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    scope = models.CharField(max_length=40)
    given_on = models.DateField()
    given_by = models.CharField(max_length=10)
    giver = models.TextField(blank=True)
    until = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_by = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "registry_consent"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="registry_consent_term", condition=Q(until__isnull=True) | Q(until__gte=F("given_on"))
            ),
            models.CheckConstraint(
                name="registry_consent_revoked", condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("given_on"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household", "data_set", "purpose"], name="registry_consent_of_household"),
            models.Index(fields=["person"], name="registry_consent_of_person", condition=Q(person__isnull=False)),
        ]
