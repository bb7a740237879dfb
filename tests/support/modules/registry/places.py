"""Places, villages and what is stated of them."""

from support.cast import TODAY
from support.declared import Page, Payload, Photo, Read, Sample, asked
from support.demo_records import COUNTY, PREFECTURE, TOWNSHIP, VILLAGE
from support.standing import Standing, at_place
from xiuhua.registry.access import QUERIES


def _village(s: Standing) -> Payload:
    return {"village_code": s.zone.place_code, "origin": "form", "stated_on": str(TODAY)}


PARTS = {
    "code": at_place,
}

PAGES = (
    Page("places", (asked(4),), elsewhere="test_states.py: whoever has one territory is led on to it"),
    Page(
        "place",
        (
            asked(17),
            asked(17, year="2017", scheme="by_50000", poor="1", pilot="1", asked="1", after="6", **{"class": "below"}),
            asked(14, on="2018-06-19"),
        ),
        photos=(
            Photo("prefecture", "prefecture", f"places/{PREFECTURE}", main=True),
            Photo("county", "county", f"places/{COUNTY}", main=True),
            Photo("township", "township", f"places/{TOWNSHIP}"),
            Photo("village", "leader", f"places/{VILLAGE}", main=True),
        ),
    ),
    Page(
        "village-record",
        (
            asked(6),
            asked(6, year="2017"),
        ),
        form={"year": "2017", "amount": "5000", "source": "光伏"},
        photos=(Photo("village-record", "township", f"places/{VILLAGE}/record"),),
    ),
    Page(
        "figure-villages",
        (
            asked(12, place=at_place),
            asked(12, place=at_place, missing="position", **{"class": "all"}),
            asked(13, place=at_place, on="2018-06-19"),
        ),
        photos=(Photo("figure-villages", "county", f"figure/villages?place={COUNTY}&class=none"),),
    ),
    Page(
        "figure-collective-income",
        (
            asked(8, village=at_place, year="2017"),
            asked(10, village=at_place, year="2017", on="2018-06-19"),
        ),
        photos=(Photo("figure-income", "leader", f"figure/collective-income?village={VILLAGE}&year=2017"),),
    ),
)

SAMPLES = {
    "registry.record_village": Sample(lambda s: {**_village(s), "pilot": True}),
}

READS = (
    Read("/places", None),
    Read("/places/{code}", None, seen=QUERIES["registry.villages"]),
    Read("/places/{code}/children", None, seen=QUERIES["registry.villages"]),
    Read("/places/{code}/figures", QUERIES["registry.households"]),
)

NAMES = {
    "place_code": at_place,
    "place": at_place,
    "village": at_place,
    "codes": lambda s: [s.zone.place_code],
}

ALIKE = {
    "scheme": None,
    "class_code": "all",
    "missing": "",
    "asked": False,
}

INNER = {
    "xiuhua.registry.queries.overviews": "takes a place that was looked up for the viewer",
    "xiuhua.registry.queries.village_households": "takes households that were looked up for the viewer",
    "xiuhua.registry.queries.village_rows:read_villages": "takes a basis that was worked out for the viewer",
}
