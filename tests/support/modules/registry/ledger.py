"""The income ledger."""

from support.declared import Page, Photo, Read, Sample, asked
from support.standing import at_child, at_household, new, of_household
from xiuhua.registry.access import QUERIES

PAGES = (
    Page(
        "figure-ledger",
        (
            asked(16, household=at_household, year="2017", basis="calendar"),
            asked(16, household=at_household),
            asked(16, household=at_household, on="2018-06-20"),
        ),
        photos=(Photo("figure-ledger", "leader", "figure/ledger?household={large}"),),
    ),
    Page(
        "household-ledger",
        (
            asked(16),
            asked(16, year="2017", basis="calendar"),
            asked(16, year="new"),
        ),
        form={
            "rows": "1",
            "l0-kind": "wage",
            "l0-project": "务工",
            "l0-amount": "300",
            "l0-first_day": "2017-01-01",
            "l0-last_day": "2017-06-30",
            "l0-person_id": at_child,
        },
        photos=(
            Photo("household-ledger", "leader", "households/{large}/ledger", main=True),
            Photo("household-ledger-new", "leader", "households/{large}/ledger?year=new"),
        ),
    ),
)

SAMPLES = {
    "registry.record_ledger": Sample(
        lambda s: of_household(
            s,
            lines=[
                {
                    "id": new("line"),
                    "kind": "wage",
                    "project": "务工",
                    "amount": "300",
                    "first_day": "2017-01-01",
                    "last_day": "2017-06-30",
                }
            ],
        ),
        {"lines.0.person_id": lambda s: str(s.zone.child), "removed": lambda s: [str(s.zone.line)]},
    ),
}

READS = (Read("/households/{household_id}/incomes", QUERIES["registry.households"]),)
