"""Table of the evidence files that records of a household name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household
from xiuhua.registry.models.ledger import LedgerLine
from xiuhua.registry.models.plots import Plot


@journalled(root="household_id")
class Evidence(models.Model):
    """That a line of a ledger or a plot names a file, from one day until another (half-open).

    What was named once stays here: whoever sees the record may still open what it named before.
    """

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, db_index=False)
    place_code = KeyField(max_length=12)
    line = models.ForeignKey(LedgerLine, models.PROTECT, null=True, db_index=False, related_name="named_files")
    plot = models.ForeignKey(Plot, models.PROTECT, null=True, db_index=False, related_name="named_files")
    file_id = models.UUIDField()
    named_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_evidence"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="registry_evidence_of_one",
                condition=Q(line__isnull=True, plot__isnull=False) | Q(line__isnull=False, plot__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["line"], name="registry_evidence_of_line", condition=Q(ended_on__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["plot"], name="registry_evidence_of_plot", condition=Q(ended_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["file_id", "place_code"], name="registry_evidence_file"),
            models.Index(fields=["household"], name="registry_evidence_of_household"),
            models.Index(fields=["line"], name="registry_evidence_lines", condition=Q(line__isnull=False)),
            models.Index(fields=["plot"], name="registry_evidence_plots", condition=Q(plot__isnull=False)),
        ]
