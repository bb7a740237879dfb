"""What the classes of villages amount to, said in words: findings for titles, conditions for formulas."""

from collections.abc import Sequence
from typing import Final

from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.villages import UNKNOWN, ClassCount, ClassScheme

_TENTHS: Final = ("", "一成", "两成", "三成", "四成", "五成", "六成", "七成", "八成", "九成", "十成")
_CLOSE: Final = 15
"""A share counts as "about" a tenth when it lies within this many thousandths of it."""


def finding(place: str, counts: Sequence[ClassCount], scheme: ClassScheme) -> Text:
    """Return the title of a place's page: how many villages, and how many of them are in the lowest class.

    Villages of unknown income are part of the whole, as in the table; where all are unknown it says so.
    """
    whole = sum(count.villages for count in counts)
    unknown = sum(count.villages for count in counts if count.code == UNKNOWN)
    if not whole:
        return Text(f"{place}：还没有登记村", f"{place}: no village is registered yet")
    villages = Text(f"{whole:,} 个村", "1 village" if whole == 1 else f"{whole:,} villages")
    if unknown == whole:
        said = Text("集体收入还都不知道", "no collective income is known yet")
    elif not counts[0].villages:
        said = Text(f"没有{counts[0].name.zh}", f"none in class “{counts[0].name.en}”")
    elif _is_without_income(scheme):
        said = _sentence(counts[0].villages, whole, Text("没有集体收入", "without collective income"))
    else:
        said = _sentence(counts[0].villages, whole, Text(f"是{counts[0].name.zh}", f"in class “{counts[0].name.en}”"))
    return Text(f"{place}：{villages.zh}，{said.zh}", f"{place}: {villages.en}, {said.en}")


def share_in_words(part: int, whole: int) -> Text:
    """Return a share as people say it, to the nearest tenth; ``part`` lies between one and ``whole`` less one.

    >>> share_in_words(29, 71).zh, share_in_words(341, 730).zh, share_in_words(12, 100).zh, share_in_words(1, 2).zh
    ('约四成', '近五成', '一成多', '一半')
    >>> share_in_words(1, 100), share_in_words(97, 100).en
    (Text(zh='不到半成', en='less than 5%'), 'more than 95%')
    """
    if part * 2 == whole:
        return Text("一半", "half")
    thousandths = (part * 2000 + whole) // (whole * 2)
    tenths = (thousandths + 50) // 100
    if tenths == 0:
        return Text("不到半成", "less than 5%")
    if tenths == 10:
        return Text("九成半以上", "more than 95%")
    apart = thousandths - tenths * 100
    if abs(apart) <= _CLOSE:
        return Text(f"约{_TENTHS[tenths]}", f"about {tenths * 10}%")
    if apart > 0:
        return Text(f"{_TENTHS[tenths]}多", f"more than {tenths * 10}%")
    return Text(f"近{_TENTHS[tenths]}", f"nearly {tenths * 10}%")


def condition(scheme: ClassScheme, code: str) -> Text:
    """Return in words which incomes a class holds, for the formula of its count."""
    if code == UNKNOWN:
        return Text("还没有登记收入", "no income on record")
    index = [item.code for item in scheme.classes].index(code)
    lower = scheme.bounds[index - 1] if index else None
    upper = scheme.bounds[index] if index < len(scheme.bounds) else None
    below = Text(f"不足 {_yuan(upper)} 元", f"less than {_yuan(upper)} yuan") if upper is not None else None
    if lower is None:
        return Text("没有收入（0 元）", "no income (0 yuan)") if upper == 1 or below is None else below
    if lower == 1:
        return Text(f"有收入、{below.zh}", f"some income, {below.en}") if below else Text("有收入", "some income")
    from_ = Text(f"{_yuan(lower)} 元及以上", f"{_yuan(lower)} yuan or more")
    return Text(f"{from_.zh}、{below.zh}", f"{from_.en}, {below.en}") if below else from_


def map_title(counts: Sequence[ClassCount]) -> Text:
    """Return the title of the map: which class has most villages. Unknown incomes are not a class here."""
    known = [count for count in counts if count.code != UNKNOWN]
    most = max((count.villages for count in known), default=0)
    if not most:
        return Text("这里的村还不能归类", "The villages here cannot be classed yet")
    largest = [count for count in known if count.villages == most]
    n = Text(f"{most:,} 个", "1 village" if most == 1 else f"{most:,} villages")
    if len(largest) > 1:
        each = Text("、".join(c.name.zh for c in largest), " and ".join(f"“{c.name.en}”" for c in largest))
        return Text(f"{each.zh}一样多，各 {n.zh}", f"The largest classes are {each.en}: {n.en} each")
    return Text(f"{largest[0].name.zh}最多，{n.zh}", f"The largest class is “{largest[0].name.en}”: {n.en}")


def bounds_in_words(scheme: ClassScheme) -> Text:
    """Return the bounds between the classes in one line, as the policy value of a figure."""
    lines = [
        Text(f"{c.name.zh}：{w.zh}", f"{c.name.en}: {w.en}") for c in scheme.classes for w in [_of(scheme, c.code)]
    ]
    return Text("；".join(line.zh for line in lines), "; ".join(line.en for line in lines))


def _of(scheme: ClassScheme, code: str) -> Text:
    return condition(scheme, code)


def _sentence(part: int, whole: int, said: Text) -> Text:
    if part == 0:
        return Text(f"没有一个{said.zh}", f"none {said.en}")
    if part == whole:
        return Text(f"都{said.zh}", f"all {said.en}")
    if whole <= 10:
        return Text(f"{part} 个{said.zh}", f"{part} {said.en}")
    words = share_in_words(part, whole)
    return Text(f"{words.zh}{said.zh}", f"{words.en} {said.en}")


def _is_without_income(scheme: ClassScheme) -> bool:
    return bool(scheme.bounds) and scheme.bounds[0] == 1


def _yuan(cents: int | None) -> str:
    whole, _, rest = yuan(cents or 0).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
