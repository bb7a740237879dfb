"""What is added up of each village for a year: the figures by name, in the order in which they are shown.

A sum of incomes of very few households would say what one family earns, and would outlive its record: it is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.codes import LISTS
from xiuhua.registry.rules.ledger import LINE_KINDS, Basis
from xiuhua.registry.rules.ledger_words import BASIS_NAMES, KIND_NAMES

FEWEST: Final = "registry.sums.fewest_ledgers"
UNSTATED, OTHER = "unstated", "other"
STATED: Final = ("exit_status", "household_kind")
HOUSEHOLDS, PEOPLE, COLLECTIVE = "households", "people", "collective"
CENTS, COUNT = "cents", "count"
EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class SumName:
    """A figure that is added up: its code, what it is called, whether it is a count or money in cents."""

    code: str
    name: Text
    measure: str


def stated_code(field: str, words: str) -> str:
    """Return the figure to which a household with these words belongs; blank is unstated, unknown words are other.

    >>> stated_code("exit_status", "已脱贫"), stated_code("exit_status", ""), stated_code("exit_status", "说不清")
    ('exit_status.exited', 'exit_status.unstated', 'exit_status.other')
    """
    code = LISTS[field].code(words)
    return f"{field}.{code or (OTHER if words else UNSTATED)}"


def fewest_ledgers(policy: Policy, *, on: date, region: str) -> int:
    """Return below how many complete ledgers the sums of a village's incomes are left out."""
    value: int = policy.at(FEWEST, on=on, region=region).value
    return value


def without_few(figures: Mapping[str, int], fewest: int) -> dict[str, int]:
    """Return the figures without the sums of incomes of too few complete ledgers.

    >>> without_few({"complete.calendar": 2, "income.calendar.wage": 500, "people": 9}, 3)
    {'complete.calendar': 2, 'people': 9}
    """
    few = {basis for basis in Basis if figures.get(f"complete.{basis}", 0) < fewest}
    hidden = tuple(f"income.{basis}." for basis in few)
    return {code: value for code, value in figures.items() if not code.startswith(hidden)}


def added(villages: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the sums over villages, in the order of the figures.

    >>> added([{"people": 3}, {"people": 4, "households": 1}])
    {'households': 1, 'people': 7}
    """
    found: dict[str, int] = {}
    for figures in villages:
        for code, value in figures.items():
            found[code] = found.get(code, 0) + value
    return in_order(found)


def in_order(figures: Mapping[str, int]) -> dict[str, int]:
    """Return figures in the order in which they are shown."""
    return {code: figures[code] for code in NAMES if code in figures}


def _names() -> Iterator[SumName]:
    yield SumName(HOUSEHOLDS, Text("建档立卡户", "registered households"), COUNT)
    yield SumName(PEOPLE, Text("人口", "people"), COUNT)
    for field in STATED:
        label = LISTS[field].name
        for entry in LISTS[field].entries:
            yield SumName(f"{field}.{entry.code}", _said(label, entry.name), COUNT)
        yield SumName(f"{field}.{OTHER}", _said(label, Text("其他写法", "other words")), COUNT)
        yield SumName(f"{field}.{UNSTATED}", _said(label, Text("没有填", "not stated")), COUNT)
    yield SumName(COLLECTIVE, Text("村集体经济收入（元）", "collective income (yuan)"), CENTS)
    for basis in Basis:
        of = BASIS_NAMES[basis]
        yield SumName(f"ledgers.{basis}", _said(Text("台账", "ledgers"), of), COUNT)
        yield SumName(f"complete.{basis}", _said(Text("记完的台账", "complete ledgers"), of), COUNT)
        for kind in (*LINE_KINDS, EXTRA):
            name = Text("新增收入", "extra income") if kind == EXTRA else KIND_NAMES[kind]
            money = Text(f"{name.zh}（元）", f"{name.en} (yuan)")
            yield SumName(f"income.{basis}.{kind}", _said(money, of), CENTS)


def _said(label: Text, what: Text) -> Text:
    return Text(f"{label.zh}：{what.zh}", f"{label.en}: {what.en}")


NAMES: Final[Mapping[str, SumName]] = {each.code: each for each in _names()}
"""Every figure by its code, in order."""
