"""Looks at what is masked, and its indexes."""

from support.declared import Page, Photo, Read, Sample, asked
from support.standing import of_household
from xiuhua.registry.access import COMMANDS, QUERIES

PARTS = {
    "reveal_id": lambda s: s.mine("reveal", s.zone.reveal),
}

PAGES = (
    Page(
        "member-reveal",
        (asked(16),),
        form={"field": "identity", "purpose": "help", "reason": "核对开户"},
        photos=(Photo("member-reveal", "leader", "households/{large}/members/{member}/reveal"),),
    ),
    Page("reveal", (asked(5),), elsewhere="test_reveal.py: it needs somebody who asked"),
)

SAMPLES = {
    "registry.reveal": Sample(
        lambda s: of_household(s, person_id=str(s.zone.child), field="phone", purpose="help", reason="上门前打电话"),
    ),
    "registry.renew_indexes": Sample(lambda s: {"household_ids": [str(s.zone.household)]}),
}

READS = (
    Read("/households/{household_id}/looks", QUERIES["registry.households"]),
    Read("/reveals/{reveal_id}", COMMANDS["registry.reveal"], own="reveal"),
)
