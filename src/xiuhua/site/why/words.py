"""What the queries of the access tables are called: each has a name here."""

from collections.abc import Mapping

from xiuhua.kernel.text import Text

QUERY_NAMES: Mapping[str, Text] = {
    "accounts.places": Text("看行政区划", "see places"),
    "accounts.organisations": Text("看单位", "see organisations"),
    "accounts.people": Text("看人员和账号", "see people and accounts"),
    "accounts.posts": Text("看任职", "see posts"),
    "care.help": Text("看谁帮扶哪一户", "see who helps which household"),
    "care.plans": Text("看帮扶计划", "see household plans"),
    "exchange.imports": Text("导入表格，看自己导入的", "import sheets and see one's own imports"),
    "exchange.batches": Text("看辖区里已接收的批次", "see the batches taken in"),
    "groups.findings": Text("看问题清单", "see findings"),
    "groups.rules": Text("看小组的制度", "read the rules of groups"),
    "groups.groups": Text("看小组和成员", "see groups and their members"),
    "groups.courses": Text("看培训", "see courses"),
    "groups.training": Text("看培训需求和培训记录", "see training needs and records"),
    "groups.leave": Text("看请假登记", "see the leave register"),
    "groups.meetings": Text("看会议和会议记录", "see meetings and their minutes"),
    "groups.pilots": Text("看试点", "see pilots"),
    "groups.tasks": Text("看任务", "see tasks"),
    "groups.visits": Text("看走访", "see visits"),
    "journal.entries": Text("看日志", "see the journal"),
    "journal.system_entries": Text("看人员、任职和区划的日志", "see the journal of people, posts and places"),
    "journal.verification": Text("核对日志", "verify the journal"),
    "needs.commitments": Text("看定期承诺", "see commitments"),
    "needs.expert_days": Text("看专家日", "see expert days"),
    "needs.needs": Text("看需求", "see needs"),
    "needs.vacancies": Text("看招工", "see vacancies"),
    "needs.services": Text("看服务菜单", "see the menu of services"),
    "registry.villages": Text("看村", "see villages"),
    "registry.households": Text("看户和户里的人", "see households and their people"),
    "registry.health": Text("看健康状况", "see health"),
    "registry.comparisons": Text("看和部门名单的比对", "see comparisons with lists of departments"),
    "work.mail": Text("看谁的邮件发不出去", "see to whom mail does not get through"),
}

MODULE_NAMES: Mapping[str, Text] = {
    "registry": Text("村、户和人", "villages, households and people"),
    "groups": Text("小组、会议和任务", "groups, meetings and tasks"),
    "care": Text("帮扶", "help"),
    "needs": Text("需求和服务", "needs and services"),
    "exchange": Text("表格", "sheets"),
    "files": Text("文件", "files"),
    "work": Text("通知和后台", "notices and jobs"),
    "accounts": Text("人员、岗位和区划", "people, posts and places"),
    "journal": Text("日志", "journal"),
}
"""What the modules are called whose tables name rows, in the order in which they are listed."""
