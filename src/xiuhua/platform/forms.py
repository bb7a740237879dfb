"""Forms made from commands: the declaration of a command is the only description of its fields.

A field's words stand beside it: ``Field(json_schema_extra={"label": {"zh", "en"}, "why": {…}, "unit": {…},
"optional": {…}, "choices": [{"value", "zh", "en"}], "kind": "reference"})``; only the label is obligatory. Its kind
follows from its type. Nested values are for hand-written templates, which post to the same command.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le, MaxLen
from django.utils.datastructures import MultiValueDict
from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic.fields import FieldInfo

from xiuhua.kernel.area import thousandths_of_mu
from xiuhua.kernel.commands import UsedBy, marks_personal
from xiuhua.kernel.measures import measured, thousandths
from xiuhua.kernel.money import cents, yuan
from xiuhua.kernel.refusals import Problem, RefusalCatalogue
from xiuhua.kernel.text import Text

CARRIED = ("id", "base_version")
_MEASURES = (thousandths, thousandths_of_mu)
RADIO_LIMIT = 6

_Model = TypeVar("_Model", bound=BaseModel)


class Kind(StrEnum):
    """How a field is asked."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    MEASURE = "measure"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    REFERENCE = "reference"
    FILE = "file"


ADVICE: Mapping[str, Text] = {
    "missing": Text("这一项要填。", "Please answer this."),
    Kind.TEXT: Text("请写成一段文字。", "Please write this as text."),
    Kind.LONG_TEXT: Text("请写成一段文字。", "Please write this as text."),
    Kind.NUMBER: Text("请写一个整数，例如 5。", "Please write a whole number, for example 5."),
    Kind.MONEY: Text(
        "请写金额，单位元，例如 3860 或 3860.50。", "Please write an amount in yuan, for example 3860 or 3860.50."
    ),
    Kind.MEASURE: Text("请写一个数，例如 11 或 3.5。", "Please write a number such as 11 or 3.5."),
    Kind.DATE: Text("请写一个日期，例如 2017年9月12日。", "Please give a date, for example 12 Sep 2017."),
    Kind.CHOICE: Text("请选给出的一项。", "Please choose one of the answers given."),
    Kind.CHOICES: Text("请至少选一项。", "Please choose at least one."),
    Kind.REFERENCE: Text("请选给出的一项。", "Please choose one of the answers given."),
    Kind.FILE: Text("请选一个文件。", "Please choose a file."),
    "decimal_parsing": Text("请写一个数，可以有小数，例如 103.95。", "Please write a number such as 103.95."),
    "string_too_long": Text("最多写 {max_length} 个字。", "Please use at most {max_length} characters."),
    "greater_than_equal": Text("不能小于 {ge}。", "It cannot be less than {ge}."),
    "less_than_equal": Text("不能大于 {le}。", "It cannot be more than {le}."),
}
"""What to do about a value that the command cannot take: by error of pydantic, else by kind."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing to mend: the field's name, or ``None`` where it concerns the whole form."""

    field: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen, worded in the viewer's language."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One question, ready for ``parts/form_field.html``; all words are in the viewer's language."""

    name: str
    kind: Kind
    label: str
    why: str = ""
    used_by: str = ""
    unit: str = ""
    value: str = ""
    known_from: str = ""
    errors: tuple[str, ...] = ()
    required: bool = True
    optional: str = ""
    personal: bool = False
    choices: tuple[Choice, ...] = ()
    advice: str = ""
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None
    prefix: str = "field"

    @property
    def control_id(self) -> str:
        """Return the id of the control, which the error summary links to."""
        return f"{self.prefix}-{self.name}"

    @property
    def described_by(self) -> str:
        """Return the ids of the texts that explain the control."""
        parts = (("why", self.why or self.used_by), ("known", self.known_from), ("error", True))
        return " ".join(f"{self.control_id}-{part}" for part, there in parts if there)

    @property
    def chosen(self) -> frozenset[str]:
        """Return the answers that are ticked, where several may be."""
        return frozenset(self.value.split())

    @property
    def as_radios(self) -> bool:
        """Say whether the choices are few enough to be shown at once."""
        return self.kind is Kind.CHOICE and len(self.choices) <= RADIO_LIMIT


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A form ready for ``parts/form.html``. ``bound`` says that it holds what somebody has just sent."""

    fields: tuple[FormField, ...]
    carried: Mapping[str, str]
    problems: tuple[str, ...] = ()
    bound: bool = False
    draft: str = ""

    @property
    def wrong(self) -> tuple[FormField, ...]:
        """Return the fields with errors, in order."""
        return tuple(field for field in self.fields if field.errors)


def command_form(
    command: type[BaseModel],
    *,
    language: str,
    carried: Mapping[str, UUID | str | None],
    values: Mapping[str, Any] | None = None,
    known: Mapping[str, Text] | None = None,
    problems: Sequence[FieldProblem] = (),
    references: Mapping[str, Sequence[Choice]] | None = None,
    leave_out: Collection[str] = (),
    bound: bool = False,
    draft: str = "",
    prefix: str = "field",
) -> CommandForm:
    """Return the form of a command.

    ``carried`` holds the command's id and base version and whatever else goes along hidden; ``values`` typed
    values or the text just sent; ``known`` says from where a filled-in value comes; ``references`` gives the
    answers of fields that depend on the record or on what the viewer may see; ``leave_out`` names the fields that
    the view supplies itself. Two forms on one page need different prefixes.
    """
    shown = {name: info for name, info in command.model_fields.items() if name not in {*CARRIED, *leave_out}}
    fields = tuple(
        _field(
            name,
            info,
            language=language,
            value=_given(values or {}, name, info),
            known=(known or {}).get(name),
            errors=tuple(problem.text.in_language(language) for problem in problems if problem.field == name),
            references=(references or {}).get(name, ()),
            prefix=prefix,
        )
        for name, info in shown.items()
    )
    general = tuple(problem.text.in_language(language) for problem in problems if problem.field not in shown)
    return CommandForm(fields, {k: str(v) for k, v in carried.items() if v is not None}, general, bound, draft)


def read_command(
    command: type[_Model], sent: Mapping[str, Any], *, supplied: Mapping[str, Any] | None = None
) -> tuple[_Model | None, tuple[FieldProblem, ...]]:
    """Return the command that was sent, or what has to be mended; an empty field counts as not answered.

    ``supplied`` are values that the view knows and no sender may set. What was typed is never repeated in a problem.
    """
    given = {name: _given(sent, name, info) for name, info in command.model_fields.items()}
    answered = {name: value for name, value in given.items() if value not in (None, "", [])}
    try:
        return command(**{**answered, **(supplied or {})}), ()
    except ValidationError as error:
        return None, tuple(_mended(command, detail) for detail in error.errors(include_input=False, include_url=False))


def worded(problems: Sequence[Problem], catalogue: RefusalCatalogue) -> tuple[FieldProblem, ...]:
    """Return numbered problems of a refusal for showing in the form that caused it."""
    return tuple(FieldProblem(problem.field, catalogue.word(problem).sentence()) for problem in problems)


def _given(values: Mapping[str, Any], name: str, info: FieldInfo) -> Any:
    """Return the answer to one question; where several may be ticked, a form that was sent holds a list of them."""
    if _kind(info) is Kind.CHOICES and isinstance(values, MultiValueDict):
        return values.getlist(name)
    return values.get(name)


def _mended(command: type[BaseModel], detail: Mapping[str, Any]) -> FieldProblem:
    name = str(detail["loc"][0]) if detail["loc"] else None
    info = command.model_fields.get(name or "")
    advice = ADVICE.get(detail["type"]) or ADVICE[_kind(info) if info else Kind.TEXT]
    return FieldProblem(name if info else None, advice.filled(**detail.get("ctx", {})))


def _field(
    name: str,
    info: FieldInfo,
    *,
    language: str,
    value: Any,
    known: Text | None,
    errors: tuple[str, ...],
    references: Sequence[Choice],
    prefix: str,
) -> FormField:
    declared = _declared(info)
    marks = _marks(info)
    kind = _kind(info)
    used_by = next((mark.text for mark in marks if isinstance(mark, UsedBy)), None)
    return FormField(
        name=name,
        kind=kind,
        label=declared["label"][_key(language)],
        why=declared.get("why", {}).get(_key(language), ""),
        used_by=used_by.in_language(language) if used_by else "",
        unit=declared.get("unit", {}).get(_key(language), ""),
        value=_typed(value, kind),
        known_from=known.in_language(language) if known and value is not None else "",
        errors=errors,
        required=info.is_required(),
        optional=declared.get("optional", {}).get(_key(language), ""),
        personal=marks_personal(marks),
        choices=tuple(references) or _choices(info, declared, language),
        advice=ADVICE[kind].in_language(language),
        minimum=next((int(str(mark.ge)) for mark in marks if isinstance(mark, Ge)), None),
        maximum=next((int(str(mark.le)) for mark in marks if isinstance(mark, Le)), None),
        longest=next((mark.max_length for mark in marks if isinstance(mark, MaxLen)), None),
        prefix=prefix,
    )


def _kind(info: FieldInfo) -> Kind:
    declared = _declared(info)
    if "kind" in declared:
        return Kind(declared["kind"])
    if any(isinstance(mark, BeforeValidator) and mark.func is cents for mark in _marks(info)):
        return Kind.MONEY
    if any(isinstance(mark, BeforeValidator) and mark.func in _MEASURES for mark in _marks(info)):
        return Kind.MEASURE
    types = _types(info.annotation)
    if "choices" in declared or bool in types or any(isinstance(t, type) and issubclass(t, Enum) for t in types):
        return Kind.CHOICE
    if date in types:
        return Kind.DATE
    if int in types:
        return Kind.NUMBER
    return Kind.REFERENCE if UUID in types else Kind.TEXT


def _choices(info: FieldInfo, declared: Mapping[str, Any], language: str) -> tuple[Choice, ...]:
    given = declared.get("choices", ())
    if not given and bool in _types(info.annotation):
        given = ({"value": "true", "zh": "是", "en": "Yes"}, {"value": "false", "zh": "否", "en": "No"})
    choices = tuple(Choice(str(entry["value"]), entry[_key(language)]) for entry in given)
    if choices and not info.is_required() and len(choices) < RADIO_LIMIT:
        choices = (*choices, Choice("", Text("先不填", "Leave open").in_language(language)))
    return choices


def _typed(value: Any, kind: Kind) -> str:
    """Return a value as one would type it; text that was sent stays as it is."""
    if value is None:
        return ""
    if kind is Kind.MONEY and isinstance(value, int):
        return yuan(value)
    if kind is Kind.MEASURE and isinstance(value, int):
        return measured(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return " ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else str(value)


def _declared(info: FieldInfo) -> Mapping[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def _key(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


def _types(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal:
        return (str,)
    parts = tuple(part for part in get_args(annotation) if part is not NoneType)
    return tuple(found for part in parts for found in _types(part)) or (annotation,)


def _marks(info: FieldInfo) -> tuple[Any, ...]:
    return (*info.metadata, *_nested_marks(info.annotation))


def _nested_marks(annotation: Any) -> tuple[Any, ...]:
    own = tuple(getattr(annotation, "__metadata__", ()))
    return (*own, *(mark for part in get_args(annotation) for mark in _nested_marks(part) if get_origin(part)))
