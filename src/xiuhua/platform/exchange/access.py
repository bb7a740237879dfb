"""Who may do what with imports. What may be taken in, the kind of the sheet says (``RecordKind.access``)."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

IMPORT = Access.of(
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    zh="各级干部和组长可以导入本辖区的表；每种表还有自己的规定；只有上传的人看得到内容",
    en="officers and group leaders import sheets of their own territory, each kind of sheet by its own rule; "
    "only the person who uploaded a sheet sees what is in it",
)

BATCHES = Access.of(
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.AUDITOR,
    zh="各级干部和审计人员看得到本辖区内已接收的批次：谁、何时、哪种表、多少，看不到内容",
    en="officers and auditors see the batches taken in inside their territory: who, when, which kind and how many, "
    "never the content",
)

IMPORTS = Access(IMPORT.roles | BATCHES.roles, BATCHES.reason)
"""Whoever may open the list: importers for their own sheets, the others for the batches of their territory."""

COMMANDS: Mapping[str, Access] = {
    "exchange.ask_export": Access.of(
        *Role,
        zh="看得到这些行的人，按每种表自己的规定；做好的表只给要的人",
        en="whoever sees the rows, each kind of sheet by its own rule; the sheet is for whoever asked, and nobody else",
    ),
    "exchange.record_export": Access.of(
        *Role,
        zh="看得到这些行的人，按每种表自己的规定；看不到的行不会出来，遮住的仍然遮着",
        en="whoever sees the rows, each kind of sheet by its own rule; rows that one does not see do not go out, and "
        "masks stay",
    ),
}
QUERIES: Mapping[str, Access] = {"exchange.imports": IMPORT, "exchange.batches": BATCHES}
