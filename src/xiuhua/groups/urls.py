"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.groups.views import (
    feeds,
    groups,
    meeting_minutes,
    meeting_planning,
    meeting_votes,
    meetings,
    members,
    pilots,
    relations,
)

app_urls: list[URLPattern] = [
    path("work", groups.work, name="work"),
    path("places/<str:code>/groups", groups.place_groups, name="place-groups"),
    path("groups/establish", groups.establish, name="group-establish"),
    path("groups/<uuid:group_id>", groups.group_home, name="group"),
    path("groups/<uuid:group_id>/dissolve", groups.dissolve, name="group-dissolve"),
    path("groups/<uuid:group_id>/relate", relations.relate, name="group-relate"),
    path("groups/<uuid:group_id>/revoke", relations.revoke, name="group-revoke"),
    path("groups/<uuid:group_id>/members/add", members.add, name="group-member-add"),
    path("groups/<uuid:group_id>/members/<uuid:member_id>/change", members.change, name="group-member-change"),
    path("groups/<uuid:group_id>/members/<uuid:member_id>/end", members.end, name="group-member-end"),
    path("groups/<uuid:group_id>/leader", members.leader, name="group-leader"),
    path("places/<str:code>/pilots", pilots.place_pilots, name="place-pilots"),
    path("places/<str:code>/pilots/plan", pilots.plan, name="pilot-plan"),
    path("pilots/<uuid:pilot_id>", pilots.pilot, name="pilot"),
    path("pilots/<uuid:pilot_id>/start", pilots.start, name="pilot-start"),
    path("pilots/<uuid:pilot_id>/review", pilots.review, name="pilot-review"),
    path("pilots/<uuid:pilot_id>/sign", pilots.sign, name="pilot-sign"),
    path("pilots/<uuid:pilot_id>/roll-out", pilots.roll_out, name="pilot-roll-out"),
    path("pilots/<uuid:pilot_id>/end", pilots.end, name="pilot-end"),
    path("groups/<uuid:group_id>/meetings/plan", meeting_planning.plan, name="meeting-plan"),
    path("meetings/<uuid:meeting_id>", meetings.meeting_home, name="meeting"),
    path("meetings/<uuid:meeting_id>/notice", meetings.notice, name="meeting-notice"),
    path(
        "meetings/<uuid:meeting_id>/sessions/<uuid:sitting_id>/attendance",
        meeting_votes.attendance,
        name="meeting-attendance",
    ),
    path("meetings/<uuid:meeting_id>/motion", meeting_votes.motion, name="meeting-motion"),
    path(
        "meetings/<uuid:meeting_id>/motions/<uuid:motion_id>/decision", meeting_votes.decision, name="meeting-decision"
    ),
    path("meetings/<uuid:meeting_id>/close", meetings.close, name="meeting-close"),
    path("meetings/<uuid:meeting_id>/cancel", meetings.cancel, name="meeting-cancel"),
    path("meetings/<uuid:meeting_id>/minutes.pdf", meeting_minutes.minutes_pdf, name="meeting-minutes-pdf"),
    path("meetings/<uuid:meeting_id>/minutes.docx", meeting_minutes.minutes_docx, name="meeting-minutes-docx"),
    path("calendar", feeds.own_calendar, name="own-calendar"),
    path("calendar/<uuid:feed_id>/close", feeds.close_calendar, name="own-calendar-close"),
    path("calendar/<str:secret>.ics", feeds.calendar_feed, name="calendar-feed"),
]
