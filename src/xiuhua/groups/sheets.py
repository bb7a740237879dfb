"""The sheet with which a village and a firm talk about land: idle plots of willing holders that lie together.

It holds plots, areas and the codes of the households that hold them, and nobody's name.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from xiuhua.groups.rules.land_match import Beside, IdlePlot, Piece
from xiuhua.kernel.area import mu
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.documents import Folded, Section
from xiuhua.platform.exchange.temporary import private_folder
from xiuhua.platform.exchange.writing import plain_workbook
from xiuhua.registry.rules.report_words import day

TITLE: Final = Text("土地流转洽谈表", "Sheet for talking about land")
COLUMNS: Final = (
    Text("片", "Piece"),
    Text("地块", "Plot"),
    Text("地块代码", "Code"),
    Text("面积（亩）", "Area (mu)"),
    Text("户编号", "Household code"),
    Text("怎么知道挨着", "How it is known to lie beside"),
)
BESIDE_NAMES: Final = {
    Beside.SIDE: Text("四至写着相邻的户", "a side names the other holder"),
    Beside.PLACE: Text("地名相同", "the same name of a place"),
    Beside.ALONE: Text("没有挨着的", "nothing beside it"),
}
_NOTE: Final = Text(
    "都是撂荒、承包户愿意流转的地块。挨不挨着按登记的四至和地名推的，签以前到地里看。价格、期限由承包户自己定。",
    "All are idle, and their holders would transfer them. That plots lie together is told by their recorded sides and"
    " names; look on the spot before anything is signed. Holders settle price and term themselves.",
)


def rows(found: Sequence[Piece], language: str) -> Iterator[tuple[int, str, str, float, str, str]]:
    """Yield one row for each plot, piece by piece; areas in mu."""
    for number, piece in enumerate(found, 1):
        for plot in piece.plots:
            how = BESIDE_NAMES[piece.beside[plot.id]].in_language(language)
            yield number, plot.name, plot.code, plot.area / 1000, plot.household_code, how


def negotiation_workbook(found: Sequence[Piece], *, language: str) -> bytes:
    """Return the sheet as a workbook."""
    headers = [name.in_language(language) for name in COLUMNS]
    return plain_workbook(headers, rows(found, language), title=TITLE.zh, temporary=private_folder())


def negotiation_paper(found: Sequence[Piece], village: str, *, made_at: datetime) -> Folded:
    """Return the sheet as a document: one section for each piece."""
    return Folded(
        title=TITLE,
        number="",
        cover=(Text(village, village), day(made_at.date()), _NOTE),
        sections=tuple(_section(number, piece) for number, piece in enumerate(found, 1)),
        made_at=made_at,
    )


def _section(number: int, piece: Piece) -> Section:
    area, plots = mu(piece.area), len(piece.plots)
    return Section(
        Text(f"第 {number} 片：{area} 亩", f"Piece {number}: {area} mu"),
        COLUMNS[1:],
        (3, 4, 2, 4, 4),
        tuple(_cells(plot, piece) for plot in piece.plots),
        note=Text(f"{plots} 块，{piece.holders} 户", f"{plots} plots, {piece.holders} households"),
    )


def _cells(plot: IdlePlot, piece: Piece) -> tuple[Text | str, ...]:
    return plot.name, plot.code, mu(plot.area), plot.household_code, BESIDE_NAMES[piece.beside[plot.id]]
