"""What a household answers to what is recorded about it, and what became of its words."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from xiuhua.kernel.decisions import Decision, accept, refuse
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

RULE: Final = "registry.household_answers/1"


class About(StrEnum):
    """What an answer speaks of. ``figure`` is the net income of a ledger."""

    HOUSEHOLD = "household"
    PERSON = "person"
    STATEMENT = "statement"
    FIGURE = "figure"
    LINE = "line"
    PLOT = "plot"
    REVEAL = "reveal"


ABOUT_NAMES: Final[Mapping[About, Text]] = {
    About.HOUSEHOLD: Text("整个档案", "the record as a whole"),
    About.PERSON: Text("记的这个人", "what is recorded of a person"),
    About.STATEMENT: Text("表中所述", "what a source states"),
    About.FIGURE: Text("一年的收入", "the income of a year"),
    About.LINE: Text("台账里的一笔", "a line of a ledger"),
    About.PLOT: Text("一块地", "a plot of land"),
    About.REVEAL: Text("谁看过", "who looked"),
}


class Outcome(StrEnum):
    """What somebody who looked into an answer did: mended the record, or left it, with the reason."""

    MENDED = "mended"
    STAYS = "stays"


OUTCOME_NAMES: Final[Mapping[Outcome, Text]] = {
    Outcome.MENDED: Text("已更正", "mended"),
    Outcome.STAYS: Text("不改，原因如下", "it stays, for this reason"),
}
WAITING: Final = Text("等人核对", "waits to be looked into")


def judge_answer(about: About | None, said_on: date, *, known: bool, on: date) -> Decision:
    """Decide about writing down an answer: to a record of the household, by one of it (``known``), no day to come.

    Nobody weighs the words, and they change nothing of what is recorded.
    """
    problems: list[Problem] = []
    if about is None:
        problems.append(Problem("household_answer_about_unknown", "answers"))
    if not known:
        problems.append(Problem("household_answer_by_unknown", "said_by"))
    if said_on > on:
        problems.append(Problem("household_answer_day_to_come", "said_on"))
    return refuse(*problems, rule=RULE) if problems else accept(rule=RULE)


def judge_outcome(outcome: str | None) -> Decision:
    """Decide about saying what became of an answer, of which this is recorded already; ``None``: there is none."""
    if outcome is None or outcome:
        return refuse(Problem("household_answer_not_waiting", "answer_id"), rule=RULE)
    return accept(rule=RULE)
