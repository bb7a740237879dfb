"""Meetings of work groups as JSON: when, who came of each kind, what was put to the vote, what was decided."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.groups.access import QUERIES
from xiuhua.groups.queries.groups import group_page
from xiuhua.groups.queries.meeting_list import meetings_of
from xiuhua.groups.queries.meeting_records import MeetingLine, MeetingPage, MotionLine, SessionLine
from xiuhua.groups.queries.meetings import meeting_page
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

MEETINGS = QUERIES["groups.meetings"]
_SINCE, _UNTIL = date(1949, 1, 1), date(2200, 12, 31)


class MeetingLineOut(Schema):
    """A meeting of a list."""

    id: UUID
    kind: Words
    topic: str
    first_on: date
    last_on: date
    state: str = Field(description="planned、held、closed、not_quorate 或 cancelled。 One of these.")
    decided: list[str]


class AnswerOut(Schema):
    """Whether somebody who was invited came."""

    id: UUID = Field(description="录入到会情况和表决时写作 person_id。 The person_id of attendance and votes.")
    name: str
    votes: bool
    guest: bool
    came: str | None = Field(
        description="present、excused、absent；没有录入是 null。 One of these, null while not typed."
    )
    reason: str


class SessionOut(Schema):
    """A session with who came; the counts are of the rows."""

    id: UUID
    held_on: date
    starts: str
    typed_on: date | None
    voting: int
    voting_due: int
    attending: int
    attending_due: int
    quorate: bool
    villagers: int | None
    named: list[str]
    answers: list[AnswerOut]


class BallotOut(Schema):
    """The vote of one member."""

    name: str
    vote: str
    words: str


class MotionOut(Schema):
    """A motion with its votes."""

    id: UUID
    session_id: UUID
    text: str
    for_: int = Field(alias="for")
    against: int
    abstained: int
    carried: bool
    outcome: Words
    ballots: list[BallotOut]


class DecisionOut(Schema):
    """What somebody does because of a motion."""

    id: UUID
    motion_id: UUID
    text: str
    who: str
    due_on: date
    done_means: str


class MeetingOut(Schema):
    """A meeting as its page shows it."""

    id: UUID
    group_id: UUID
    group: str
    place_code: str
    kind: Words
    convener: str
    topic: str
    agenda: list[str]
    venue: str
    state: str
    notice_on: date | None
    notice_by: Words | None
    summary: str
    end_reason: str
    ended_on: date | None
    needed: int = Field(description="有表决权的要到几人。 How many of those who vote have to be there.")
    sessions: list[SessionOut]
    motions: list[MotionOut]
    decisions: list[DecisionOut]


@router.get(
    "/groups/{uuid:group_id}/meetings",
    response=list[MeetingLineOut],
    url_name="group-meetings",
    tags=["groups"],
    **said(
        Text("一个小组的会议", "the meetings of a group"),
        Text("最近的在前，附作出的决定。", "The latest first, with what was decided."),
        problems=(401, 403, 404, 422),
    ),
)
def group_meetings(request: HttpRequest, group_id: UUID) -> list[dict[str, Any]]:
    """Answer with the meetings of a group."""
    require(caller(request), MEETINGS)
    if group_page(caller(request), group_id, on=today_of(request)) is None:
        raise not_found()
    return [_line(each) for each in meetings_of(caller(request), group_id, since=_SINCE, until=_UNTIL)]


@router.get(
    "/meetings/{uuid:meeting_id}",
    response=MeetingOut,
    url_name="meeting",
    tags=["groups"],
    by_alias=True,
    **said(
        Text("一次会议", "one meeting"),
        Text(
            "到会的参加和列席分开数；没有够法定人数，表决不作数。",
            "Who votes and who attends are counted apart; without a quorum a motion decides nothing.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def meeting(request: HttpRequest, meeting_id: UUID) -> dict[str, Any]:
    """Answer with a meeting."""
    require(caller(request), MEETINGS)
    found = meeting_page(caller(request), meeting_id, on=today_of(request))
    if found is None:
        raise not_found()
    return _meeting(found)


def _line(found: MeetingLine) -> dict[str, Any]:
    plain = {name: getattr(found, name) for name in ("id", "topic", "first_on", "last_on")}
    state = found.state.value
    return {**plain, "kind": shapes.words(found.kind), "state": state, "decided": list(found.decided)}


def _meeting(found: MeetingPage) -> dict[str, Any]:
    plain = (
        *("id", "group_id", "group", "place_code", "convener", "topic", "venue", "notice_on", "summary"),
        *("end_reason", "ended_on", "needed"),
    )
    decided = ("id", "motion_id", "text", "who", "due_on", "done_means")
    return {
        **{name: getattr(found, name) for name in plain},
        "kind": shapes.words(found.kind.name),
        "agenda": list(found.agenda),
        "state": found.state.value,
        "notice_by": shapes.words(found.notice_by),
        "sessions": [_session(found, each) for each in found.sessions],
        "motions": [_motion(each) for each in found.motions],
        "decisions": [{name: getattr(each, name) for name in decided} for each in found.decisions],
    }


def _session(page: MeetingPage, found: SessionLine) -> dict[str, Any]:
    counts = ("voting", "voting_due", "attending", "attending_due", "quorate")
    answers = []
    for person in page.people:
        known = found.answers.get(person.id)
        told = {"came": known.came.value if known else None, "reason": known.reason if known else ""}
        answers.append({"id": person.id, "name": person.name, "votes": person.votes, "guest": person.guest, **told})
    return {
        **{name: getattr(found, name) for name in ("id", "held_on", "starts", "typed_on", "villagers")},
        **{name: getattr(found.turnout, name) for name in counts},
        "named": list(found.named),
        "answers": answers,
    }


def _motion(found: MotionLine) -> dict[str, Any]:
    count = found.tally
    return {
        "id": found.id,
        "session_id": found.session.id,
        "text": found.text,
        "for": count.for_,
        "against": count.against,
        "abstained": count.abstained,
        "carried": count.carried,
        "outcome": shapes.words(found.said),
        "ballots": [{"name": each.name, "vote": each.vote.value, "words": each.words} for each in found.ballots],
    }
