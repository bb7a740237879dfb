"""A module can be explained alone: what it is, who may do what in it, what each question is for."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from support.source import tables
from xiuhua.kernel.commands import Command
from xiuhua.platform.journal.catalogue import command_types
from xiuhua.platform.journal.contract import CommandType
from xiuhua.site.why.rows import queries
from xiuhua.site.why.words import QUERY_NAMES

FOLDERS = [path.parent for path in tables()]
TYPES = list(command_types())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_module_says_what_it_is(folder: object) -> None:
    assert len((folder / "README.md").read_text("utf-8")) > 300


WITHOUT_A_ROLE = frozenset(
    {"needs.tell_by_code", "needs.answer_by_code", "needs.agree_by_code", "needs.withdraw_by_code"}
)
"""A household does these itself with its code on paper: nobody who works here may speak for it through them."""


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.command.code)
def test_a_command_says_who_may_and_why_in_both_languages(kind: CommandType) -> None:
    assert kind.access.roles or kind.command.code in WITHOUT_A_ROLE
    assert kind.access.reason.zh
    assert kind.access.reason.en
    assert kind.command.label.zh
    assert kind.command.label.en
    assert kind.command.__doc__


def test_each_reading_that_a_table_of_access_names_has_a_name() -> None:
    assert set(QUERY_NAMES) == set(queries()), "to be named in site/why/words.py, or a name for a reading that is gone"


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.command.code)
def test_a_command_is_frozen_and_takes_nothing_it_does_not_know(kind: CommandType) -> None:
    for model in (kind.command, *nested(kind.command)):
        assert model.model_config.get("frozen")
        assert model.model_config.get("extra") == "forbid"
        assert model.model_config.get("hide_input_in_errors")


def nested(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for info in model.model_fields.values():
        yield from inside(info.annotation)


def inside(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and not issubclass(annotation, Command):
        yield annotation
        yield from nested(annotation)
    for part in getattr(annotation, "__args__", ()):
        yield from inside(part)
