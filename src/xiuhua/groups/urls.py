"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.groups.views import groups, members, pilots, relations

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
]
