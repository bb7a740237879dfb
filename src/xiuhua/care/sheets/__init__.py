"""Kinds of sheets of help that only go out."""

from xiuhua.care.sheets.household_ledger import HouseholdLedger
from xiuhua.care.sheets.measure_ledger import MeasureLedger
from xiuhua.care.sheets.summary_table import SummaryTable
from xiuhua.care.sheets.visit_ledger import VisitLedger
from xiuhua.platform.exchange.contract import OneWay

ONE_WAY: tuple[OneWay, ...] = (HouseholdLedger(), VisitLedger(), MeasureLedger(), SummaryTable())
