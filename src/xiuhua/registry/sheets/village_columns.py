"""Columns of the list of villages, by their many names."""

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import cells as parsing
from xiuhua.platform.exchange.reading.kinds import Column, SheetKind

_PLACE = Text("建立行政区划，决定谁能看到什么", "builds the places, which decide who sees what")
_CLASS = Text("按集体经济收入给村分类", "classes villages by collective income")
_MAP = Text("在图上画出村的位置", "draws the village on the map")
_GROUP = Text("安排帮扶和试点", "plans help and pilots")

VILLAGES = SheetKind(
    code="villages",
    label=Text("行政村名册", "list of villages"),
    columns=(
        Column(field="sequence", header="序号", parse=parsing.text, used_by=_PLACE),
        Column(
            field="county",
            header="县(市、区)",
            synonyms=("县", "县(市、区、旗)", "县区", "县(区)", "区县"),
            parse=parsing.text,
            used_by=_PLACE,
        ),
        Column(
            field="township",
            header="乡(镇)",
            synonyms=("乡镇", "乡", "乡(镇、街道)", "乡镇(街道)"),
            parse=parsing.text,
            used_by=_PLACE,
        ),
        Column(
            field="village",
            header="行政村",
            synonyms=("村", "村名", "村名称", "行政村名称", "村居"),
            parse=parsing.text,
            used_by=_PLACE,
            required=True,
        ),
        Column(
            field="code",
            header="行政村代码",
            synonyms=("村代码", "区划代码", "行政区划代码", "村编码", "行政村编码"),
            parse=parsing.code_text,
            used_by=_PLACE,
            required=True,
            identifies=True,
        ),
        Column(field="poor", header="是否贫困村", synonyms=("贫困村",), parse=parsing.yes_no, used_by=_GROUP),
        Column(field="pilot", header="先期试点", synonyms=("是否试点", "试点村"), parse=parsing.yes_no, used_by=_GROUP),
        Column(
            field="income",
            header="集体经济收入",
            pattern=r"(?:(?P<year>(?:19|20)\d\d)年?度?)?(?:行政)?村?级?集体(?:经济)?(?:年|总)?收入(?:\(万?元\))?",
            parse=parsing.amount,
            used_by=_CLASS,
            yearly=True,
        ),
        Column(
            field="source",
            header="主要收入来源",
            synonyms=("收入来源", "集体经济收入来源"),
            parse=parsing.text,
            used_by=_CLASS,
        ),
        Column(field="longitude", header="经度", parse=parsing.coordinate, used_by=_MAP),
        Column(field="latitude", header="纬度", parse=parsing.coordinate, used_by=_MAP),
    ),
)
