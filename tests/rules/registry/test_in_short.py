"""A household in three sentences: what is not known is not spoken of."""

from datetime import date

import pytest

from xiuhua.kernel.policy import PolicyValue
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.in_short import Living, Short, in_short
from xiuhua.registry.rules.income import YearLine

YEAR, WAGE = Text("2017年", "2017"), Text("工资性收入", "wage income")
NOTHING_KNOWN = Short(people=1, labour=None, cause=None, living=None, stated=None, idle=0)


def line(cents: int) -> YearLine:
    source = Text("统计监测标准", "statistical series")
    policy = PolicyValue("lines", cents, date(2017, 1, 1), None, None, source, verified=True, replace=False)
    return YearLine(cents, "statistical", source, policy)


@pytest.mark.parametrize(
    ("living", "zh", "en"),
    [
        (
            Living(YEAR, 231105, line(295200), WAGE, "65.8"),
            "2017年人均纯收入 2,311.05 元，低于贫困线 2,952 元（统计监测标准）；收入的 65.8% 是工资性收入。",
            "2017: net income of 2,311.05 yuan per head, below the line of 2,952 yuan (statistical series); "
            "65.8% of the income is wage income.",
        ),
        (
            Living(YEAR, 295200, line(295200), None, ""),
            "2017年人均纯收入 2,952 元，等于贫困线 2,952 元（统计监测标准）。",
            "2017: net income of 2,952 yuan per head, as much as the line of 2,952 yuan (statistical series).",
        ),
        (
            Living(YEAR, 300000, None, WAGE, "100"),
            "2017年人均纯收入 3,000 元；收入的 100% 是工资性收入。",
            "2017: net income of 3,000 yuan per head; 100% of the income is wage income.",
        ),
    ],
)
def test_a_complete_ledger_speaks_for_the_income(living: Living, zh: str, en: str) -> None:
    said = in_short(Short(people=5, labour=2, cause=None, living=living, stated=999900, idle=0))
    assert said == Text(f"5 口人，2 个劳动力。{zh}", f"5 people, 2 able to work. {en}")


def test_what_is_not_known_is_not_spoken_of() -> None:
    assert in_short(NOTHING_KNOWN) == Text("1 口人。还不知道收入。", "One person. No income is known yet.")


def test_a_stated_income_says_that_no_ledger_stands_beside_it() -> None:
    said = in_short(Short(people=2, labour=0, cause=Text("因病", "illness"), living=None, stated=0, idle=3100))
    assert (
        said.zh == "2 口人，没有劳动力，致贫原因是因病。表中写人均纯收入 0 元，还没有记完的台账可以核对。3.1 亩地撂荒。"
    )
    assert said.en.startswith(
        "2 people, nobody able to work, cause of poverty: illness. A source states a net income of 0"
    )
