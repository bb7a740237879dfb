"""Meetings of groups, and the calendar of one's own telephone."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from support.cast import EARLIER, TODAY, Cast, Viewer, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import INSIDE, Standing, new
from xiuhua.groups.access import QUERIES
from xiuhua.groups.commands.establishing import RelateGroup
from xiuhua.groups.commands.feeds import OpenFeed
from xiuhua.groups.commands.meeting_votes import PersonCame, PersonVoted, PutMotion, TypeAttendance
from xiuhua.groups.commands.meetings import PlanMeeting, SessionAt
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddOrganisation
from xiuhua.platform.accounts.scope import token_digest

LATER = TODAY + timedelta(days=9)
MEETING = "meetings/{meeting}"


def furnish(zone: Zone, actor: Actor) -> None:
    """Entrust the zone's group, and let it have a meeting with a carried motion, one to close and one to come."""
    office = {"organisation_id": fresh(), "name": zone.names["village"] + "上级党委", "kind": "party_organisation"}
    entrusted = {"kind": "entrusted", "organisation_id": office["organisation_id"], "valid_from": EARLIER}
    do([AddOrganisation(id=fresh(), place_code=f"{zone.place_code[:9]}000", **office)])
    do([RelateGroup(id=fresh(), group_id=zone["group"], **entrusted)])
    for name in ("meeting", "ending"):
        days = (EARLIER, TODAY) if name == "meeting" else (EARLIER,)
        _held(zone, name, days, zone.names["village"] + "路口装反光镜")
    coming = _planned(zone, (LATER,), zone.names["village"] + "集体经济")
    zone["coming"], zone["coming session"] = coming.meeting_id, coming.sessions[0].id
    zone["feed"] = fresh()
    feed = {"feed_id": zone["feed"], "account_id": zone["member_account"], "digest": token_digest(zone.place_code)}
    do([OpenFeed(id=fresh(), **feed)], Actor(zone["member_account"]))


def belongings(cast: Cast, viewer: Viewer) -> Mapping[str, Any]:
    """Let somebody have a calendar address of their own."""
    feed = fresh()
    values = {"feed_id": feed, "account_id": viewer.account, "digest": token_digest(viewer.login)}
    do([OpenFeed(id=fresh(), **values)], viewer.actor)
    return {"feed": feed}


def enlarge(cast: Cast) -> None:
    """Let the group have more meetings."""
    zone = cast.zones["A1"]
    for number in range(6):
        _held(zone, f"more-{number}", (EARLIER, TODAY), "再议")


def _planned(zone: Zone, days: tuple[date, ...], topic: str) -> PlanMeeting:
    command = PlanMeeting(
        id=fresh(),
        group_id=zone["group"],
        meeting_id=fresh(),
        kind="group",
        convener_id=zone["member"],
        topic=topic,
        venue="村委会会议室",
        sessions=tuple(SessionAt(id=fresh(), held_on=day, starts="09:00") for day in days),
        member_ids=(zone["member"],),
    )
    do([command])
    return command


def _held(zone: Zone, name: str, days: tuple[date, ...], topic: str) -> None:
    command = _planned(zone, days, topic)
    meeting, session, motion = command.meeting_id, command.sessions[0].id, fresh()
    person = derived_id(command.id, "member", str(zone["member"]))
    came, vote = (PersonCame(person_id=person, came="present"),), (PersonVoted(person_id=person, vote="for"),)
    do([TypeAttendance(id=fresh(), meeting_id=meeting, session_id=session, answers=came)])
    of = {"meeting_id": meeting, "session_id": session, "motion_id": motion}
    do([PutMotion(id=fresh(), text=topic, ballots=vote, **of)])
    zone[name], zone[f"{name} session"], zone[f"{name} motion"] = meeting, session, motion
    zone[f"{name} person"] = person


def _of(name: str) -> Callable[[Standing], str]:
    return lambda s: str(s.zone[name])


def _own(s: Standing) -> str:
    """Return the viewer's own account inside, somebody else's elsewhere."""
    return str(s.viewer.account if s.where == INSIDE else s.zone["member_account"])


PARTS = {
    "meeting_id": lambda s: s.zone["meeting"],
    "sitting_id": lambda s: s.zone["meeting session"],
    "motion_id": lambda s: s.zone["meeting motion"],
    "feed_id": lambda s: s.mine("feed", s.zone["feed"]),
    "secret": lambda s: "nobody-has-this",
}

_DECISION = {"text": "买镜子", "due_on": "2018-07-20", "done_means": "都装好了"}

PAGES = (
    Page(
        "meeting-plan",
        (asked(11), asked(11, kind="talk")),
        form={
            "kind": "group",
            "convener_id": _of("member"),
            "topic": "装反光镜",
            "venue": "村委会",
            "member_ids": _of("member"),
            "day-1": "2018-06-29",
            "time-1": "09:00",
        },
        photos=(Photo("meeting-plan", "leader", "groups/{group}/meetings/plan"),),
    ),
    Page("meeting", (asked(15),), photos=(Photo("meeting", "leader", MEETING, main=True),)),
    Page(
        "meeting-notice",
        (asked(15),),
        form={"notice_on": "2018-06-20", "notice_by": "telephone"},
        photos=(Photo("meeting-notice", "leader", "meetings/{coming}/notice"),),
    ),
    Page(
        "meeting-attendance",
        (asked(16),),
        form={"villagers": ""},
        photos=(Photo("meeting-attendance", "leader", f"{MEETING}/sessions/{{sitting}}/attendance", main=True),),
    ),
    Page(
        "meeting-motion",
        (asked(15), asked(15, session=_of("meeting session"))),
        form={"text": "装三面镜子", "session": _of("meeting session")},
        photos=(Photo("meeting-motion", "leader", f"{MEETING}/motion"),),
    ),
    Page(
        "meeting-decision",
        (asked(20),),
        form={**_DECISION, "member_id": _of("member")},
        photos=(Photo("meeting-decision", "leader", f"{MEETING}/motions/{{motion}}/decision"),),
    ),
    Page(
        "meeting-close",
        (asked(15),),
        form={"summary": "定了装镜子"},
        photos=(Photo("meeting-close", "leader", f"{MEETING}/close"),),
    ),
    Page(
        "meeting-move",
        (asked(15),),
        form={"venue": "学校", "reason": "下大雪", "day-1": "2018-06-30", "time-1": "10:00"},
        photos=(Photo("meeting-move", "leader", "meetings/{coming}/move"),),
    ),
    Page(
        "meeting-cancel",
        (asked(15),),
        form={"reason": "下大雪"},
        photos=(Photo("meeting-cancel", "leader", "meetings/{coming}/cancel"),),
    ),
    Page("meeting-minutes-pdf", (asked(15),), no_page="a document on paper"),
    Page("meeting-minutes-docx", (asked(15),), no_page="a document for a word processor"),
    Page(
        "own-calendar",
        (asked(4),),
        form={"secret": "s" * 43},
        photos=(Photo("own-calendar", "leader", "calendar"),),
    ),
    Page("own-calendar-close", own="feed"),
    Page(
        "calendar-feed",
        no_page="a calendar for programs",
        open="whoever knows the secret address, of which only a digest is kept",
    ),
)


def _of_meeting(name: str, **more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        given = {field: value(s) if callable(value) else value for field, value in more.items()}
        return {"meeting_id": str(s.zone[name]), **given}

    return payload


SAMPLES = {
    "groups.plan_meeting": Sample(
        lambda s: {
            "group_id": str(s.zone["group"]),
            "meeting_id": new("meeting"),
            "kind": "study",
            "convener_id": str(s.zone["member"]),
            "topic": "装反光镜",
            "venue": "村委会",
            "sessions": [{"id": new("session"), "held_on": str(LATER), "starts": "09:00"}],
            "member_ids": [str(s.zone["member"])],
        }
    ),
    "groups.give_notice": Sample(_of_meeting("coming", notice_on=str(TODAY), notice_by="telephone")),
    "groups.type_attendance": Sample(
        _of_meeting(
            "meeting",
            session_id=_of("meeting session"),
            answers=lambda s: [{"person_id": str(s.zone["meeting person"]), "came": "present"}],
        )
    ),
    "groups.put_motion": Sample(
        _of_meeting(
            "meeting",
            motion_id=new("motion"),
            session_id=_of("meeting session"),
            text="装镜子",
            ballots=lambda s: [{"person_id": str(s.zone["meeting person"]), "vote": "for"}],
        )
    ),
    "groups.record_decision": Sample(
        _of_meeting(
            "meeting",
            motion_id=_of("meeting motion"),
            decision_id=new("decision"),
            member_id=_of("member"),
            **_DECISION,
        )
    ),
    "groups.close_meeting": Sample(_of_meeting("ending", summary="定了装镜子")),
    "groups.move_meeting": Sample(
        _of_meeting(
            "coming",
            venue="学校",
            reason="下大雪",
            sessions=lambda s: [{"id": str(s.zone["coming session"]), "held_on": str(LATER), "starts": "10:00"}],
        )
    ),
    "groups.cancel_meeting": Sample(_of_meeting("coming", reason="下大雪")),
    "groups.open_feed": Sample(lambda s: {"feed_id": new("feed"), "account_id": _own(s), "digest": "cd" * 32}),
    "groups.close_feed": Sample(lambda s: {"feed_id": str(s.mine("feed", s.zone["feed"])), "account_id": _own(s)}),
}

READS = (
    Read("/groups/{group_id}/meetings", QUERIES["groups.meetings"]),
    Read("/meetings/{meeting_id}", QUERIES["groups.meetings"]),
)

ALIKE = {"since": date(2018, 1, 1), "until": date(2018, 12, 31)}

INNER = {
    "xiuhua.groups.queries.meetings:may_keep": "it is asked of a group that was found for the viewer",
}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a meeting of the demo that was held and is not closed, with its session and motion, and one to come."""
    motion, meeting, sitting = row(
        "m.id, m.meeting_id, m.session_id FROM groups_motion m JOIN groups_meeting g ON g.id = m.meeting_id",
        "g.state = 'held' ORDER BY m.position",
    )
    (coming,) = row("id FROM groups_meeting", "state = 'planned' ORDER BY first_on")
    return {"meeting": meeting, "sitting": sitting, "motion": motion, "coming": coming}
