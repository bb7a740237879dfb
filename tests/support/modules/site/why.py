"""Who may do what, and why."""

from support.declared import Page, Photo, Read, asked
from support.demo_records import VILLAGE
from support.standing import at_household, at_place
from xiuhua.platform.accounts.access import PEOPLE, PLACES
from xiuhua.registry.access import QUERIES

PAGES = (
    Page(
        "why",
        (
            asked(6),
            asked(7, row="registry.correct_household", place=at_place),
            asked(9, row="registry.households", household=at_household),
            asked(7, place=at_place),
        ),
        photos=(
            Photo("why", "leader", "why"),
            Photo("why-no", "leader", f"why?row=registry.record_village&place={VILLAGE}"),
        ),
    ),
    Page(
        "person-why",
        (
            asked(8),
            asked(9, row="registry.households", place=at_place),
        ),
        photos=(Photo("why-person", "admin", f"people/{{leader}}/why?row=registry.correct_household&place={VILLAGE}"),),
    ),
    Page(
        "household-who",
        (asked(9),),
        photos=(
            Photo("household-who", "county", "households/{large}/who"),
            Photo("household-who-leader", "leader", "households/{large}/who"),
        ),
    ),
)

READS = (
    Read("/households/{household_id}/who", QUERIES["registry.households"]),
    Read("/why", None, seen=PLACES),
    Read("/people/{account_id}/why", PEOPLE),
)

FIXED = {
    "row": "registry.households",
}
