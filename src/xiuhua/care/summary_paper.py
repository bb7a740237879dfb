"""A summary table as a document across the sheet. It holds counts and names nobody."""

from datetime import datetime

from xiuhua.care.queries.summary import Summary
from xiuhua.care.rules.summary import COUNTED, FIGURE_NAMES, Figures, Sums
from xiuhua.kernel.area import mu
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.documents import Paper, Section
from xiuhua.registry.rules.report_words import day, joined

TITLE = Text("帮扶汇总表", "Summary of help")
PLACE, SUMS = Text("地方", "Place"), Text("合计", "Total")


def summary_paper(found: Summary, *, made_at: datetime) -> Paper:
    """Return the table with what each column counts below it."""
    lines = [(line.place.name, *cells(line.sums, found.figures)) for line in found.lines]
    rows = [*lines, (SUMS, *cells(found.sums, found.figures))]
    stands = day(found.on)
    table = Section(
        Text(f"{found.year} 年", str(found.year)),
        (PLACE, *(FIGURE_NAMES[each] for each in found.figures)),
        (4, *(3 if each is Figures.HOUSEHOLDS else 2 for each in found.figures)),
        tuple(rows),
    )
    told = joined("；", (joined("：", (FIGURE_NAMES[each], COUNTED[each])) for each in found.figures))
    return Paper(
        TITLE,
        f"{found.on:%Y%m%d}-{found.place.code}",
        (Text(found.place.name, found.place.name), Text(f"截至{stands.zh}", f"as of {stands.en}")),
        (table, Section(Text("怎么数的", "How it is counted"), paragraphs=(told,))),
        made_at,
        wide=True,
    )


def cells(sums: Sums, figures: tuple[Figures, ...]) -> tuple[str, ...]:
    """Return the figures of a line as they are said."""
    return tuple(said(each, sums.get(each, 0)) for each in figures)


def said(figure: Figures, value: int) -> str:
    """Return a figure as people write it: land in mu.

    >>> said(Figures.IDLE, 12500), said(Figures.PEOPLE, 1234)
    ('12.5', '1,234')
    """
    return mu(value) if figure is Figures.IDLE else f"{value:,}"
