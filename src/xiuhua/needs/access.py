"""Who may do what with needs and services: the only place for it."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

_TEAM = Access.of(
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    zh="直接帮扶的组长、组员和乡镇、县级干部，在本辖区内",
    en="the leaders, members and township and county officers who help, in their territory",
)
_MENU = Access.of(
    Role.COUNTY_OFFICER,
    zh="县级干部，在本辖区内：单位由他们选",
    en="county officers, in their territory, who can name organisations",
)
_CALLS_EXPERTS = Access.of(
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    zh="县、乡镇干部和组长，在本辖区内：专家由村里的小组、乡镇或县里去请",
    en="county and township officers and leaders, in their territory: it is they who ask experts to come",
)
_PAPER = Access.of(
    zh="凭纸码的本户人，不登录",
    en="the household itself, with its code on paper, without signing in",
)

COMMANDS: Mapping[str, Access] = {
    "needs.add_service": _MENU,
    "needs.end_service": _MENU,
    "needs.tell": _TEAM,
    "needs.triage": _TEAM,
    "needs.reword": _TEAM,
    "needs.match": _TEAM,
    "needs.answer_match": _TEAM,
    "needs.deliver": _TEAM,
    "needs.confirm": _TEAM,
    "needs.close": _TEAM,
    "needs.issue_code": _TEAM,
    "needs.revoke_code": _TEAM,
    "needs.tell_by_code": _PAPER,
    "needs.answer_by_code": _PAPER,
    "needs.add_vacancy": _MENU,
    "needs.end_vacancy": _MENU,
    "needs.wish_for_work": _TEAM,
    "needs.add_wish": _TEAM,
    "needs.propose_job": _TEAM,
    "needs.person_agrees": _TEAM,
    "needs.firm_agrees": _TEAM,
    "needs.withdraw_agreement": _TEAM,
    "needs.begin_job": _TEAM,
    "needs.agree_by_code": _PAPER,
    "needs.withdraw_by_code": _PAPER,
    "needs.make_letter": _TEAM,
    "needs.promise_village": _TEAM,
    "needs.promise_household": _TEAM,
    "needs.end_commitment": _TEAM,
    "needs.record_coming": _TEAM,
    "needs.record_miss": _TEAM,
    "needs.confirm_coming": _TEAM,
    "needs.announce_day": _CALLS_EXPERTS,
    "needs.gather_need": _TEAM,
    "needs.record_seat": _TEAM,
    "needs.cancel_day": _TEAM,
}

QUERIES: Mapping[str, Access] = {
    "needs.services": Access.of(
        *Role,
        zh="每个人都看得到自己辖区的服务菜单",
        en="everybody sees the menu of services of their own territory",
    ),
    "needs.needs": Access.of_all_but(
        Role.ADMINISTRATOR,
        Role.ATTENDEE,
        zh="看得到户的人，在本辖区内；健康方面的内容只给直接帮扶的人看",
        en="whoever sees the households, in the territory; what is said of health is for those who help",
    ),
    "needs.vacancies": Access.of(
        *Role,
        zh="每个人都看得到自己辖区的招工；单位找谁联系，双方同意以后才给直接帮扶的人看",
        en="everybody sees the vacancies of their own territory; whom to turn to, those who help once both sides agree",
    ),
    "needs.commitments": Access.of_all_but(
        Role.ADMINISTRATOR,
        Role.ATTENDEE,
        zh="看得到户的人，在本辖区内；和一户结对看病的，只给直接帮扶的人看",
        en="whoever sees the households, in the territory; who is paired for health is for those who help",
    ),
    "needs.expert_days": Access.of_all_but(
        Role.ADMINISTRATOR,
        Role.ATTENDEE,
        zh="看得到户的人，看本辖区和上级给本辖区的专家日；谁的需求，只看本辖区的",
        en="whoever sees the households sees the expert days for the territory; whose needs, in the territory alone",
    ),
}
