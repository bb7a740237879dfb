"""Consents, and the report on personal data."""

from support.cast import TODAY
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import at_child, new, of_household
from xiuhua.registry.access import QUERIES

PARTS = {
    "consent_id": lambda s: s.zone.consent,
    "paper_id": lambda s: s.mine("paper", s.zone.paper),
}

PAGES = (
    Page(
        "consent-record",
        (asked(16),),
        form={
            "data_set": "income",
            "purpose": "help",
            "scope": "matching",
            "given_by": "self",
            "given_on": "2018-06-20",
            "person_id": at_child,
        },
        photos=(Photo("consent-record", "leader", "households/{large}/consent"),),
    ),
    Page(
        "consent-revoke",
        (asked(17),),
        form={"revoked_on": "2018-06-20", "revoked_by": "self"},
        elsewhere="test_consents.py: it needs a consent",
    ),
    Page(
        "access-report-make",
        (asked(16),),
        form={"asked_by": lambda s: s.zone.head},
        photos=(Photo("access-report-make", "leader", "households/{large}/report"),),
    ),
    Page("access-report", (asked(53),), no_page="a document on paper"),
)

SAMPLES = {
    "registry.make_access_report": Sample(lambda s: of_household(s, asked_by=str(s.zone.head))),
    "registry.record_consent": Sample(
        lambda s: of_household(
            s,
            consent_id=new("consent"),
            data_set="health",
            purpose="help",
            scope="matching",
            given_by="proxy",
            giver="甄代理",
            given_on=str(TODAY),
        ),
        {"person_id": lambda s: str(s.zone.child)},
    ),
    "registry.revoke_consent": Sample(
        lambda s: of_household(s, consent_id=str(s.zone.consent), revoked_on=str(TODAY), revoked_by="self")
    ),
}

READS = (Read("/households/{household_id}/consents", QUERIES["registry.households"]),)

ALIKE = {
    "data_set": "income",
    "purpose": "help",
    "scope": "matching",
}
