"""Tables of help."""

from xiuhua.care.models.helpers import Helper, UnitLink
from xiuhua.care.models.plans import Measure, Plan

__all__ = ["Helper", "Measure", "Plan", "UnitLink"]
