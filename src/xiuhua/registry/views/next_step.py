"""The one next step of a household, and everything else that can be done with it or why it cannot."""

from collections.abc import Mapping
from typing import Any

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.erasing import ERASE_HOUSEHOLD, ERASE_PERSON
from xiuhua.registry.views.requests import address

CORRECT, MEMBER, JOIN = "registry.correct_household", "registry.correct_member", "registry.join_household"
ANSWER, LEDGER = "registry.answer_question", "registry.record_ledger"
_OVER = Text("这一户已经结束", "the household has ended")

_PAGES: Mapping[str, str] = {
    LEDGER: "household-ledger",
    "registry.record_plots": "household-plots",
    CORRECT: "household-correct",
    JOIN: "member-join",
    "registry.leave_household": "member-leaves",
    "registry.change_head": "household-head",
    "registry.split_household": "household-split",
    "registry.merge_households": "household-merge",
    ERASE_PERSON: "household-erase",
    ERASE_HOUSEHOLD: "household-erase-whole",
}
_HEADLESS = frozenset({"missing_head"})
_OF_MEMBERS = frozenset({"missing_identities", "missing_phone"})
_OF_SIZE = frozenset({"missing_members", "missing_some_members"})
_OF_ENDED = frozenset({ERASE_PERSON, ERASE_HOUSEHOLD})
_TWO_OR_MORE = frozenset({"registry.change_head", "registry.split_household"})


def next_step(page: Household) -> dict[str, Any] | None:
    """Return the one thing to do now for ``parts/next_action.html``, or nothing where all is clear."""
    if page.ended:
        return None
    if page.open:
        n = len(page.open)
        who = page.actions[ANSWER].why_not
        return {
            "title": Text(f"有 {n} 处要问清楚", f"{n} to be cleared up" if n > 1 else "One thing to be cleared up"),
            "text": Text("更正，或者核对后确认无误", "Correct it, or confirm it after checking"),
            "label": Text("去核对", "Look into it"),
            "href": address("questions-answer", household=str(page.id)),
            "reason": who,
        }
    if page.missing:
        return _fill_in(page, page.missing[0])
    return None


def questions_step(place_code: str, count: int, reason: Text | None) -> dict[str, Any]:
    """Return the step that leads to the open questions of a place; ``reason`` says why they are not the viewer's."""
    return {
        "title": Text(f"确认 {count:,} 处疑问", f"Answer {count:,} open question{'' if count == 1 else 's'}"),
        "text": Text(
            "名单里有不寻常的地方：对的请确认，错的请更正。",
            "The lists hold something unusual: confirm what is right, correct what is wrong.",
        ),
        "label": Text("去确认", "Look at them"),
        "href": address("figure-questions", place=place_code),
        "reason": reason,
    }


def actions_of(page: Household) -> list[dict[str, Any]]:
    """Return what can be done with the household: label and address, or the reason why it is not possible."""
    found = []
    for code, name in _PAGES.items():
        action = page.actions[code]
        over = page.ended and code not in _OF_ENDED
        why_not = _OVER if over else action.why_not or _not_now(page, code)
        found.append({"label": action.label, "href": address(name, str(page.id)), "why_not": why_not})
    return found


def _not_now(page: Household, code: str) -> Text | None:
    if code == ERASE_HOUSEHOLD and not page.ended:
        return Text("这一户还没有结束", "the household has not ended")
    if code in _TWO_OR_MORE and len(page.members) < 2:
        return Text("这一户只有一个人", "there is only one person in the household")
    if code == "registry.leave_household" and not page.members:
        return Text("这一户没有成员", "nobody is in the household")
    return None


def _fill_in(page: Household, missing: Problem) -> dict[str, Any]:
    """Return the step that fills in the first thing that is missing; the number of the problem words it."""
    key = str(page.id)
    code, href = CORRECT, address("household-correct", key)
    if missing.code in _OF_SIZE:
        code, href = JOIN, address("member-join", key)
    elif missing.code in _HEADLESS:
        code, href = "registry.change_head", address("household-head", key)
    elif missing.code in _OF_MEMBERS and page.members:
        without = [each for each in page.members if not (each.identity if "ident" in missing.code else each.phone)]
        code = MEMBER
        href = address("member-correct", key, str((without or list(page.members))[0].id))
    return {
        "problem": missing,
        "label": Text("补上", "Fill it in"),
        "href": href,
        "reason": page.actions[code].why_not,
    }
