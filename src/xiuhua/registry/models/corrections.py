"""Table of corrections that are asked of the system that masters a record."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="household_id", subject="subject_id", personal=("why", "ended_reason"), sealed=("stated", "wanted"))
class Correction(models.Model):
    """That a value in another system should be another one. Both values are sealed under the subject's key.

    ``subject_id`` is the person, or the household for its own facts, or what holds its bank account. ``local`` marks
    a value that was corrected here at once; the others are only asked for. ``listed_on`` and ``list_number`` say on
    which list it stands, ``still_old_on`` as of which day an export was seen that still had the old value,
    ``closed_batch`` which import carried the new one.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False)
    subject_id = models.UUIDField()
    place_code = KeyField(max_length=12)
    system = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    stated = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    why = models.CharField(max_length=200, blank=True)
    local = models.BooleanField()
    state = models.CharField(max_length=12)
    asked_by = models.UUIDField(null=True)
    asked_on = models.DateField()
    list_number = KeyField(max_length=40, blank=True)
    listed_on = models.DateField(null=True)
    still_old_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_batch = models.UUIDField(null=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "registry_correction"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_id", "field"],
                name="registry_correction_once",
                condition=Q(state__in=("open", "listed")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household"], name="registry_correction_household"),
            models.Index(fields=["person"], name="registry_correction_person", condition=Q(person__isnull=False)),
            models.Index(fields=["place_code", "state", "household"], name="registry_correction_place"),
            models.Index(fields=["list_number"], name="registry_correction_list", condition=~Q(list_number="")),
        ]
