"""Search."""

from support.declared import Page, Photo, Read, asked
from support.standing import Sampler, at_place

_TEXTS: tuple[tuple[int, int, Sampler], ...] = (
    (8, 8, lambda s: s.zone.members[0].name),
    (9, 9, lambda s: s.zone.household_code),
    (9, 9, lambda s: s.zone.members[0].code),
    (8, 3, lambda s: s.zone.members[0].identity),
    (6, 6, lambda s: s.zone.names["village"]),
    (7, 7, at_place),
)
"""What is looked for: how many queries the page costs, how many its suggestions."""

PAGES = (
    Page(
        "search",
        (
            asked(3),
            *(asked(page, q=text) for page, _, text in _TEXTS),
            *(asked(part, q=text, part="suggestions") for _, part, text in _TEXTS),
            asked(7, q=lambda s: s.zone.members[3].name, group="people"),
            asked(3, none="number"),
            asked(3, at="nothing"),
            asked(7, same=lambda s: s.zone.spouse),
        ),
        form={"q": lambda s: s.zone.members[0].identity},
        photos=(
            Photo("search-people", "county", "search?q={surname}", main=True),
            Photo("search-places", "county", "search?q=yep"),
            Photo("search-none", "county", "search?q=没有这样的人"),
        ),
    ),
)

READS = (Read("/search", None),)

FIXED = {
    "group": "people",
}

ALIKE = {
    "group": "",
}

SEVERAL = {
    "text": (
        lambda s: s.zone.members[0].name,
        lambda s: s.zone.members[0].identity,
        lambda s: s.zone.household_code,
        lambda s: s.zone.members[0].code,
        lambda s: s.zone.names["village"],
    ),
}
