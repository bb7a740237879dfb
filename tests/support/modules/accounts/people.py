"""People and their posts, as administrators keep them."""

from support.cast import TODAY
from support.declared import Page, Photo, Sample, asked
from support.standing import at_place, new
from xiuhua.platform.accounts.access import PLACES

PARTS = {
    "account_id": lambda s: s.zone.clerk,
    "post_id": lambda s: s.zone.clerk_post,
}

PAGES = (
    Page(
        "people",
        (
            asked(6),
            asked(6, after="620121177211/a"),
        ),
        photos=(Photo("people", "admin", "people"),),
    ),
    Page(
        "person-add",
        (asked(4),),
        form={"login": "brand-new", "name": "甄新人", "place_code": at_place},
        photos=(Photo("person-add", "admin", "people/add"),),
    ),
    Page("person", (asked(6),), photos=(Photo("person", "admin", "people/{leader}"),)),
    Page(
        "person-change",
        (asked(6),),
        form={"place_code": at_place},
        photos=(Photo("person-change", "admin", "people/{leader}/change"),),
    ),
    Page(
        "person-password",
        (asked(6),),
        form={"password": "four quiet otters"},
        photos=(Photo("person-password", "admin", "people/{leader}/password"),),
    ),
    Page(
        "post-give",
        (asked(7),),
        form={
            "role": "attendee",
            "place_code": at_place,
            "organisation_id": lambda s: s.zone.organisation,
            "valid_from": "2018-06-20",
        },
        photos=(Photo("post-give", "admin", "people/{leader}/post"),),
    ),
    Page("post-end", form={"valid_to": "2018-06-20"}),
)

SAMPLES = {
    "accounts.add_person": Sample(
        lambda s: {
            "account_id": new("account"),
            "login": "brand-new",
            "name": "甄新人",
            "place_code": s.zone.place_code,
        },
        {"login": lambda s: s.zone.login},
    ),
    "accounts.appoint": Sample(
        lambda s: {
            "post_id": new("post"),
            "account_id": str(s.zone.clerk),
            "role": "attendee",
            "place_code": s.zone.place_code,
            "valid_from": str(TODAY),
        },
        {"organisation_id": lambda s: str(s.zone.organisation)},
    ),
    "accounts.change_person": Sample(
        lambda s: {"account_id": str(s.zone.clerk), "name": "新名字", "place_code": s.zone.place_code}
    ),
    "accounts.deactivate_person": Sample(lambda s: {"account_id": str(s.zone.clerk), "reason": "调走"}),
    "accounts.end_post": Sample(
        lambda s: {"post_id": str(s.zone.clerk_post), "account_id": str(s.zone.clerk), "valid_to": str(TODAY)}
    ),
    "accounts.reopen_person": Sample(lambda s: {"account_id": str(s.zone.clerk)}),
}

ALIKE = {
    "access": PLACES,
}

INNER = {
    "xiuhua.platform.accounts.scope": "asks the posts themselves; every query below stands on it",
    "xiuhua.platform.accounts.why:holders": "takes a place that was looked up for the viewer",
}

NATIONWIDE = {
    "accounts.add_person login": "a login is typed before anybody knows whose it is, so it is one of a kind everywhere",
}
