"""The list of corrections 疑点核实反馈表, as a county or township hands it to the system that masters the records."""

from xiuhua.kernel.actors import Actor
from xiuhua.platform.exchange.outgoing import table
from xiuhua.registry.queries.corrections import list_rows

TITLE = "疑点核实反馈表"
HEADERS = (
    "序号",
    "县",
    "乡",
    "村",
    "户编号",
    "户主",
    "人编号",
    "姓名",
    "字段",
    "系统中的值",
    "核实后的值",
    "说明",
    "核实人",
    "日期",
)


def correction_sheet(viewer: Actor, place_code: str, number: str) -> tuple[str, bytes]:
    """Return the name and the content of the file with the lines of a list; every cell is text."""
    rows = list_rows(viewer, place_code, number)
    return f"{TITLE} {number}.xlsx", table(HEADERS, rows, title=TITLE)
