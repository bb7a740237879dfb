"""Commands: frozen, typed wishes. The one place for validation, whatever door they came through."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from xiuhua.kernel.text import Text


class Personal:
    """Marks a command field with personal data: ``name: Annotated[str, Personal]``.

    Such a field is left out of the command that the journal stores; its value lives there only as
    ciphertext inside the changes.
    """


class FreeText(Personal):
    """Marks a field with free text of the command itself, such as a reason, which may name anybody.

    The journal keeps it with the command, but sealed.
    """


class UsedBy:
    """Names, in both languages, what a field is for: the form shows it, a guard test demands it."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


PersonalText = Annotated[str, Personal]


class Value(BaseModel):
    """A frozen part of a command, such as one member of a household."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        defer_build=True,  # a process uses a few of two hundred
    )


class Command(Value):
    """A wish with an id made by the caller.

    ``observed_at`` is when the fact was seen, where that differs from now. ``base_version`` is the version
    of the record that the person looked at: fields changed by others since then are not overwritten.
    """

    code: ClassVar[str]
    version: ClassVar[int] = 1
    label: ClassVar[Text]

    id: UUID
    observed_at: date | datetime | None = None
    base_version: UUID | None = None

    def roots(self) -> tuple[UUID, ...]:
        """Return the ids of existing records that this command touches; they are locked in order."""
        return ()


def personal_paths(model: type[BaseModel]) -> dict[str, Any]:
    """Return pydantic's ``exclude`` argument that drops every personal field of a command.

    >>> class Member(Value):
    ...     name: PersonalText
    ...     relation: str
    >>> class Register(Command):
    ...     members: tuple[Member, ...]
    ...     phone: PersonalText | None = None
    >>> personal_paths(Register)
    {'members': {'__all__': {'name': True}}, 'phone': True}
    """
    paths: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if _is_personal(info):
            paths[name] = True
            continue
        for nested, many in _nested_models(info.annotation):
            inner = personal_paths(nested)
            if inner:
                paths[name] = {"__all__": inner} if many else inner
    return paths


@cache
def free_text_fields(command: type[Command]) -> tuple[str, ...]:
    """Return the names of a command's own fields that hold free text."""
    return tuple(name for name, info in command.model_fields.items() if FreeText in info.metadata)


def _is_personal(info: FieldInfo) -> bool:
    """Say whether the mark stands on the field or inside its type, as in ``PersonalText | None``."""
    return marks_personal(info.metadata) or _mark_inside(info.annotation)


def _mark_inside(annotation: Any) -> bool:
    if marks_personal(getattr(annotation, "__metadata__", ())):
        return True
    return any(_mark_inside(part) for part in getattr(annotation, "__args__", ()))


def marks_personal(marks: Iterable[Any]) -> bool:
    """Say whether one of a field's marks says that it holds personal data, free text included."""
    return any(isinstance(mark, Personal) or (isinstance(mark, type) and issubclass(mark, Personal)) for mark in marks)


def _nested_models(annotation: Any, many: bool = False) -> list[tuple[type[BaseModel], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [(annotation, many)]
    repeats = getattr(annotation, "__origin__", None) in (tuple, list)
    return [found for part in getattr(annotation, "__args__", ()) for found in _nested_models(part, many or repeats)]
