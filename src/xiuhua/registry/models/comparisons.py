"""Tables of comparisons: a department's list of a day beside what is recorded, line by line."""

from typing import ClassVar

from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household, Person


@journalled(root="id")
class Comparison(models.Model):
    """A department's list of a day, compared in one place. Its id is also the subject of what its lines quote.

    ``digest`` is a keyed digest of the file. Counts are of rows or, for a list of households, of households;
    ``outside`` were named by the list as living elsewhere, and nothing else is kept of them.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    place_code = KeyField(max_length=12)
    listed_on = models.DateField()
    compared_on = models.DateField()
    compared_by = models.UUIDField(null=True)
    digest = models.CharField(max_length=32)
    rows = models.IntegerField()
    outside = models.IntegerField()
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_comparison"
        indexes: ClassVar = [models.Index(fields=["place_code", "kind", "digest"], name="registry_comparison_place")]


@journalled(
    root="comparison_id",
    subject="comparison_id",
    personal=("side", "listed", "result"),
    sealed=("quoted", "note"),
)
class ComparisonLine(models.Model):
    """One person or household of a comparison, and what became of looking.

    ``quoted`` is what the list says; ``note`` what somebody wrote who looked. ``number`` is the row of the file, 0 for
    what only the register has. A line of both that agree quotes nothing. Side and result are sealed in the journal:
    there they would tell for ever what the list said.
    """

    id = models.UUIDField(primary_key=True)
    comparison = models.ForeignKey(Comparison, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    household = models.ForeignKey(Household, models.PROTECT, null=True, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False)
    side = models.CharField(max_length=12)
    position = models.IntegerField()
    number = models.IntegerField()
    listed = models.CharField(max_length=40, blank=True)
    quoted = models.TextField(blank=True)
    result = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    handled_by = models.UUIDField(null=True)
    handled_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_comparison_line"
        indexes: ClassVar = [
            models.Index(fields=["comparison", "side", "position"], name="registry_compared_order"),
            # Counted on every page of a place and under Today: the index holds all that is asked.
            models.Index(fields=["place_code", "comparison", "side", "result"], name="registry_compared_place"),
            models.Index(
                fields=["household"], name="registry_compared_household", condition=models.Q(household__isnull=False)
            ),
            models.Index(fields=["person"], name="registry_compared_person", condition=models.Q(person__isnull=False)),
        ]
