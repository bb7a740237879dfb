"""Kinds of sheets that the register understands."""

from xiuhua.registry.sheets.incomes import IncomesKind
from xiuhua.registry.sheets.people import PeopleKind
from xiuhua.registry.sheets.plots import PlotsKind
from xiuhua.registry.sheets.villages import VillagesKind

KINDS = (VillagesKind(), PeopleKind(), IncomesKind(), PlotsKind())
