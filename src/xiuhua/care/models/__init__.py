"""Tables of help."""

from xiuhua.care.models.helpers import Helper, UnitLink
from xiuhua.care.models.papers import HouseholdPaper
from xiuhua.care.models.plans import Measure, Plan

__all__ = ["Helper", "HouseholdPaper", "Measure", "Plan", "UnitLink"]
