"""The person list as offices keep it: 27 columns, one row for each member, household cells on the head's row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from xiuhua.site.demo.people import Household, Member

Value = str | int | float | None

TITLE: Final = "兰州市贫困人口信息表（示例，人员均为虚构）"
# The group headers and how many columns each spans.
GROUPS: Final = (("户籍信息", 7), ("人员信息", 20))


class Column(NamedTuple):
    """A column: its header, the header another office gives it, and whether it is about the whole household."""

    header: str
    other: str
    household: bool = False


COLUMNS: Final = (
    Column("序号", "序号"),
    Column("县（市、区、旗）", "县(市、区)", household=True),
    Column("乡（镇）", "乡镇", household=True),
    Column("行政村", "行政村", household=True),
    Column("自然村", "村民小组", household=True),
    Column("户编号", "户编号", household=True),
    Column("人编号", "人口编号"),
    Column("姓名", "姓名"),
    Column("证件号码", "身份证号码"),
    Column("人数", "家庭人口数", household=True),
    Column("与户主关系", "与户主关系"),
    Column("民族", "民族"),
    Column("文化程度", "文化程度"),
    Column("在校生状况", "在校状况"),
    Column("健康状况", "健康状况"),
    Column("劳动技能", "劳动能力"),
    Column("务工状况", "务工所在地"),
    Column("务工时间（月）", "务工时间(月)"),
    Column("参加大病医疗", "是否参加大病保险"),
    Column("脱贫属性", "脱贫属性", household=True),
    Column("贫困户属性", "贫困户属性", household=True),
    Column("主要致贫原因", "主要致贫原因", household=True),
    Column("危房户", "是否危房户", household=True),
    Column("饮水安全", "是否解决安全饮用水", household=True),
    Column("饮水困难", "是否饮水困难", household=True),
    Column("人均纯收入", "人均纯收入(元)", household=True),
    Column("联系电话", "户联系电话", household=True),
)
HEADERS: Final = tuple(column.header for column in COLUMNS)
OTHER_HEADERS: Final = tuple(column.other for column in COLUMNS)
TOTAL: Final = "合计"


@dataclass(slots=True)
class Line:
    """One row under the header with the person it is about. ``cells`` are in the order of :data:`HEADERS`."""

    household: Household
    member: Member
    cells: list[Value]

    def cell(self, header: str) -> Value:
        """Return the value under one of :data:`HEADERS`."""
        return self.cells[HEADERS.index(header)]


def lines(households: Iterable[Household], *, repeat: bool = False) -> Iterator[Line]:
    """Yield the rows of these households, numbered from 1.

    ``repeat`` writes the household cells on every row; else they stand on the head's row only.
    """
    sequence = 0
    for household in households:
        for order, member in enumerate(household.members):
            sequence += 1
            cells = _cells(household, member, sequence=sequence)
            if order and not repeat:
                cells = [None if column.household else value for column, value in zip(COLUMNS, cells, strict=True)]
            yield Line(household, member, cells)


def total_line(rows: list[Line]) -> list[Value]:
    """Return the closing row: the word for total under 序号 and the number of people under 人数."""
    cells: list[Value] = [None] * len(HEADERS)
    cells[0] = TOTAL
    cells[HEADERS.index("人数")] = len(rows)
    return cells


def _cells(household: Household, member: Member, *, sequence: int) -> list[Value]:
    village, life = household.village, member.life
    return [
        sequence, village.county, village.township, village.name, household.group, household.number,
        member.number, member.name, member.identity, household.size, member.relation, household.nationality,
        life.education, life.school, life.health, life.labour, life.work, life.months, _yes(life.insured),
        "已脱贫" if household.exited else "未脱贫", household.kind, household.cause, _yes(household.unsafe_house),
        _yes(household.safe_water), _yes(not household.safe_water), household.income / 100, household.phone,
    ]  # fmt: skip


def _yes(value: bool) -> str:
    return "是" if value else "否"
