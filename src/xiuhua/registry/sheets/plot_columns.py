"""Columns of the plots of land as offices keep them: one row a plot."""

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import cells, dates
from xiuhua.platform.exchange.reading.kinds import Column, SheetKind

_FINDS = Text("找到哪一户、哪块地", "finds the household and the plot")
_ADDS = Text("算出有多少地，多少撂荒", "adds up how much land there is, and how much is idle")
_MATCHES = Text("撂荒地和用地需求对接", "matches idle land with who needs land")
_PROOF = Text("日后查证", "lets it be looked into later")


def _side(field: str, zh: str) -> Column:
    return Column(
        field=field,
        header=f"{zh}至",
        synonyms=(zh, f"{zh}邻", f"{zh}面", f"{zh}界", f"四至{zh}", f"四至({zh})"),
        parse=cells.free_text,
        used_by=_PROOF,
        personal=True,
    )


PLOTS = SheetKind(
    code="plots",
    label=Text("地块表", "plots of land"),
    columns=(
        Column(field="sequence", header="序号", parse=cells.text, used_by=_FINDS),
        Column(
            field="household_code",
            header="户编号",
            synonyms=("户籍编码",),
            parse=cells.code_text,
            used_by=_FINDS,
            required=True,
            identifies=True,
        ),
        Column(
            field="head",
            header="户主姓名",
            synonyms=("户主", "承包方代表", "承包方代表姓名"),
            parse=cells.text,
            used_by=_FINDS,
            personal=True,
        ),
        Column(
            field="name",
            header="地块名称",
            synonyms=("地块", "地名", "小地名", "地块小地名", "田块名称"),
            parse=cells.free_text,
            used_by=_FINDS,
            required=True,
            personal=True,
        ),
        Column(
            field="parcel_code",
            header="地块代码",
            synonyms=("地块编码", "地块编号", "承包地块编码", "承包地块代码"),
            parse=cells.code_text,
            used_by=_FINDS,
            identifies=True,
            personal=True,
        ),
        Column(
            field="area",
            header="面积(亩)",
            synonyms=(
                "面积",
                "地块面积",
                "地块面积(亩)",
                "实测面积",
                "实测面积(亩)",
                "合同面积(亩)",
                "合同面积",
                "承包面积(亩)",
                "承包面积",
                "确权面积(亩)",
                "确权面积",
                "亩数",
            ),
            parse=cells.text,
            used_by=_ADDS,
            required=True,
            personal=True,
        ),
        Column(
            field="land_class",
            header="地类",
            synonyms=("地类名称", "土地类型", "土地类别", "土地种类"),
            parse=cells.text,
            used_by=_MATCHES,
        ),
        Column(
            field="land_use",
            header="利用现状",
            synonyms=("用途", "利用现状/用途", "土地利用现状", "利用情况", "使用情况", "土地用途", "现状"),
            parse=cells.text,
            used_by=_ADDS,
            required=True,
        ),
        Column(
            field="idle_since",
            header="撂荒时间",
            synonyms=("撂荒年份", "撂荒年度", "撂荒起始时间", "撂荒日期", "何时撂荒"),
            parse=dates.month_or_date,
            used_by=_MATCHES,
        ),
        Column(
            field="willing",
            header="是否愿意流转",
            synonyms=("流转意愿", "愿意流转", "是否有流转意愿", "有无流转意愿"),
            parse=cells.text,
            used_by=_MATCHES,
        ),
        _side("east", "东"),
        _side("south", "南"),
        _side("west", "西"),
        _side("north", "北"),
        Column(
            field="sides",
            header="四至",
            synonyms=("四至界限", "四至范围", "四至情况", "地块四至"),
            parse=cells.free_text,
            used_by=_PROOF,
            personal=True,
        ),
    ),
)
