"""Tables of who helps: people a household, organisations a village."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled

HELPER_SEALED = ("name", "unit", "phone", "end_reason")


@journalled(root="id", subject="household_id", sealed=HELPER_SEALED)
class Helper(models.Model):
    """That somebody helps a household from a day (included) until another (excluded). Never overwritten.

    It is an account, or else a person outside, whose name, unit and phone are ciphertext under the household's key.
    Of several the household knows one as the ``first``.
    """

    id = models.UUIDField(primary_key=True)
    household_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    account_id = models.UUIDField(null=True)
    name = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    first = models.BooleanField()
    basis = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    successor_id = models.UUIDField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "care_helper"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household_id", "account_id"],
                name="care_helper_present",
                condition=Q(valid_to__isnull=True, account_id__isnull=False),
            ),
            models.CheckConstraint(
                name="care_helper_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household_id", "valid_from"], name="care_helper_household"),
            models.Index(fields=["place_code", "valid_to", "household_id"], name="care_helper_place"),
            models.Index(fields=["account_id", "valid_to"], name="care_helper_account"),
        ]


@journalled(root="id")
class UnitLink(models.Model):
    """That an organisation helps a village from a day (included) until another (excluded)."""

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    organisation_id = models.UUIDField()
    basis = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "care_unit_link"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code", "organisation_id"], name="care_unit_present", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="care_unit_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place_code", "valid_from"], name="care_unit_place")]
