"""What the queries of the access tables are called; one without a name here is told by who may ask it."""

from collections.abc import Mapping

from xiuhua.kernel.text import Text

QUERY_NAMES: Mapping[str, Text] = {
    "accounts.places": Text("看行政区划", "see places"),
    "accounts.organisations": Text("看单位", "see organisations"),
    "accounts.people": Text("看人员和账号", "see people and accounts"),
    "accounts.posts": Text("看任职", "see posts"),
    "exchange.imports": Text("导入表格，看自己导入的", "import sheets and see one's own imports"),
    "exchange.batches": Text("看辖区里已接收的批次", "see the batches taken in"),
    "journal.entries": Text("看日志", "see the journal"),
    "journal.system_entries": Text("看人员、任职和区划的日志", "see the journal of people, posts and places"),
    "journal.verification": Text("核对日志", "verify the journal"),
    "registry.villages": Text("看村", "see villages"),
    "registry.households": Text("看户和户里的人", "see households and their people"),
    "registry.health": Text("看健康状况", "see health"),
    "registry.comparisons": Text("看和部门名单的比对", "see comparisons with lists of departments"),
}
