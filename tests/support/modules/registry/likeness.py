"""Pairs of records that may be one person."""

from support.declared import Page, Read, Sample, asked
from xiuhua.registry.access import QUERIES

PARTS = {
    "likeness_id": lambda s: s.zone.likeness,
}

PAGES = (
    Page(
        "likenesses",
        (
            asked(6),
            asked(6, after="620121177211/01641a6a-4a00-7000-8000-000000000001"),
        ),
        elsewhere="test_likeness.py",
    ),
    Page("likeness", (asked(28),), elsewhere="test_likeness.py"),
    Page("likeness-decide", form={"verdict": "different", "reason": "问过本人"}),
)

SAMPLES = {
    "registry.decide_likeness": Sample(
        lambda s: {
            "person_id": str(s.zone.head),
            "other_id": str(s.zone.second_head),
            "verdict": "different",
            "reason": "问过本人",
        }
    ),
}

READS = (Read("/likenesses", QUERIES["registry.households"]),)
