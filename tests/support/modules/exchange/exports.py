"""Sheets that somebody takes out."""

from support.cast import TODAY
from support.declared import Page, Photo, Read, Sample, asked
from support.demo_records import COUNTY, VILLAGE
from support.standing import Sampler, Standing, at_place, new
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.contract import going_out


def _listed(kind: str) -> Sampler:
    """Return a kind of sheet for whoever may take it out, villages for the others."""

    def chosen(standing: Standing) -> str:
        exported = going_out(kind)
        return kind if exported and exported.access.allows(standing.viewer.actor.roles()) else "villages"

    return chosen


PARTS = {
    "export_id": lambda s: s.mine("export", s.zone.export),
}

PAGES = (
    Page(
        "export-new",
        (
            asked(5, place=at_place, kind=_listed("people")),
            asked(5, place=at_place, kind=_listed("incomes"), year="2017"),
        ),
        form={"kind": "villages", "place": at_place, "purpose": "help"},
        photos=(
            Photo("export-people", "leader", f"exports/new?kind=people&place={VILLAGE}"),
            Photo("export-villages", "county", f"exports/new?kind=villages&place={COUNTY}&class=none"),
        ),
    ),
    Page("export", (asked(4),), no_page="the page of an export that is being made or ready", own="export"),
    Page("export-file", (asked(5),), no_page="a workbook", own="export"),
)

SAMPLES = {
    "exchange.ask_export": Sample(
        lambda s: {
            "export_id": new("asked for"),
            "kind": "villages",
            "place_code": s.zone.place_code,
            "purpose": "help",
        }
    ),
    "exchange.record_export": Sample(
        lambda s: {
            "kind": "villages",
            "place_code": s.zone.place_code,
            "purpose": "help",
            "rows": 1,
            "rows_digest": "ab" * 16,
            "as_of": str(TODAY),
        }
    ),
}

READS = (
    Read("/exports/{export_id}", COMMANDS["exchange.ask_export"], own="export"),
    Read("/exports/{export_id}/file", COMMANDS["exchange.ask_export"], own="export"),
)

NAMES = {
    "parcel_id": lambda s: s.zone.export,
}

ALIKE = {
    "kind_code": "people",
    "filters": None,
}

INNER = {
    "xiuhua.platform.exchange.export_queries:exports_holding": "takes a village of a household that was looked up",
    "xiuhua.platform.exchange.exporting:remember": "writes an entry; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.exporting:written": "writes a file; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.asking": "carries out a command; asked through the addresses of the matrix",
}
