"""Who may do what with help: the only place for it."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.access import Access, Role
from xiuhua.platform.accounts.naming import SERVING

_ARRANGES = Access.of(
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    zh="县、乡镇干部和组长，在本辖区内",
    en="county and township officers and leaders, in their territory",
)
_ALLOCATES = Access.of(
    Role.COUNTY_OFFICER,
    zh="县级干部，在本县内：由县里安排哪个单位帮哪个村",
    en="county officers, in their county: the county settles which organisation helps which village",
)
_HELPS = Access.of(
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    zh="县、乡镇干部和组长、组员，在本辖区内",
    en="county and township officers, leaders and members, in their territory",
)

COMMANDS: Mapping[str, Access] = {
    "care.assign_helper": _ARRANGES,
    "care.end_helper": _ARRANGES,
    "care.name_first": _ARRANGES,
    "care.link_unit": _ALLOCATES,
    "care.unlink_unit": _ALLOCATES,
    "care.write_plan": _HELPS,
    "care.add_measure": _HELPS,
    "care.remove_measure": _HELPS,
    "care.agree_plan": _HELPS,
    "care.drop_plan": _HELPS,
    "care.report_result": _HELPS,
    "care.confirm_result": _HELPS,
    "care.make_paper": _HELPS,
}

HELPERS: Final = SERVING - {Role.ATTENDEE.value}
"""Whose posts let them help a household with an account of their own: an attendee sees no households."""

QUERIES: Mapping[str, Access] = {
    "care.help": Access.of_all_but(
        Role.ADMINISTRATOR,
        Role.ATTENDEE,
        zh="在本辖区内做帮扶、管理或审计的人；系统管理员和列席人员看不到户",
        en="whoever helps, manages or audits in the territory; administrators and attendees see no households",
    ),
    "care.plans": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        Role.GROUP_LEADER,
        Role.GROUP_MEMBER,
        zh="直接帮扶的组长、组员和乡镇、县级干部：计划里有这一户自己的话，可能说到病情",
        en="the leaders, members and officers who help: a household's own words may tell of illness",
    ),
}
