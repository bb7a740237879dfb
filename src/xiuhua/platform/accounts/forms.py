"""Forms that are not one command's: sign-in, passwords, the first administrator; and what all forms here share.

Passwords are never put back into a page.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import CODE_LENGTH, PREFIX_LENGTHS
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.queries import find_places
from xiuhua.platform.forms import CommandForm, FieldProblem, FormField, Kind

_SHORT_CODES = frozenset(PREFIX_LENGTHS.values())
_FEW = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A question that no command asks; ``autocomplete`` tells the browser which secret or name is meant."""

    field: FormField
    autocomplete: str = "off"
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Questions with hidden values, ready for ``accounts/form.html``."""

    questions: tuple[Question, ...]
    summary: CommandForm


def question(
    name: str, label: str, *, why: str = "", autocomplete: str = "off", secret: bool = False, longest: int | None = None
) -> Question:
    """Return a question to be answered with one line of text."""
    return Question(FormField(name, Kind.TEXT, label, why=why, longest=longest), autocomplete, secret)


def form(
    questions: Sequence[Question],
    *,
    language: str,
    carried: Mapping[str, UUID | str | None],
    sent: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> Form:
    """Return a form with what was sent, and its problems at their questions or above them all."""
    told = worded(problems)
    names = {each.field.name for each in questions}
    filled = tuple(_filled(each, sent, told, language) for each in questions)
    hidden = {name: str(value) for name, value in carried.items() if value is not None}
    above = tuple(problem.text.in_language(language) for problem in told if problem.field not in names)
    summary = CommandForm(tuple(each.field for each in filled), hidden, above, bound=sent is not None)
    return Form(filled, summary)


def worded(problems: Iterable[Problem]) -> tuple[FieldProblem, ...]:
    """Return numbered problems with their words, at the fields that they concern."""
    return tuple(FieldProblem(problem.field, lent.word(problem).sentence()) for problem in problems)


def answers(sent: Mapping[str, str], *names: str, viewer: Actor | None = None) -> dict[str, str]:
    """Return answers in their written form: width folded, spaces trimmed, a short place code filled up.

    620122 means the county. With a ``viewer``, a place may be named: one that the viewer sees and whose name,
    pinyin or initials nobody else begins with. Without ``names`` all that was sent is returned.
    """
    return {name: _plain(name, sent.get(name, ""), viewer) for name in (names or sent)}


def _filled(asked: Question, sent: Mapping[str, str] | None, told: Iterable[FieldProblem], language: str) -> Question:
    errors = tuple(problem.text.in_language(language) for problem in told if problem.field == asked.field.name)
    value = "" if asked.secret or sent is None else sent.get(asked.field.name, "")
    return replace(asked, field=replace(asked.field, value=value, errors=errors))


def _plain(name: str, typed: str, viewer: Actor | None) -> str:
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not name.endswith("place_code") or not text:
        return text
    if text.isascii() and text.isdigit():
        return text.ljust(CODE_LENGTH, "0") if len(text) in _SHORT_CODES else text
    found = find_places(viewer, text, limit=_FEW) if viewer is not None else ()
    same = [place.code for place in found if place.name == text] or [place.code for place in found]
    return same[0] if len(same) == 1 else text
