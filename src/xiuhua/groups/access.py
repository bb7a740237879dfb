"""Who may do what with work groups: the only place for it."""

from collections.abc import Mapping

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

_TRIES = Access.of(
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    zh="试点由市、县级干部安排，在本辖区内；总结由另一个人签批",
    en="prefecture and county officers run pilots in their own territory; another person signs the review",
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
}
