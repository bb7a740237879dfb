"""The calendar feed of a person: whether there is one, and the meetings that it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final
from uuid import UUID

from django.db.models import Q
from icalendar import Calendar, Event
from icalendar.enums import STATUS

from xiuhua.groups.models import CalendarFeed, Invitation, Meeting, MeetingSession, Member
from xiuhua.groups.queries.meetings import MEETINGS
from xiuhua.groups.rules.meetings import MeetingState, meeting_kinds
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import actor_for_account, token_digest, within
from xiuhua.platform.journal import catalogue

BACK: Final = timedelta(days=60)
"""Meetings that began longer ago are not told any more."""

_NAME: Final = Text("绣花：会议", "Xiuhua: meetings")


@dataclass(frozen=True, slots=True)
class FeedLine:
    """The feed that somebody has."""

    id: UUID
    created: date


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """For whom an address answers, and in which language."""

    actor: Actor
    language: str


def own_feed(viewer: Actor) -> FeedLine | None:
    """Return the viewer's own feed, if there is one."""
    row = CalendarFeed.objects.filter(account_id=viewer.person_id, revoked=None).first()
    return FeedLine(row.id, row.created) if row else None


def feed_of(secret: str, *, on: date) -> FoundFeed | None:
    """Return for whom an address answers, or ``None`` where it is unknown or revoked, or the account is closed."""
    row = CalendarFeed.objects.filter(digest=token_digest(secret), revoked=None).first()
    actor = actor_for_account(row.account_id, on=on, door="web") if row else None
    return FoundFeed(actor, row.language) if row and actor else None


def calendar_of(found: FoundFeed, *, at: datetime, zone: tzinfo) -> bytes:
    """Return the calendar of a person: which meetings, when, where; not what they are about, and nobody's name."""
    calendar = Calendar.new(name=_NAME.in_language(found.language), prodid="-//xiuhua//meetings//ZH")
    for meeting, sessions in _meetings(found.actor, since=at.astimezone(zone).date() - BACK):
        kinds = meeting_kinds(catalogue.policy(), on=meeting.first_on, region=meeting.place_code)
        kind = kinds.get(meeting.kind)
        name = kind.name.in_language(found.language) if kind else meeting.kind
        status = STATUS.CANCELLED if meeting.state == MeetingState.CANCELLED else STATUS.CONFIRMED
        for session in sessions:
            hour, minute = map(int, session.starts.split(":"))
            calendar.add_component(
                Event.new(
                    uid=f"{session.id}@xiuhua",
                    start=datetime.combine(session.held_on, time(hour, minute), tzinfo=zone),
                    summary=f"{name} · {meeting.group.name}",
                    location=meeting.venue,
                    status=status,
                    sequence=meeting.moved + (status == STATUS.CANCELLED),
                    stamp=at,
                )
            )
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _meetings(viewer: Actor, *, since: date) -> Sequence[tuple[Meeting, list[MeetingSession]]]:
    mine = list(Member.objects.filter(account_id=viewer.person_id, valid_to=None).values_list("id", flat=True))
    invited = Invitation.objects.filter(member_id__in=mine).values("meeting_id")
    rows = within(Meeting.objects.filter(first_on__gte=since), viewer, MEETINGS).select_related("group")
    found = list(rows.filter(Q(id__in=invited) | Q(convener_id__in=mine)).order_by("first_on", "id"))
    sessions = MeetingSession.objects.filter(meeting_id__in=[each.id for each in found]).order_by("held_on", "id")
    known: dict[UUID, list[MeetingSession]] = {each.id: [] for each in found}
    for session in sessions:
        known[session.meeting_id].append(session)
    return [(each, known[each.id]) for each in found]
