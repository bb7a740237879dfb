"""Table of the bank accounts into which households are paid."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household


@journalled(
    root="household_id",
    subject="holder_id",
    personal=("account_index",),
    sealed=("bank_name", "bank_account"),
)
class BankAccount(models.Model):
    """The account of a household from one day until another one follows. Never overwritten.

    Bank and number are ciphertext under a key of their own, that of ``holder_id``, which follows from the household:
    so the account goes for good where the household does, and its figures stand.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    holder_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    bank_name = models.TextField(blank=True)
    bank_account = models.TextField(blank=True)
    account_index = models.CharField(max_length=32, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    origin = models.CharField(max_length=80)
    batch = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_bank_account"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], name="registry_bank_account_present", condition=Q(valid_to__isnull=True)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household"], name="registry_bank_account_of"),
            models.Index(fields=["holder_id"], name="registry_bank_account_holder"),
            models.Index(fields=["account_index"], name="registry_bank_account_index"),
        ]
