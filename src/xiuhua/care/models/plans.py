"""Tables of a household's plan and of what is done by it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled

PLAN_SEALED = ("needs", "drop_reason")
MEASURE_SEALED = ("what", "scale", "who", "result", "words")


@journalled(root="id", subject="household_id", sealed=PLAN_SEALED)
class Plan(models.Model):
    """One version of a household's plan for a term; both days count. At most one is agreed to, and one a draft.

    ``needs`` are in the household's own words, ciphertext under its key. ``agreed_by`` is the member who agreed, and
    ``replaced_on`` the day on which the next version was agreed to.
    """

    id = models.UUIDField(primary_key=True)
    household_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    edition = models.IntegerField()
    state = models.CharField(max_length=10)
    begins_on = models.DateField()
    ends_on = models.DateField()
    needs = models.TextField()
    written_on = models.DateField()
    agreed_on = models.DateField(null=True)
    agreed_by = models.UUIDField(null=True)
    replaced_on = models.DateField(null=True)
    drop_reason = models.TextField(blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "care_plan"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household_id"], name="care_plan_draft", condition=Q(state="draft")),
            models.CheckConstraint(name="care_plan_term", condition=Q(ends_on__gt=F("begins_on"))),
            models.CheckConstraint(
                name="care_plan_agreement",
                condition=~Q(state__in=("agreed", "replaced")) | Q(agreed_on__isnull=False, agreed_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household_id", "edition"], name="care_plan_household"),
            models.Index(fields=["place_code", "state", "household_id"], name="care_plan_place"),
        ]


@journalled(
    root="plan_id",
    subject="household_id",
    personal=("amount", "result_amount"),
    sealed=MEASURE_SEALED,
)
class Measure(models.Model):
    """One thing that a plan says will be done by a day, and what came of it. Amounts are cents with a qualifier.

    ``reported_by`` is the account that recorded the result; ``confirmed_by`` the member of the household who answered
    for it, in the household's ``words``.
    """

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    household_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10)
    what = models.TextField()
    scale = models.TextField(blank=True)
    who = models.TextField(blank=True)
    amount = models.BigIntegerField(null=True)
    qualifier = models.CharField(max_length=10)
    due = models.DateField()
    copied_from = models.UUIDField(null=True)
    removed_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    result_amount = models.BigIntegerField(null=True)
    result_qualifier = models.CharField(max_length=10, blank=True)
    reported_by = models.UUIDField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.UUIDField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "care_measure"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="care_measure_confirmed",
                condition=~Q(state="confirmed") | Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household_id", "due"], name="care_measure_household"),
            models.Index(fields=["place_code", "state", "due"], name="care_measure_place"),
        ]
