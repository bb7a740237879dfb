"""Pages that belong to no module alone."""

from support.declared import Page, Photo, asked

PAGES = (
    Page(
        "today",
        (asked(48),),
        photos=(
            Photo("today-county", "county", "", main=True),
            Photo("today-leader", "leader", ""),
            Photo("today-administrator", "admin", ""),
            Photo("today-attendee", "attendee", ""),
        ),
    ),
    Page("agenda", (asked(31, group="today"),), photos=(Photo("agenda", "county", "today/lines?group=today"),)),
    Page("notices-read", form={"up_to": "2018-06-20T01:00:00+00:00"}),
    Page(
        "style",
        (
            asked(3),
            asked(3, part="figure"),
        ),
        photos=(Photo("style", "county", "style"),),
        without_data="the parts of pages with invented samples; Django asks for a session",
    ),
    Page(
        "glossary",
        (
            asked(3),
            asked(3, word="Place"),
        ),
        photos=(Photo("glossary", "member", "evidence/glossary"),),
    ),
    Page("api-docs", (asked(3),), photos=(Photo("api-docs", "county", "api/v1/docs"),)),
)
