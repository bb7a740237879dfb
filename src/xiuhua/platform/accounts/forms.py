"""Forms of this module's pages: questions with their answers and errors, and how answers become a command.

Passwords are never put back into a page. A ``place_code`` may be typed short: 620122 means the county.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.places import CODE_LENGTH, PREFIX_LENGTHS
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.lent import sentence

AnyCommand = TypeVar("AnyCommand", bound=Command)
_SHORT_CODES = frozenset(PREFIX_LENGTHS.values())


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. ``kind`` is text, password, date or choice; ``why`` stands under the label."""

    name: str
    label: str
    kind: str = "text"
    why: str = ""
    value: str = ""
    required: bool = True
    autocomplete: str = "off"
    longest: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def control_id(self) -> str:
        """Return the id of the control, to which the error summary leads."""
        return f"field-{self.name}"


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready for ``accounts/form.html``: questions, hidden values, and problems of the whole."""

    fields: tuple[Question, ...]
    carried: Mapping[str, str]
    problems: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[Question, ...]:
        """Return the questions whose answers have to be mended."""
        return tuple(field for field in self.fields if field.errors)


def question(command: type[Command], name: str, language: str, **more: Any) -> Question:
    """Return the question by which a field of a command asks, as the command declares it."""
    info = command.model_fields[name]
    declared = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    label: Any = declared["label"]
    choices: Any = declared.get("choices", ())
    key = "en" if language.startswith("en") else "zh"
    used_by = next((mark.text for mark in info.metadata if isinstance(mark, UsedBy)), None)
    found = Question(
        name=name,
        label=label[key],
        kind="choice" if choices else "text",
        why=used_by.in_language(language) if used_by else "",
        required=info.is_required(),
        choices=tuple((choice["value"], choice[key]) for choice in choices),
    )
    return replace(found, **more)


def form(
    questions: Iterable[Question],
    *,
    language: str,
    carried: Mapping[str, UUID | str | None],
    sent: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
) -> Form:
    """Return a form with what was sent, and its problems at their questions or above them all."""
    asked = tuple(questions)
    names = {each.name for each in asked}
    words: dict[str | None, list[str]] = {}
    for problem in problems:
        words.setdefault(problem.field if problem.field in names else None, []).append(sentence(problem, language))
    filled = tuple(
        replace(
            each,
            value=each.value if sent is None or each.kind == "password" else sent.get(each.name, ""),
            errors=tuple(words.get(each.name, ())),
        )
        for each in asked
    )
    hidden = {name: str(value) for name, value in carried.items() if value is not None}
    return Form(filled, hidden, tuple(words.get(None, ())))


def read(
    command: type[AnyCommand], sent: Mapping[str, str], names: Iterable[str], **supplied: Any
) -> tuple[AnyCommand | None, tuple[Problem, ...]]:
    """Return the command with the answers to ``names`` and what the view supplies, or what has to be mended."""
    answers = {name: answer(name, sent) for name in names}
    given = {name: value for name, value in answers.items() if value or _may_be_empty(command, name)}
    try:
        return command(**given, **supplied), ()
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
    return None, tuple(_problem(detail) for detail in details)


def answer(name: str, sent: Mapping[str, str]) -> str:
    """Return one answer in its written form: width folded, and a short place code filled up with zeros."""
    text = " ".join(unicodedata.normalize("NFKC", sent.get(name, "")).split())
    if name.endswith("place_code") and text.isascii() and text.isdigit() and len(text) in _SHORT_CODES:
        return text.ljust(CODE_LENGTH, "0")
    return text


def _may_be_empty(command: type[Command], name: str) -> bool:
    """Say whether an empty answer is one: a phone that is taken away."""
    return name == "phone" and not command.model_fields[name].is_required()


def _problem(detail: Mapping[str, Any]) -> Problem:
    code = "field_missing" if detail["type"] in ("missing", "string_too_short") else "field_unreadable"
    return Problem(code, str(detail["loc"][0]) if detail["loc"] else None)
