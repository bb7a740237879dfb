"""Corrections asked of another system."""

from support.declared import Page, Photo, Read, Sample, asked
from support.demo_records import COUNTY
from support.standing import at_child, at_place, new, of_household
from xiuhua.registry.access import QUERIES

PARTS = {
    "correction_id": lambda s: s.zone.correction,
}

PAGES = (
    Page(
        "corrections",
        (
            asked(10, place=at_place),
            asked(10, place=at_place, state="open", after="620121177211/1"),
        ),
        photos=(Photo("corrections", "county", f"corrections?place={COUNTY}", main=True),),
    ),
    Page(
        "correction-list",
        (
            asked(10, place=at_place),
            asked(10, place=at_place, number="620121-20180620-01"),
        ),
        form={"purpose": "report", "reason": "县扶贫办"},
        photos=(Photo("correction-list", "county", f"corrections/list?place={COUNTY}"),),
    ),
    Page(
        "correction-request",
        (
            asked(16),
            asked(16, person=at_child, field="name"),
        ),
        form={"field": "exit_year", "wanted": "2016", "why": "看过文件"},
        photos=(
            Photo("correction-request", "leader", "households/{large}/corrections/new?person={member}&field=ethnicity"),
        ),
    ),
    Page(
        "correction-withdraw",
        (asked(17),),
        form={"reason": "看错了"},
        photos=(Photo("correction-withdraw", "leader", "households/{corrected}/corrections/{correction}/withdraw"),),
    ),
)

SAMPLES = {
    "registry.list_corrections": Sample(
        lambda s: {"place_code": s.zone.place_code, "purpose": "report", "reason": "县扶贫办"}
    ),
    "registry.request_correction": Sample(
        lambda s: (
            of_household(s, correction_id=new("correction"), field="ethnicity", wanted="藏族", why="看过户口本")
            | {"person_id": str(s.zone.child)}
        ),
    ),
    "registry.withdraw_correction": Sample(
        lambda s: of_household(s, correction_id=str(s.zone.correction), reason="看错了")
    ),
}

READS = (Read("/corrections", QUERIES["registry.households"]),)

FIXED = {
    "state": "open",
}

ALIKE = {
    "state": "",
    "number": "620121-20180620-01",
}
