"""The doors by which ledgers and summary tables of a place go out as sheets."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from xiuhua.care.sheets.household_ledger import HOUSEHOLD_LEDGER
from xiuhua.care.sheets.measure_ledger import MEASURE_LEDGER
from xiuhua.care.sheets.summary_table import SUMMARY_TABLE
from xiuhua.care.sheets.visit_ledger import VISIT_LEDGER
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.exchange.contract import going_out

_LAND = "land_ledger"
_OF_A_YEAR = (SUMMARY_TABLE, VISIT_LEDGER)


def ledger_doors(viewer: Actor, code: str, year: int) -> list[dict[str, Any]]:
    """Return the sheets of a place that the viewer may take out; those of a year with the year."""
    doors = []
    for kind in (SUMMARY_TABLE, HOUSEHOLD_LEDGER, _LAND, VISIT_LEDGER, MEASURE_LEDGER):
        sheet = going_out(kind)
        if sheet is None or not reaches(viewer, sheet.access, code):
            continue
        given = {"kind": kind, "place": code, **({"year": str(year)} if kind in _OF_A_YEAR else {})}
        called = sheet.called
        label = Text(f"导出{called.zh}", f"Export the {called.en}")
        doors.append({"label": label, "href": f"{reverse('export-new')}?{urlencode(given)}"})
    return doors
