"""Households: registering, reading, regrouping, erasing."""

from uuid import UUID

from support.cast import EARLIER, TODAY, Zone, do, fresh
from support.declared import Page, Payload, Photo, Read, Sample, asked
from support.demo_records import VILLAGE
from support.standing import Standing, at_child, at_household, at_place, new, of_household
from xiuhua.kernel.actors import Actor
from xiuhua.registry.access import QUERIES
from xiuhua.registry.beside import Home
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.commands.record import Member as RecordedMember
from xiuhua.registry.commands.record import RecordHousehold


def _relation(person: UUID, relation: str) -> Payload:
    return {"person_id": str(person), "relation": relation}


def _record_household(s: Standing) -> Payload:
    member = {"id": new("member"), "name": "甄新来", "relation": "户主", "code": "990000000101"}
    codes = {"household_id": new("household"), "household_code": "99000000011"}
    return {**codes, "village_code": s.zone.place_code, "origin": "form", "stated_on": str(TODAY), "members": [member]}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let a household of the zone's village have ended: its only member left."""
    zone["ended"], person = fresh(), fresh()
    code = str(int(zone.household_code) + 7_000_000)
    member = RecordedMember(id=person, name="甄走远", relation="户主", code=f"{code}1")
    given = {"household_id": zone["ended"], "household_code": code, "village_code": zone.place_code}
    do([RecordHousehold(id=fresh(), origin="form", stated_on=EARLIER, members=[member], **given)], actor)
    left = {"household_id": zone["ended"], "person_id": person, "on": EARLIER, "cause": "moved_out"}
    do([LeaveHousehold(id=fresh(), **left)], actor)


PARTS = {
    "household_id": at_household,
}

PAGES = (
    Page(
        "figure-households",
        (
            asked(9, place=at_place),
            asked(9, place=at_place, after="620121177211/1"),
            asked(10, place=at_place, on="2018-06-19"),
        ),
        photos=(Photo("figure-households", "leader", f"figure/households?place={VILLAGE}"),),
    ),
    Page(
        "household-register",
        (
            asked(5),
            asked(5, village=at_place),
        ),
        photos=(
            Photo("household-register", "leader", f"households/register?village={VILLAGE}"),
            Photo("household-where", "township", "households/register"),
        ),
    ),
    Page(
        "household",
        (
            asked(36),
            asked(36, on="2018-06-20"),
            asked(48, whole="1"),
            asked(37, open="consents"),
        ),
        photos=(
            Photo("household", "leader", "households/{large}", main=True),
            Photo("household-asked", "leader", "households/{asked}"),
            Photo("household-whole", "leader", "households/{large}?whole=1"),
            Photo("household-auditor", "auditor", "households/{asked}"),
            Photo("household-corrections", "leader", "households/{corrected}"),
        ),
    ),
    Page(
        "household-part",
        (
            asked(17, show="lines"),
            asked(17, show="lines", on="2018-06-20"),
            asked(18, show="plot-lines"),
            asked(16, show="confirmed"),
            asked(17, show="stated"),
            asked(17, show="stated", on="2018-06-20"),
            asked(17, show="corrections"),
            asked(17, show="consents"),
            asked(27, show="looked"),
            asked(29, show="earlier"),
        ),
        photos=(
            Photo("household-part-lines", "leader", "households/{large}/part?show=lines"),
            Photo("household-part-looked", "leader", "households/{asked}/part?show=looked"),
            Photo("household-part-stated", "leader", "households/{asked}/part?show=stated"),
            Photo("household-part-earlier", "leader", "households/{large}/part?show=earlier"),
        ),
    ),
    Page(
        "household-stated",
        (
            asked(16),
            asked(16, on="2018-06-20"),
        ),
        photos=(Photo("household-stated", "leader", "households/{large}/stated"),),
    ),
    Page(
        "household-correct", (asked(16),), photos=(Photo("household-correct", "leader", "households/{large}/correct"),)
    ),
    Page(
        "household-head",
        (asked(16),),
        form={"new_head_id": lambda s: s.zone.spouse},
        photos=(Photo("household-head", "leader", "households/{large}/head"),),
    ),
    Page("household-split", (asked(16),), photos=(Photo("household-split", "leader", "households/{large}/split"),)),
    Page(
        "household-merge",
        (
            asked(18),
            asked(26, into=lambda s: s.zone.second),
        ),
        photos=(
            Photo("household-merge", "leader", "households/{large}/merge"),
            Photo("household-merge-into", "leader", "households/{large}/merge?into={asked}"),
        ),
    ),
    Page(
        "household-erase",
        (
            asked(17),
            asked(22, person=at_child),
        ),
        photos=(
            Photo("household-erase", "county", "households/{large}/erase"),
            Photo("household-erase-person", "county", "households/{large}/erase?person={child}"),
        ),
    ),
    Page(
        "household-erase-whole",
        (asked(23),),
        photos=(Photo("household-erase-whole", "county", "households/{large}/erase-whole"),),
    ),
)

SAMPLES = {
    "registry.change_head": Sample(
        lambda s: of_household(s, new_head_id=str(s.zone.spouse), relations=[_relation(s.zone.head, "配偶")])
    ),
    "registry.correct_household": Sample(lambda s: of_household(s, natural_village="阴坡")),
    "registry.erase_person": Sample(
        lambda s: of_household(
            s, person_id=str(s.zone.child), basis="mistake", reference="2018-07", reason="重复登记，已核实"
        )
    ),
    "registry.erase_household": Sample(
        lambda s: {
            "household_id": str(s.zone["ended"]),
            "basis": "mistake",
            "reference": "2018-08",
            "reason": "重复登记，已核实",
        }
    ),
    "registry.merge_households": Sample(
        lambda s: {
            "household_id": str(s.zone.second),
            "into_id": str(s.zone.household),
            "relations": [
                _relation(s.zone.second_head, "之兄弟姐妹"),
                _relation(s.zone.second_spouse, "之兄弟媳妇"),
            ],
            "on": str(TODAY),
        }
    ),
    "registry.record_household": Sample(
        _record_household,
        {
            "household_code": lambda s: s.zone.household_code,
            "members.0.code": lambda s: s.zone.members[3].code,
            "members.0.identity": lambda s: s.zone.members[3].identity,
        },
    ),
    "registry.split_household": Sample(
        lambda s: of_household(
            s,
            new_household_id=new("household"),
            new_code="99000000012",
            leaving=[_relation(s.zone.child, "户主")],
            on=str(TODAY),
        ),
        {"new_code": lambda s: s.zone.household_code},
    ),
}

READS = (
    Read("/households", QUERIES["registry.households"]),
    Read("/households/{household_id}", QUERIES["registry.households"]),
)

NAMES = {
    "households": lambda s: [s.zone.household],
    "besides": lambda s: s.zone.second,
    "person": lambda s: str(s.zone.spouse),
    "home": lambda s: Home(s.zone.household, s.zone.place_code),
}
