"""Table of what households answer to what is recorded about them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="household_id", subject="household_id", sealed=("said", "done"))
class HouseholdAnswer(models.Model):
    """A household's own words about a record, in ``answers``, and what whoever looked into it did.

    ``person`` said it on a day, ``written_by`` wrote it down. ``outcome`` is empty until somebody looked. It stands
    beside the record, which it never changes; there is no foreign key, as records of several tables can be answered.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    about = models.CharField(max_length=12)
    answers = models.UUIDField()
    said = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, db_index=False)
    said_on = models.DateField()
    written_by = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    done = models.TextField(blank=True)
    looked_by = models.UUIDField(null=True)
    looked_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_household_answer"
        indexes: ClassVar = [
            models.Index(fields=["household", "said_on"], name="registry_answer_of_household"),
            models.Index(fields=["person"], name="registry_answer_of_person"),
            models.Index(fields=["place_code"], name="registry_answer_waiting", condition=Q(outcome="")),
        ]
