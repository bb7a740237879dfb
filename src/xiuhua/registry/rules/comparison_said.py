"""How comparisons are said in a sentence."""

from collections.abc import Mapping
from datetime import date

from xiuhua.kernel.text import Text
from xiuhua.registry.rules.comparison_states import Side

_PARTS: tuple[tuple[Side, Text], ...] = (
    (Side.DIFFERING, Text("{n} 处不一样", "{n} differ")),
    (Side.ONLY_LISTED, Text("{n} 人名单上有、这里没有登记", "{n} in the list only")),
    (Side.ONLY_HERE, Text("{n} 处这里有、名单上没有", "{n} recorded here only")),
    (Side.PERHAPS, Text("{n} 处可能是同一个人", "{n} perhaps the same person")),
    (Side.AGREEING, Text("{n} 处一样", "{n} agree")),
    (Side.NOT_COMPARED, Text("{n} 处没有同意、没有比对", "{n} not compared without consent")),
)
_NOBODY = Text("没有这个地方的人", "nobody of this place")


def counts_said(counts: Mapping[Side, int]) -> Text:
    """Return how a list compares, what is to be looked at first.

    >>> counts_said({Side.AGREEING: 1200, Side.DIFFERING: 2}).zh, counts_said({}).en
    ('2 处不一样，1,200 处一样', 'nobody of this place')
    """
    parts = [text.filled(n=f"{counts[side]:,}") for side, text in _PARTS if counts.get(side)]
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts)) if parts else _NOBODY


def household_not_compared(department: Text, listed_on: date) -> Text:
    """Return, in one line, that a household was left out of a comparison because nobody of it agreed.

    >>> household_not_compared(Text("残联", "DPF"), date(2017, 6, 1)).zh
    '残联 2017-06 — 没有同意，没有比对'
    """
    return Text(
        f"{department.zh} {listed_on:%Y-%m} — 没有同意，没有比对",
        f"{department.en} {listed_on:%Y-%m}: not compared, as there is no consent",
    )


def household_said(department: Text, listed_on: date, *, differing: int, open_lines: int) -> Text:
    """Return how a household compares with a department's list, in one line.

    >>> household_said(Text("民政", "civil affairs"), date(2017, 12, 31), differing=1, open_lines=1).zh
    '民政 2017-12 — 1 处不同'
    >>> household_said(Text("残联", "DPF"), date(2017, 6, 1), differing=2, open_lines=0).en
    'DPF 2017-06: 2 differ, looked at'
    """
    lead = Text(f"{department.zh} {listed_on:%Y-%m} — ", f"{department.en} {listed_on:%Y-%m}: ")
    if not differing:
        return Text(f"{lead.zh}一样", f"{lead.en}the same")
    said = Text(f"{lead.zh}{differing} 处不同", f"{lead.en}{differing} {'differs' if differing == 1 else 'differ'}")
    return said if open_lines else Text(f"{said.zh}，看过了", f"{said.en}, looked at")
