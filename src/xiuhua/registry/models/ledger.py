"""Tables of the income ledger: a household's income of one year, line by line."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="household_id")
class Ledger(models.Model):
    """The income of a household in one income year on one basis, and since when it is declared complete.

    ``open_questions`` is how many questions about the household were open when it was declared.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    year = models.IntegerField()
    basis = models.CharField(max_length=10)
    complete = models.BooleanField()
    declared_on = models.DateField(null=True)
    open_questions = models.IntegerField(null=True)

    class Meta:
        db_table = "registry_ledger"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household", "year", "basis"], name="registry_ledger_once"),
            models.CheckConstraint(
                name="registry_ledger_declared", condition=Q(complete=False) | Q(declared_on__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["year", "place_code", "household", "id", "basis", "complete"], name="registry_ledger_place"
            ),
        ]


@journalled(
    root="household_id",
    subject="household_id",
    personal=("project", "amount", "quantity", "evidence"),
)
class LedgerLine(models.Model):
    """One income or production expense: cents, with a qualifier, for a half-open period.

    ``quantity`` is in thousandths of ``unit``. A line that does not count any more has an ``ended_on``. The amount is
    null only where the household was erased.
    """

    id = models.UUIDField(primary_key=True)
    ledger = models.ForeignKey(Ledger, models.PROTECT, db_index=False)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False)
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=10)
    project = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField(null=True)
    qualifier = models.CharField(max_length=10)
    quantity = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=12, blank=True)
    period_from = models.DateField()
    period_to = models.DateField()
    extra = models.BooleanField()
    evidence = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=80)
    stated_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_ledger_line"
        constraints: ClassVar = [
            models.CheckConstraint(name="registry_line_period", condition=Q(period_to__gt=F("period_from"))),
            models.CheckConstraint(
                name="registry_line_not_negative", condition=Q(amount__isnull=True) | Q(amount__gte=0)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ledger"], name="registry_line_of_ledger"),
            models.Index(fields=["household"], name="registry_line_of_household"),
            models.Index(fields=["person"], name="registry_line_of_person", condition=Q(person__isnull=False)),
            # Holds all that the sums of a territory need, ledger after ledger.
            models.Index(
                fields=["place_code", "household", "ledger", "kind", "ended_on", "amount", "extra", "qualifier"],
                name="registry_line_sums",
            ),
        ]
