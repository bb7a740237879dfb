"""The figures of one household's page: how many are able to work, and the income that a source states."""

from collections.abc import Sequence
from datetime import date

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.registry.queries.records import Member, Stated
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.days import NOT_KNOWN_THEN

_PEOPLE = Text("人", "people")
_YUAN = Text("元", "yuan")


def labour(members: Sequence[Member], on: date) -> Figure:
    """Return how many of the members are able to work; who is not, or not said to be, stands in the notes."""
    stated = [codes.LABOUR.code(member.stated.get("labour")) for member in members]
    able = sum(1 for code in stated if code in codes.ABLE_TO_WORK)
    notes = []
    if weak := stated.count("weak"):
        notes.append(Text(f"另有弱（半）劳动力 {weak} 人", f"and {weak} with weak or half labour"))
    if unknown := stated.count(None):
        notes.append(Text(f"{unknown} 人未填", f"not stated for {unknown}"))
    formula = Text("数出劳动技能是普通或技能劳动力的成员。", "Members with ordinary or skilled labour are counted.")
    return Figure(able, _PEOPLE, formula, on, notes=tuple(notes))


def labour_then(day: date) -> Figure:
    """Return why a day gone by has no such figure."""
    formula = Text("劳动技能没有日期。", "Labour is recorded without days.")
    return Figure(None, _PEOPLE, formula, day, why_not=NOT_KNOWN_THEN)


def stated_income(statement: Stated | None, on: date) -> Figure:
    """Return the net income per head that a source states, in yuan."""
    formula = Text("表中所述，原样保存，不在这里计算。", "As a source states it: kept as written, not computed here.")
    if statement is None or statement.income is None:
        return Figure(None, _YUAN, formula, on, why_not=Text("没有表格填报过", "no sheet has stated it"))
    return Figure(yuan(statement.income), _YUAN, formula, statement.valid_from, notes=(statement.source,))
