"""Plots of land."""

from support.declared import Page, Photo, Read, Sample, asked
from support.demo_records import COUNTY, VILLAGE
from support.standing import at_place, new, of_household
from xiuhua.registry.access import QUERIES

_PLOT = {"id": new("plot"), "name": "阴坡地", "area": "1.5", "land_use": "own"}

PAGES = (
    Page(
        "village-plots",
        (asked(7),),
        form={"rows": "1", "l0-name": "阴坡地", "l0-area": "1.5", "l0-land_use": "own", "l0-willing": "not_asked"},
        photos=(Photo("village-plots", "leader", f"places/{VILLAGE}/plots"),),
    ),
    Page(
        "figure-plots",
        (
            asked(11, place=at_place),
            asked(11, place=at_place, use="idle", willing="yes", after="6"),
        ),
        photos=(Photo("figure-plots", "county", f"figure/plots?place={COUNTY}&use=idle"),),
    ),
    Page(
        "household-plots",
        (asked(18),),
        form={"rows": "1", "l0-name": "阴坡地", "l0-area": "1.5", "l0-land_use": "own", "l0-willing": "not_asked"},
        photos=(Photo("household-plots", "leader", "households/{large}/plots"),),
    ),
)

SAMPLES = {
    "registry.record_plots": Sample(
        lambda s: of_household(s, plots=[_PLOT]),
        {"removed": lambda s: [str(s.zone.plot)]},
    ),
    "registry.record_village_plots": Sample(
        lambda s: {"village_code": s.zone.place_code, "plots": [{**_PLOT, "id": new("village plot")}]},
        {"removed": lambda s: [str(s.zone.village_plot)]},
    ),
}

READS = (
    Read("/households/{household_id}/plots", QUERIES["registry.households"]),
    Read("/plots", QUERIES["registry.households"]),
)

FIXED = {
    "use": "idle",
    "willing": "yes",
}

ALIKE = {
    "use": "",
    "willing": "",
}

INNER = {
    "xiuhua.registry.queries.plot_totals:totals_of": "takes a place that was looked up for the viewer",
}
