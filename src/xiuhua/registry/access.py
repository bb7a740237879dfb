"""Who may do what with the register: the only place for it."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

_OFFICES = (Role.PREFECTURE_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
_GROUP = (Role.GROUP_LEADER, Role.GROUP_MEMBER)

COMMANDS: Mapping[str, Access] = {
    "registry.record_household": Access.of(
        *_OFFICES,
        Role.GROUP_LEADER,
        zh="市、县、乡镇干部和组长，在本辖区内",
        en="officers and group leaders, inside their own territory",
    ),
    "registry.correct_household": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.correct_member": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.join_household": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.leave_household": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.change_head": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.split_household": Access.of(
        *_OFFICES, Role.GROUP_LEADER, zh="各级干部和组长，在本辖区内", en="officers and leaders, in their territory"
    ),
    "registry.merge_households": Access.of(
        *_OFFICES, Role.GROUP_LEADER, zh="各级干部和组长，在本辖区内", en="officers and leaders, in their territory"
    ),
    "registry.answer_question": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.record_ledger": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.record_plots": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.record_village_plots": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.erase_person": Access.of(
        Role.PREFECTURE_OFFICER,
        Role.COUNTY_OFFICER,
        zh="市、县级干部，在本辖区内",
        en="prefecture and county officers, inside their own territory",
    ),
    "registry.erase_household": Access.of(
        Role.PREFECTURE_OFFICER,
        Role.COUNTY_OFFICER,
        zh="市、县级干部，在本辖区内",
        en="prefecture and county officers, inside their own territory",
    ),
    "registry.request_correction": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.withdraw_correction": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.list_corrections": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        zh="县、乡镇干部，在本辖区内",
        en="county and township officers, inside their own territory",
    ),
    "registry.renew_indexes": Access.of(
        Role.ADMINISTRATOR,
        zh="换主密钥的人，在命令行里；系统管理员，在本辖区内",
        en="whoever changes the master key, at the command line; administrators, in their territory",
    ),
    "registry.record_village": Access.of(
        *_OFFICES, zh="市、县、乡镇干部，在本辖区内", en="officers, inside their own territory"
    ),
    "registry.record_consent": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.revoke_consent": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.make_access_report": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        *_GROUP,
        zh="直接帮扶的组长、组员和乡镇、县级干部，在本辖区内",
        en="the leaders, members and township and county officers who help, in their territory",
    ),
    "registry.record_household_answer": Access.of(
        *_OFFICES,
        *_GROUP,
        zh="各级干部和组长、组员，在本辖区内",
        en="officers, leaders and members, in their territory",
    ),
    "registry.handle_household_answer": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        zh="县、乡镇干部，在本辖区内；记下这句话的人不用自己评判",
        en="county and township officers, in their territory; whoever wrote the words down need not judge them",
    ),
    "registry.reveal": Access.of(
        *_OFFICES,
        *_GROUP,
        Role.ORGANISATION_DEPARTMENT,
        zh="各级干部、组织部门和组长、组员，在本辖区内；审计人员只看谁看过",
        en="officers, the organisation department, leaders and members, in their territory; auditors see who looked",
    ),
    "registry.record_comparison": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        zh="县、乡镇干部，在本辖区内",
        en="county and township officers, inside their own territory",
    ),
    "registry.handle_compared": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        *_GROUP,
        zh="县、乡镇干部和组长、组员，在本辖区内",
        en="county and township officers, leaders and members, inside their own territory",
    ),
    "registry.delete_comparison": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        zh="县、乡镇干部，在本辖区内",
        en="county and township officers, inside their own territory",
    ),
    "registry.take_snapshot": Access.of(
        Role.PREFECTURE_OFFICER,
        Role.COUNTY_OFFICER,
        zh="市、县干部，在本辖区内",
        en="prefecture and county officers, inside their own territory",
    ),
    "registry.decide_likeness": Access.of(
        *_OFFICES,
        Role.GROUP_LEADER,
        zh="各级干部和组长，两条记录都在本辖区内",
        en="officers and leaders who have both records in their territory",
    ),
}

QUERIES: Mapping[str, Access] = {
    "registry.villages": Access.of(*Role, zh="在本辖区内有岗位的人", en="whoever holds a post in the territory"),
    "registry.households": Access.of_all_but(
        Role.ADMINISTRATOR,
        Role.ATTENDEE,
        zh="在本辖区内做帮扶、管理或审计的人；系统管理员和列席人员看不到户",
        en="whoever helps, manages or audits in the territory; administrators and attendees see no households",
    ),
    "registry.health": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        *_GROUP,
        zh="直接帮扶的组长、组员和乡镇、县级干部；其他人需要时可申请查看",
        en="the leaders, members and township and county officers who help; others ask when they need it",
    ),
    "registry.comparisons": Access.of(
        Role.COUNTY_OFFICER,
        Role.TOWNSHIP_OFFICER,
        *_GROUP,
        zh="直接帮扶的组长、组员和乡镇、县级干部：部门名单里有健康、残疾等情况",
        en="the leaders, members and township and county officers who help: the lists tell of health and disability",
    ),
}
