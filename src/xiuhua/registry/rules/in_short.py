"""A household in three sentences: who lives there, what they live on, what lies idle. No word judges the family."""

from collections.abc import Iterator
from dataclasses import dataclass

from xiuhua.kernel.text import Text
from xiuhua.registry.rules.income import YearLine
from xiuhua.registry.rules.income_words import compared, net_said
from xiuhua.registry.rules.plot_words import area_said
from xiuhua.registry.rules.shown import grouped_yuan


@dataclass(frozen=True, slots=True)
class Living:
    """What a household lives on in one year: cents per head of a complete ledger, its line, its largest source."""

    year: Text
    per_head: int
    line: YearLine | None
    largest: Text | None
    share: str


@dataclass(frozen=True, slots=True)
class Short:
    """What the sentences are made of; what is not known is ``None`` and not spoken of.

    ``labour`` counts those able to work, ``stated`` is the net income per head in cents that a source states, ``idle``
    thousandths of a mu.
    """

    people: int
    labour: int | None
    cause: Text | None
    living: Living | None
    stated: int | None
    idle: int


def in_short(short: Short) -> Text:
    """Return the sentences in both languages.

    >>> in_short(Short(4, 2, Text("因病", "illness"), None, 248550, 3100)).zh
    '4 口人，2 个劳动力，致贫原因是因病。表中写人均纯收入 2,485.50 元，还没有记完的台账可以核对。3.1 亩地撂荒。'
    >>> in_short(Short(1, 0, None, None, None, 0)).en
    'One person, nobody able to work. No income is known yet.'
    """
    said = [_people(short), _income(short)]
    if short.idle:
        area = area_said(short.idle)
        said.append(Text(f"{area.zh}地撂荒", f"{area.en} of land lie idle"))
    return Text("".join(f"{each.zh}。" for each in said), " ".join(f"{each.en}." for each in said))


def _people(short: Short) -> Text:
    parts = list(_about_people(short))
    return Text("，".join(each.zh for each in parts), ", ".join(each.en for each in parts))


def _about_people(short: Short) -> Iterator[Text]:
    yield Text(f"{short.people} 口人", "One person" if short.people == 1 else f"{short.people} people")
    if short.labour is not None:
        zh = f"{short.labour} 个劳动力" if short.labour else "没有劳动力"
        yield Text(zh, f"{short.labour or 'nobody'} able to work")
    if short.cause is not None:
        yield Text(f"致贫原因是{short.cause.zh}", f"cause of poverty: {short.cause.en}")


def _income(short: Short) -> Text:
    if short.living is not None:
        return _lived_on(short.living)
    if short.stated is None:
        return Text("还不知道收入", "No income is known yet")
    amount = grouped_yuan(short.stated)
    return Text(
        f"表中写人均纯收入 {amount} 元，还没有记完的台账可以核对",
        f"A source states a net income of {amount} yuan per head; there is no complete ledger yet to compare it with",
    )


def _lived_on(living: Living) -> Text:
    said = net_said(living.year, living.per_head)
    if living.line is not None:
        beside = compared(living.per_head, living.line)
        said = Text(f"{said.zh}，{beside.zh}", f"{said.en}, {beside.en}")
    if living.largest is None:
        return said
    share, source = living.share, living.largest
    return Text(f"{said.zh}；收入的 {share}% 是{source.zh}", f"{said.en}; {share}% of the income is {source.en}")
