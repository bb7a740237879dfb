"""Who may look into the journal: the only place for it."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

ENTRIES = Access.of(
    Role.ADMINISTRATOR,
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.AUDITOR,
    zh="管理员、审计人员和市、县、乡镇干部看得到本辖区的日志；条目里的户和人，仍然只有能看户的人看得到",
    en="administrators, auditors and officers see the journal of their own territory; the households and people in it "
    "only who may see households",
)

SYSTEM_ENTRIES = Access.of(
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    zh="人员、岗位和区划的日志，只有本辖区的管理员和审计人员看得到",
    en="only administrators and auditors see the journal of people, posts and places of their territory",
)

VERIFY = Access.of(
    Role.ADMINISTRATOR,
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    Role.AUDITOR,
    zh="管理员、审计人员和市、县干部可以核对整本日志",
    en="administrators, auditors and prefecture and county officers may have the whole journal verified",
)

QUERIES: Mapping[str, Access] = {
    "journal.entries": ENTRIES,
    "journal.system_entries": SYSTEM_ENTRIES,
    "journal.verification": VERIFY,
}
