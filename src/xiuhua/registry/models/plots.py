"""Tables of plots: the land of households, and that of villages, with the same columns."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled
from xiuhua.registry.models.households import Household
from xiuhua.registry.models.villages import Village
from xiuhua.registry.rules.plots import SIDES

_PERSONAL = ("name", "code", "area", *SIDES)


class PlotColumns(models.Model):
    """One plot: thousandths of a mu, class and use by code, the days of which one is that on which it fell idle.

    A plot that does not count any more has an ``ended_on``. The area is null only where the household was erased.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    name = models.CharField(max_length=60, blank=True)
    code = KeyField(max_length=40, blank=True)
    area = models.BigIntegerField(null=True)
    land_class = models.CharField(max_length=12, blank=True)
    land_use = models.CharField(max_length=12)
    idle_from = models.DateField(null=True)
    idle_to = models.DateField(null=True)
    willing = models.CharField(max_length=10)
    east = models.CharField(max_length=60, blank=True)
    south = models.CharField(max_length=60, blank=True)
    west = models.CharField(max_length=60, blank=True)
    north = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=80)
    stated_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(name="registry_%(class)s_area", condition=Q(area__isnull=True) | Q(area__gt=0)),
            models.CheckConstraint(
                name="registry_%(class)s_idle",
                condition=Q(idle_from__isnull=True, idle_to__isnull=True)
                | Q(land_use="idle", idle_to__gt=F("idle_from")),
            ),
        ]


@journalled(root="household_id", subject="household_id", personal=_PERSONAL)
class Plot(PlotColumns):
    """A plot that a household holds."""

    household = models.ForeignKey(Household, models.PROTECT, db_index=False)

    class Meta(PlotColumns.Meta):
        db_table = "registry_plot"
        indexes: ClassVar = [
            models.Index(fields=["household"], name="registry_plot_of_household"),
            models.Index(fields=["place_code", "land_use", "ended_on"], name="registry_plot_place"),
            models.Index(fields=["code", "place_code"], name="registry_plot_code"),
        ]


@journalled(root="village_id", subject="village_id", personal=_PERSONAL)
class VillagePlot(PlotColumns):
    """A plot of a village's collective. What lies around it can name people, so it is sealed as theirs is."""

    village = models.ForeignKey(Village, models.PROTECT, db_index=False)

    class Meta(PlotColumns.Meta):
        db_table = "registry_village_plot"
        indexes: ClassVar = [
            models.Index(fields=["village"], name="registry_plot_of_village"),
            models.Index(fields=["place_code", "land_use", "ended_on"], name="registry_villageplot_place"),
        ]
