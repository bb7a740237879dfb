"""Members of a household."""

from support.cast import TODAY
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import at_child, new, of_household
from xiuhua.registry.access import QUERIES

_NEWCOMER = {"id": new("member"), "name": "甄新来", "relation": "之女", "code": "990000000101"}

PARTS = {
    "person_id": at_child,
}

PAGES = (
    Page("member-join", (asked(16),), photos=(Photo("member-join", "leader", "households/{large}/join"),)),
    Page("member-leaves", (asked(16),), photos=(Photo("member-leaves", "leader", "households/{large}/leave"),)),
    Page(
        "member-correct",
        (asked(16),),
        photos=(Photo("member-correct", "leader", "households/{large}/members/{member}/correct"),),
    ),
    Page(
        "member-leave",
        (asked(16),),
        photos=(Photo("member-leave", "leader", "households/{large}/members/{member}/leave"),),
    ),
)

SAMPLES = {
    "registry.correct_member": Sample(
        lambda s: of_household(s, person_id=str(s.zone.child), phone="13811112222"),
        {"identity": lambda s: s.zone.members[3].identity},
    ),
    "registry.join_household": Sample(
        lambda s: of_household(s, member=_NEWCOMER, on=str(TODAY), cause="moved_in"),
        {"member.code": lambda s: s.zone.members[3].code, "member.identity": lambda s: s.zone.members[3].identity},
    ),
    "registry.leave_household": Sample(
        lambda s: of_household(s, person_id=str(s.zone.child), on=str(TODAY), cause="moved_out"),
        {"new_head_id": lambda s: str(s.zone.spouse)},
    ),
}

READS = (Read("/households/{household_id}/members", QUERIES["registry.households"]),)
