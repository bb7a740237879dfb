"""Who may do what with places, people, posts and tokens. The only place for it in this module."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

_OFFICES = (Role.ADMINISTRATOR, Role.PREFECTURE_OFFICER, Role.COUNTY_OFFICER, Role.ORGANISATION_DEPARTMENT)

_KEEPS_PLACES = Access.of(
    Role.ADMINISTRATOR,
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    zh="行政区划由本辖区的管理员和市、县干部维护",
    en="administrators and prefecture and county officers keep the places of their own territory",
)
_KEEPS_ORGANISATIONS = Access.of(
    *_OFFICES,
    zh="单位由本辖区的管理员、市县干部和组织部门登记",
    en="administrators, officers and organisation departments register the organisations of their own territory",
)
_KEEPS_PEOPLE = Access.of(
    Role.ADMINISTRATOR,
    zh="账号由本辖区的管理员管理",
    en="administrators manage the accounts of their own territory",
)
_APPOINTS = Access.of(
    *_OFFICES,
    zh="任职由管理员、市县干部和组织部门在本辖区内办理，所给的岗位不宽于自己的岗位",
    en="administrators, officers and organisation departments give posts in their own territory, "
    "none wider than their own",
)
_OWN_ACCOUNT = Access.of_everybody(
    zh="每个人管自己的账号；本辖区的管理员也可以代办重设密码、去掉两步验证和作废令牌",
    en="everybody looks after their own account; the administrators of the territory may also reset a password, "
    "remove the second step and revoke a token",
)

COMMANDS: Mapping[str, Access] = {
    "accounts.name_place": _KEEPS_PLACES,
    "accounts.close_place": _KEEPS_PLACES,
    "accounts.add_organisation": _KEEPS_ORGANISATIONS,
    "accounts.add_person": _KEEPS_PEOPLE,
    "accounts.change_person": _KEEPS_PEOPLE,
    "accounts.deactivate_person": _KEEPS_PEOPLE,
    "accounts.reopen_person": _KEEPS_PEOPLE,
    "accounts.appoint": _APPOINTS,
    "accounts.end_post": _APPOINTS,
    "accounts.set_language": _OWN_ACCOUNT,
    "accounts.password_set": _OWN_ACCOUNT,
    "accounts.set_second_step": _OWN_ACCOUNT,
    "accounts.remove_second_step": _OWN_ACCOUNT,
    "accounts.issue_token": _OWN_ACCOUNT,
    "accounts.revoke_token": _OWN_ACCOUNT,
}

PLACES = Access.of(
    *Role,
    zh="每个人都看得到自己辖区内的行政区划",
    en="everybody sees the places of their own territory",
)
ORGANISATIONS = Access.of(
    *_OFFICES,
    Role.AUDITOR,
    zh="本辖区的单位，登记的人和审计人员看得到",
    en="those who register organisations and auditors see those of their own territory",
)
PEOPLE = Access.of(
    *_OFFICES,
    Role.AUDITOR,
    zh="本辖区的人员和任职，办理任职的人和审计人员看得到",
    en="those who give posts and auditors see the people and posts of their own territory",
)

QUERIES: Mapping[str, Access] = {
    "accounts.places": PLACES,
    "accounts.organisations": ORGANISATIONS,
    "accounts.people": PEOPLE,
    "accounts.posts": PEOPLE,
}
