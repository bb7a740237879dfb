"""Summary tables of places, the rows behind their figures, and what only goes out as a sheet."""

from support.declared import Page, Photo, Read, asked
from xiuhua.care.access import QUERIES
from xiuhua.care.rules.summary import Figures

COUNTY = "620122000000"

PAGES = (
    Page(
        "place-summary",
        (asked(11), asked(11, year="2017")),
        photos=(
            Photo("place-summary", "county", f"places/{COUNTY}/help/summary", main=True),
            Photo("village-summary", "leader", "places/{helped_place}/help/summary"),
        ),
    ),
    Page("summary-pdf", (asked(11),), no_page="a document on paper"),
    Page("summary-docx", (asked(11),), no_page="a document for a word processor"),
    Page(
        "summary-rows",
        (asked(10, figure="alone"), asked(10, figure="measures", year="2018", after="620121177200/1")),
        photos=(Photo("summary-rows", "county", f"places/{COUNTY}/help/summary/rows?figure=people"),),
    ),
)

ALIKE = {"column": Figures.PEOPLE}

INNER = {
    "xiuhua.registry.queries.counted:households_counted": "takes queries of another module",
    "xiuhua.registry.queries.counted:present_ids": "gives a query by which another module narrows its own rows",
}

READS = (Read("/help/summary", QUERIES["care.help"]),)
