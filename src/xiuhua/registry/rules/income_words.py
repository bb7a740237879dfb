"""What a ledger's figures say, as sentences. No word judges the family; the year's line always names its series."""

from collections.abc import Sequence

from xiuhua.kernel.figures import share
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.income import YUAN, Explanation, Sums, Without, YearLine, gross_income
from xiuhua.registry.rules.ledger import Basis, IncomeYear
from xiuhua.registry.rules.ledger_words import KIND_NAMES
from xiuhua.registry.rules.shown import grouped_yuan

Part = tuple[str, int, Text | None]
"""One income in a sentence: its project, cents, what it is made of."""

MOST_PARTS = 4
"""A sentence with more incomes than these is no help; the table tells them."""


def line_said(line: YearLine) -> Text:
    """Return the year's line with its series, and whether its source is still to be verified."""
    amount, mark = grouped_yuan(line.amount), Text("", "")
    if not line.policy.verified:
        mark = Text("，来源待核实", ", source to be verified")
    return Text(
        f"贫困线 {amount} 元（{line.title.zh}{mark.zh}）", f"the line of {amount} yuan ({line.title.en}{mark.en})"
    )


def compared(amount: int, line: YearLine) -> Text:
    """Return how an amount per head stands to the year's line."""
    said = line_said(line)
    if amount == line.amount:
        return Text(f"等于{said.zh}", f"as much as {said.en}")
    return (
        Text(f"高于{said.zh}", f"above {said.en}")
        if amount > line.amount
        else Text(f"低于{said.zh}", f"below {said.en}")
    )


def net_said(name: Text, per_head: int) -> Text:
    """Return a net income per head with its year."""
    amount = grouped_yuan(per_head)
    return Text(f"{name.zh}人均纯收入 {amount} 元", f"{name.en}: net income of {amount} yuan per head")


def bar_said(income_year: IncomeYear, per_head: int) -> Text:
    """Return what stands above the bar of a year: short, so that it can be read on a phone.

    >>> bar_said(IncomeYear(2017, Basis.OCTOBER), 300_000).zh
    '2017年（上年10月起） 3,000 元'
    """
    year, amount = income_year.year, grouped_yuan(per_head)
    if income_year.basis is Basis.OCTOBER:
        return Text(f"{year}年（上年10月起） {amount} 元", f"{year} (from October on): {amount} yuan")
    return Text(f"{year}年 {amount} 元", f"{year}: {amount} yuan")


def picture_note(lines: Sequence[tuple[Text, Text | None]]) -> Text:
    """Return what the signs of the picture mean, with the line of each year (name, words), its series and source."""
    said = [(name, words) for name, words in lines if words]
    zh = "；".join(f"{name.zh}{words.zh}" for name, words in said)
    en = "; ".join(f"{name.en}: {words.en}" for name, words in said)
    what = Text("◆ 人均纯收入", "◆ net income per head")
    return Text(f"{what.zh}；┃ {zh}。", f"{what.en}; ┃ {en}.") if said else what


def finding(name: Text, per_head: int | None, sums: Sums, line: YearLine | None) -> Text:
    """Return what a ledger says, in one sentence: net income per head beside the line, or what is on record so far."""
    if per_head is None:
        gross = grouped_yuan(gross_income(sums))
        return Text(
            f"{name.zh}已记收入 {gross} 元，还算不出人均",
            f"{gross} yuan of income on record for {name.en}, no figure per head yet",
        )
    said = net_said(name, per_head)
    if line is None:
        return Text(f"{said.zh}，这一年没有可比的贫困线", f"{said.en}; no line of this year to compare with")
    beside = compared(per_head, line)
    return Text(f"{said.zh}，{beside.zh}", f"{said.en}, {beside.en}")


def extra_said(parts: Sequence[Part]) -> Text | None:
    """Return the extra income in words: each part (project, cents, what it is made of) with its share.

    >>> extra_said([("租金", 66_000, Text("11 亩 × 60 元", "11 mu × 60 yuan")), ("劳务", 320_000, None)]).zh
    '新增收入 3,860 元：租金 660 元（11 亩 × 60 元，占 17.1%）、劳务 3,200 元（占 82.9%）'
    """
    return _parts_said(parts, Text("新增收入 {} 元", "Extra income of {} yuan"))


def recorded_said(parts: Sequence[Part]) -> Text | None:
    """Return in words what an incomplete ledger holds so far, each part with its share; many parts are not told.

    >>> recorded_said([("租金", 66_000, None), ("劳务", 320_000, None)]).en
    'Income of 3,860 yuan on record: 租金 660 yuan (17.1%), 劳务 3,200 yuan (82.9%)'
    """
    if len(parts) > MOST_PARTS:
        return None
    return _parts_said(parts, Text("已记收入 {} 元", "Income of {} yuan on record"))


def _parts_said(parts: Sequence[Part], begin: Text) -> Text | None:
    whole = sum(amount for _, amount, _ in parts)
    if not parts or not whole:
        return None
    zh, en = [], []
    for project, amount, made in parts:
        part = share(amount, whole)
        zh.append(f"{project} {grouped_yuan(amount)} 元（{f'{made.zh}，' if made else ''}占 {part}%）")
        en.append(f"{project} {grouped_yuan(amount)} yuan ({f'{made.en}, ' if made else ''}{part}%)")
    total = grouped_yuan(whole)
    return Text(f"{begin.zh.format(total)}：{'、'.join(zh)}", f"{begin.en.format(total)}: {', '.join(en)}")


def difference_said(difference: int, explained: Sequence[Explanation]) -> Text:
    """Return how a computed figure stands to the stated one, and what would explain the difference.

    >>> difference_said(-60_000, ()).zh
    '台账算出的少 600 元。没有一种常见的算法能算出表中的数，请问一问。'
    """
    if abs(difference) < YUAN:
        return Text("和台账算出的一样。", "The ledger gives the same.")
    amount = grouped_yuan(abs(difference))
    more = Text(f"台账算出的多 {amount} 元。", f"The ledger gives {amount} yuan more.")
    less = Text(f"台账算出的少 {amount} 元。", f"The ledger gives {amount} yuan less.")
    said = more if difference > 0 else less
    if not explained:
        why = Text(
            "没有一种常见的算法能算出表中的数，请问一问。",
            "No usual reckoning gives the stated figure; please ask.",
        )
    else:
        zh, en = "；".join(each.words.zh for each in explained), "; ".join(each.words.en for each in explained)
        why = Text(f"可能是因为：{zh}。", f"It may be that {en}.")
    return Text(f"{said.zh}{why.zh}", f"{said.en} {why.en}")


def without_said(left: Without, sums: Sums, *, now: int | None, then: int | None, line: YearLine | None) -> Text:
    """Return what is left where the largest source goes: per head, or of what is on record so far."""
    kind, amount = KIND_NAMES[left.source], grouped_yuan(left.amount)
    if now is None or then is None:
        rest = grouped_yuan(gross_income(sums) - left.amount)
        return Text(
            f"已记的收入里最大的一项是{kind.zh} {amount} 元，占 {left.share}%；没有它，已记的收入还剩 {rest} 元。",
            f"The largest source on record is {kind.en}: {amount} yuan ({left.share}%); "
            f"without it {rest} yuan are left.",
        )
    beside = compared(then, line) if line else None
    tail = Text(f"，{beside.zh}", f", {beside.en}") if beside else Text("", "")
    before, after = grouped_yuan(now), grouped_yuan(then)
    return Text(
        f"最大的一项是{kind.zh} {amount} 元，占总收入的 {left.share}%；"
        f"没有它，人均纯收入会从 {before} 元变成 {after} 元{tail.zh}。",
        f"The largest source is {kind.en} with {amount} yuan ({left.share}% of all income); "
        f"without it the net income per head would be {after} instead of {before} yuan{tail.en}.",
    )
