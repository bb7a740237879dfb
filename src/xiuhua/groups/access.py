"""Who may do what with work groups: the only place for it."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.access import Access, Role

_COUNTY_SENDS = Access.of(
    Role.COUNTY_OFFICER,
    zh="特别党小组由县委派出：县级干部成立、撤销，任命组长，在本县内",
    en="the county dispatches groups: its officers establish and dissolve them and appoint their leaders",
)
_DEPARTMENT_MANAGES = Access.of(
    Role.ORGANISATION_DEPARTMENT,
    zh="成员由组织部门管理，在本辖区内",
    en="the organisation department manages the members, in its territory",
)
_GROUP_MEETS = Access.of(
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    zh="组长和有表决权的成员；乡镇干部在受委托日常管理期间",
    en="the leader and the members who vote; officers of the township while it is entrusted with the group",
)

_ASKS_LEAVE = Access.of(
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.ATTENDEE,
    zh="成员为自己请假、销假",
    en="members ask for leave of their own and end it",
)
_DECIDES_LEAVE = Access.of(
    Role.TOWNSHIP_OFFICER,
    Role.ORGANISATION_DEPARTMENT,
    zh="短假由受委托的乡镇批，长假由组织部门批，在本辖区内；不批自己的假",
    en="short leave by the township that is entrusted, longer leave by the organisation department; never one's own",
)
_SAYS_WHAT_TO_LEARN = Access.of(
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.ATTENDEE,
    Role.TOWNSHIP_OFFICER,
    zh="成员说自己的；组长，和受委托期间的乡镇，也说村“两委”成员的；谁说的谁撤回",
    en="members their own, leader and entrusted township that of the two committees; taken back by who said it",
)
_TRAINS = Access.of(
    Role.TOWNSHIP_OFFICER,
    Role.ORGANISATION_DEPARTMENT,
    zh="受委托的乡镇和管理小组的组织部门安排、登记培训，在本辖区内",
    en="the township that is entrusted and the organisation department that manages groups, in their territory",
)
_WAS_TRAINED = Access.of(
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.ATTENDEE,
    zh="来了的成员自己说，别人不能替他说",
    en="the members who came, each for himself, nobody for another",
)
_OWN_CALENDAR = Access.of_everybody(
    zh="每个人管自己的日历地址", en="everybody looks after the calendar address of their own"
)

OF_THE_GROUP: Final = frozenset({Role.GROUP_LEADER.value, Role.GROUP_MEMBER.value})
"""Who acts in a group by belonging to it; an officer of the township only while it is entrusted to the township."""

_TRIES = Access.of(
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    zh="试点由市、县级干部安排，在本辖区内；总结由另一个人签批",
    en="prefecture and county officers run pilots in their own territory; another person signs the review",
)
_TASKS_ARE_GIVEN = Access.of(
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.TOWNSHIP_OFFICER,
    zh="组长、组员，在自己的小组里；乡镇干部在受委托期间",
    en="leaders and members in their own group; township officers while they are entrusted with it",
)
_TASKS_ARE_DONE = Access.of(
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.ATTENDEE,
    Role.TOWNSHIP_OFFICER,
    Role.COUNTY_OFFICER,
    zh="接了任务的人：成员、列席的人，和管到这个村的乡镇、县级干部",
    en="whoever was given it: members, attendees, and township and county officers over the village",
)

_HOUSEHOLDS_ARE_VISITED = Access.of(
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.TOWNSHIP_OFFICER,
    zh="组长、组员，在自己的村里；乡镇干部在受委托期间；列席的人看不到户，不记走访",
    en="leaders and members in their own village, township officers while they are entrusted; attendees see no"
    " households and record no visits",
)

COMMANDS: Mapping[str, Access] = {
    "groups.establish": _COUNTY_SENDS,
    "groups.dissolve": _COUNTY_SENDS,
    "groups.relate": _COUNTY_SENDS,
    "groups.revoke": _COUNTY_SENDS,
    "groups.appoint_leader": _COUNTY_SENDS,
    "groups.add_member": _DEPARTMENT_MANAGES,
    "groups.change_member": _DEPARTMENT_MANAGES,
    "groups.end_member": _DEPARTMENT_MANAGES,
    "groups.plan_pilot": _TRIES,
    "groups.start_pilot": _TRIES,
    "groups.review_pilot": _TRIES,
    "groups.sign_pilot": _TRIES,
    "groups.roll_out": _TRIES,
    "groups.end_pilot": _TRIES,
    "groups.plan_meeting": _GROUP_MEETS,
    "groups.give_notice": _GROUP_MEETS,
    "groups.move_meeting": _GROUP_MEETS,
    "groups.type_attendance": _GROUP_MEETS,
    "groups.put_motion": _GROUP_MEETS,
    "groups.record_decision": _GROUP_MEETS,
    "groups.close_meeting": _GROUP_MEETS,
    "groups.cancel_meeting": _GROUP_MEETS,
    "groups.ask_leave": _ASKS_LEAVE,
    "groups.end_leave": _ASKS_LEAVE,
    "groups.decide_leave": _DECIDES_LEAVE,
    "groups.open_feed": _OWN_CALENDAR,
    "groups.close_feed": _OWN_CALENDAR,
    "groups.set_task": _TASKS_ARE_GIVEN,
    "groups.change_task": _TASKS_ARE_GIVEN,
    "groups.withdraw_task": _TASKS_ARE_GIVEN,
    "groups.confirm_task": _TASKS_ARE_GIVEN,
    "groups.send_back_task": _TASKS_ARE_GIVEN,
    "groups.take_task": _TASKS_ARE_DONE,
    "groups.report_task": _TASKS_ARE_DONE,
    "groups.decline_task": _TASKS_ARE_DONE,
    "groups.record_visit": _HOUSEHOLDS_ARE_VISITED,
    "groups.record_finding": _TASKS_ARE_GIVEN,
    "groups.take_up_finding": _TASKS_ARE_GIVEN,
    "groups.settle_finding": _TASKS_ARE_GIVEN,
    "groups.dismiss_finding": _TASKS_ARE_GIVEN,
    "groups.adopt_rule": _GROUP_MEETS,
    "groups.amend_rule": _GROUP_MEETS,
    "groups.end_rule": _GROUP_MEETS,
    "groups.tell_training_need": _SAYS_WHAT_TO_LEARN,
    "groups.take_back_training_need": _SAYS_WHAT_TO_LEARN,
    "groups.plan_course": _TRAINS,
    "groups.record_course": _TRAINS,
    "groups.cancel_course": _TRAINS,
    "groups.say_of_course": _WAS_TRAINED,
}

QUERIES: Mapping[str, Access] = {
    "groups.groups": Access.of(
        *Role,
        zh="每个人都看得到自己辖区内的小组和它的成员",
        en="everybody sees the groups of their own territory and who belongs to them",
    ),
    "groups.pilots": Access.of(
        *Role,
        zh="每个人都看得到自己辖区内的试点",
        en="everybody sees the pilots of their own territory",
    ),
    "groups.leave": Access.of_all_but(
        Role.ADMINISTRATOR,
        zh="有岗位的人看得到自己辖区内谁哪几天不在；原因只有本人和批假的人看得到；系统管理员看不到",
        en="whoever has a post sees who is away when; the reason only the member and whoever decides",
    ),
    "groups.meetings": Access.of_all_but(
        Role.ADMINISTRATOR,
        zh="有岗位的人看得到自己辖区内小组的会议和记录；系统管理员看不到",
        en="whoever has a post sees meetings and minutes of their own territory; the administrator does not",
    ),
    "groups.tasks": Access.of_all_but(
        Role.ADMINISTRATOR,
        zh="在本辖区内有岗位的人；关于一户的内容，只有看得到户的人和负责人看得到",
        en="whoever holds a post in the territory; what names a household, those who see households and the owner",
    ),
    "groups.visits": Access.of_all_but(
        Role.ADMINISTRATOR,
        Role.ATTENDEE,
        zh="看得到户的人，在本辖区内：走访里说的是一户人家的事",
        en="those who see households, in their territory: a visit tells of one",
    ),
    "groups.findings": Access.of_all_but(
        Role.ADMINISTRATOR,
        zh="在本辖区内有岗位的人；关于一户的内容，只有看得到户的人看得到",
        en="whoever holds a post in the territory; what names a household, those who see households",
    ),
    "groups.rules": Access.of_all_but(
        Role.ADMINISTRATOR,
        zh="在本辖区内有岗位的人看得到小组的制度；系统管理员看不到",
        en="whoever holds a post in the territory reads the rules of its groups; the administrator does not",
    ),
    "groups.courses": Access.of_all_but(
        Role.ADMINISTRATOR,
        zh="有岗位的人看得到自己辖区内办什么培训；请了谁、谁需要什么，只有本人、组长和管培训的看得到",
        en="whoever has a post sees the courses of the territory; who is invited and needs what, those below",
    ),
    "groups.training": Access.of(
        Role.TOWNSHIP_OFFICER,
        Role.ORGANISATION_DEPARTMENT,
        Role.GROUP_LEADER,
        Role.GROUP_MEMBER,
        Role.ATTENDEE,
        zh="每个成员看自己的需求和记录；组长、受委托的乡镇、管理小组的组织部门看本辖区成员的",
        en="members their own needs and record; leader, entrusted township and managing department those of members",
    ),
}
