"""Tables of the register, one file per topic: constraints and columns, no decisions."""

from xiuhua.registry.models.bank import BankAccount
from xiuhua.registry.models.comparisons import Comparison, ComparisonLine
from xiuhua.registry.models.consents import Consent
from xiuhua.registry.models.corrections import Correction
from xiuhua.registry.models.digests import SheetDigest
from xiuhua.registry.models.evidence import Evidence
from xiuhua.registry.models.household_answers import HouseholdAnswer
from xiuhua.registry.models.households import Household, Membership, Person, Statement
from xiuhua.registry.models.ledger import Ledger, LedgerLine
from xiuhua.registry.models.likeness import Likeness, LikenessDecision
from xiuhua.registry.models.plots import Plot, PlotColumns, VillagePlot
from xiuhua.registry.models.questions import Question
from xiuhua.registry.models.reveals import AccessReport, Reveal
from xiuhua.registry.models.snapshots import Snapshot, SnapshotVillage
from xiuhua.registry.models.villages import CollectiveIncome, Village

__all__ = [
    "AccessReport",
    "BankAccount",
    "CollectiveIncome",
    "Comparison",
    "ComparisonLine",
    "Consent",
    "Correction",
    "Evidence",
    "Household",
    "HouseholdAnswer",
    "Ledger",
    "LedgerLine",
    "Likeness",
    "LikenessDecision",
    "Membership",
    "Person",
    "Plot",
    "PlotColumns",
    "Question",
    "Reveal",
    "SheetDigest",
    "Snapshot",
    "SnapshotVillage",
    "Statement",
    "Village",
    "VillagePlot",
]
