"""Table of open and answered questions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="household_id", subject="household_id", about="person_id", personal=("reason",), sealed=("values",))
class Question(models.Model):
    """Something unusual that a person should confirm or correct. It is asked once.

    What it quotes is sealed under the key of the person it is about, where it is about one, else the household's.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False)
    place_code = KeyField(max_length=12)
    code = models.CharField(max_length=60)
    field = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=32)
    values = models.TextField(blank=True)
    state = models.CharField(max_length=12)
    raised_on = models.DateField()
    origin = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_question"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household", "fingerprint"], name="registry_question_once"),
        ]
        indexes: ClassVar = [
            # Open questions are counted on every page of a place: the index holds all that tells who may know of one.
            models.Index(
                fields=["place_code", "code", "field", "state", "household"],
                name="registry_question_open_in",
                condition=Q(state="open"),
            ),
            models.Index(fields=["person"], name="registry_question_person", condition=Q(person__isnull=False)),
        ]
