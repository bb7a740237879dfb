"""Kinds of sheets that the register understands."""

from xiuhua.platform.exchange.contract import OneWay
from xiuhua.registry.rules.comparison_kinds import KINDS as LISTS
from xiuhua.registry.sheets.comparisons_export import ComparisonExport
from xiuhua.registry.sheets.incomes import IncomesKind
from xiuhua.registry.sheets.land_ledger import LandLedger
from xiuhua.registry.sheets.people import PeopleKind
from xiuhua.registry.sheets.plots import PlotsKind
from xiuhua.registry.sheets.snapshots_export import SnapshotExport
from xiuhua.registry.sheets.villages import VillagesKind

KINDS = (VillagesKind(), PeopleKind(), IncomesKind(), PlotsKind())

ONE_WAY: tuple[OneWay, ...] = (SnapshotExport(), LandLedger(), *map(ComparisonExport, LISTS.values()))
"""What only goes out."""
