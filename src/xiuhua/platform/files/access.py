"""Who may do what with evidence files. Who may open one, the record that names it says: ``owners.py``."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

_KEEPS = Access.of(
    Role.PREFECTURE_OFFICER,
    Role.COUNTY_OFFICER,
    Role.TOWNSHIP_OFFICER,
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    zh="各级干部和组长、组员可以上传本辖区内户和人的材料；谁能打开，看写着这份材料的记录",
    en="officers, leaders and members upload files about people and households of their territory; who may open one "
    "follows from the record that names it",
)

COMMANDS: Mapping[str, Access] = {"files.keep": _KEEPS, "files.remove": _KEEPS}

KEEP = COMMANDS["files.keep"]
