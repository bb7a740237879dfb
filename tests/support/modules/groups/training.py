"""Training of a group's members: what they need, courses that answer it, what they say of them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from support.canaries import A, B, C
from support.cast import EARLIER, TODAY, Cast, Viewer, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, new
from xiuhua.groups.access import QUERIES
from xiuhua.groups.commands.courses import PlanCourse
from xiuhua.groups.commands.courses_held import MemberCame, RecordCourse
from xiuhua.groups.commands.members import AddMember
from xiuhua.groups.commands.training_needs import TellTrainingNeed
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddPerson

COURSE: Final = "courses/{course}"
SOON: Final = TODAY + timedelta(days=5)
WORDS: Final = {
    A: {"course": "柳编账本课", "training": "想学编账本"},
    B: {"course": "罍簋鬲課", "training": "欲習罍簋"},
    C: {"course": "鼗鼓籥課", "training": "欲習鼗籥"},
}
_LATER: Final = ("law", "safety", "computers", "talking")
_OF_GROUPS: Final = frozenset({Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.ATTENDEE})


def furnish(zone: Zone, actor: Actor) -> None:
    """Let a member of the village committee need something, and a course answer it that is over today."""
    zone["cadre"], account = fresh(), fresh()
    person = {"login": f"sits-{zone.place_code}", "name": "乜委员", "place_code": zone.place_code}
    joining = {"group_id": zone["group"], "member_id": zone["cadre"], "channels": ("village_committee",)}
    do([AddPerson(id=fresh(), account_id=account, **person)])
    do([AddMember(id=fresh(), account_id=account, party_member=False, valid_from=EARLIER, **joining)])
    zone["training_need"] = _told(zone, zone["cadre"], "accounts")
    zone["training_free"] = _told(zone, zone["cadre"], "collective")
    zone["course"] = _planned(zone, (zone["member"],), need_ids=(zone["training_need"],))
    zone["course_seat"] = _seat(zone["course"], zone["member"])


def belongings(cast: Cast, viewer: Viewer) -> Mapping[str, Any]:
    """Let whoever belongs to the zone's group have a need, and have attended a course; a township say a need."""
    zone = cast.zones["A1"]
    if viewer.role is Role.TOWNSHIP_OFFICER:
        return {"training_need": _told(zone, zone["cadre"], "party_rules", viewer.actor), "speaks": zone["cadre"]}
    if viewer.role not in _OF_GROUPS or viewer.place_code != zone.place_code:
        return {}
    member = cast.own[viewer.login]["membership"]
    need, course = _told(zone, member, "accounts", viewer.actor), _planned(zone, (member,))
    came = (MemberCame(member_id=member, came="present"),)
    do([RecordCourse(id=fresh(), course_id=course, answers=came)])
    seat = _seat(course, member)
    return {"training_need": need, "course": course, "course_seat": seat, "speaks": member}


def enlarge(cast: Cast) -> None:
    """Let more be needed, and more courses be planned."""
    for zone in cast.zones.values():
        for subject in _LATER:
            _told(zone, zone["cadre"], subject)
            _planned(zone, (zone["member"], zone["cadre"]), first_on=SOON, last_on=SOON)


def _told(zone: Zone, member: UUID, subject: str, actor: Actor | None = None) -> UUID:
    need = fresh()
    said = {"subject": subject, "words": WORDS[zone.place_code[:6]]["training"], "since": TODAY}
    do([TellTrainingNeed(id=fresh(), group_id=zone["group"], need_id=need, member_id=member, **said)], actor)
    return need


def _planned(zone: Zone, members: tuple[UUID, ...], **more: Any) -> UUID:
    course, title = fresh(), WORDS[zone.place_code[:6]]["course"]
    terms: dict[str, Any] = {**_terms(zone.organisation), "title": title, "teacher": title, "member_ids": members}
    do([PlanCourse(id=fresh(), place_code=zone.place_code, course_id=course, **{**terms, **more})])
    return course


def _terms(organisation: UUID, day: date = TODAY) -> dict[str, Any]:
    return {
        "title": "怎么记账",
        "subject": "accounts",
        "first_on": str(day),
        "last_on": str(day),
        "hours": "4",
        "venue": "村委会",
        "organiser_id": str(organisation),
    }


def _seat(course: UUID, member: UUID) -> UUID:
    return derived_id(course, "seat", str(member))


def _need(s: Standing) -> str:
    return str(s.mine("training_need", s.zone["training_need"]))


def _course(s: Standing) -> str:
    return str(s.mine("course", s.zone["course"]))


def _spoken_for(s: Standing) -> str:
    return str(s.mine("speaks", s.zone["cadre"]))


def _of_course(**more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        return {
            "course_id": _course(s),
            **{name: value(s) if callable(value) else value for name, value in more.items()},
        }

    return payload


def _answers(s: Standing) -> list[dict[str, str]]:
    return [{"member_id": str(s.zone[name]), "came": "present"} for name in ("member", "cadre")]


PARTS = {
    "training_need_id": _need,
    "course_id": _course,
    "trained_id": lambda s: s.mine("membership", s.zone["member"]),
}

PAGES = (
    Page(
        "own-training",
        (asked(12),),
        photos=(Photo("own-training", "member", "training", main=True),),
    ),
    Page(
        "place-training",
        (asked(13), asked(13, subject="accounts")),
        photos=(Photo("place-training", "township", "places/{training_place}/training", main=True),),
    ),
    Page(
        "course-plan",
        (asked(14), asked(14, subject="accounts")),
        form={
            **{name: (lambda s, name=name: _terms(s.zone.organisation)[name]) for name in _terms(UUID(int=0))},
            "member_ids": lambda s: str(s.zone["member"]),
        },
        photos=(Photo("course-plan", "township", "places/{training_place}/training/plan?subject=computers"),),
    ),
    Page(
        "training-tell",
        (asked(11),),
        form={"member_id": _spoken_for, "subject": "law", "words": "调解", "since": str(TODAY)},
        photos=(Photo("training-tell", "leader", "groups/{group}/training/tell"),),
        own="speaks",
    ),
    Page(
        "member-training",
        (asked(17),),
        photos=(Photo("member-training", "leader", "groups/{group}/members/{trained_member}/training"),),
    ),
    Page(
        "training-take-back",
        (asked(15),),
        photos=(Photo("training-take-back", "member", "training-needs/{training_need}/take-back"),),
        own="training_need",
    ),
    Page(
        "course",
        (asked(9),),
        photos=(Photo("course", "township", COURSE, main=True), Photo("course-member", "member", COURSE)),
    ),
    Page(
        "course-attendance",
        (asked(14),),
        photos=(Photo("course-attendance", "township", f"{COURSE}/attendance", main=True),),
    ),
    Page(
        "course-cancel",
        (asked(11),),
        form={"reason": "下雨"},
        photos=(Photo("course-cancel", "township", "courses/{course_ahead}/cancel"),),
    ),
    Page(
        "course-say",
        (asked(11),),
        form={"enough": "true"},
        photos=(Photo("course-say", "member", f"{COURSE}/say"),),
        own="course",
    ),
)

SAMPLES = {
    "groups.tell_training_need": Sample(
        lambda s: {
            "group_id": str(s.zone["group"]),
            "need_id": new("need"),
            "member_id": _spoken_for(s),
            "subject": "law",
            "words": "调解",
            "since": str(TODAY),
        }
    ),
    "groups.take_back_training_need": Sample(lambda s: {"need_id": _need(s)}),
    "groups.plan_course": Sample(
        lambda s: {
            "place_code": s.zone.place_code,
            "course_id": new("course"),
            **_terms(s.zone.organisation),
            "hours": 4,
            "member_ids": [str(s.zone["member"])],
        },
        {"need_ids": lambda s: [str(s.zone["training_need"])]},
    ),
    "groups.record_course": Sample(_of_course(answers=_answers), {"also": lambda s: [str(s.zone["cadre"])]}),
    "groups.cancel_course": Sample(_of_course(reason="下雨")),
    "groups.say_of_course": Sample(
        _of_course(seat_id=lambda s: str(s.mine("course_seat", s.zone["course_seat"])), enough=True)
    ),
}

READS = (
    Read("/places/{code}/training", QUERIES["groups.courses"]),
    Read("/courses/{course_id}", QUERIES["groups.courses"]),
)


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return the course of the demo that was held, the one to come, and a need of the member of the cast."""
    held, place = row("id, place_code FROM groups_course", "state = 'held' ORDER BY first_on, id")
    (ahead,) = row("id FROM groups_course", "state = 'planned' ORDER BY first_on, id")
    need, member = row("id, member_id FROM groups_training_need", "subject = 'computers' AND state = 'open'")
    return {
        "course": held,
        "course_ahead": ahead,
        "training_place": place,
        "training_need": need,
        "trained_member": member,
    }
