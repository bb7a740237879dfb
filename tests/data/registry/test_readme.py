"""What the module says of itself is what its tables say, and every field says what it asks and who uses it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from xiuhua import registry
from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.transitions import transition_table
from xiuhua.platform.accounts.matrix import access_matrix
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.commands import COMMAND_TYPES
from xiuhua.registry.commands.record import Notice
from xiuhua.registry.rules.corrections import TRANSITIONS

CARRIED = {
    "id",
    "base_version",
    "observed_at",
    "household_id",
    "correction_id",
    "new_household_id",
    "person_id",
    "other_id",
    "question_ids",
    "consent_id",
    "answer_id",
    "removed",
    "origin",
    "not_asked",
    "cleared",
}
"""What a door supplies and nobody types."""

NESTED = {"lines", "plots", "member", "members", "stated", "notices", "leaving", "staying", "relations", "incomes"}


def asked_fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in model.model_fields.items():
        if name in NESTED:
            for part in parts(info.annotation):
                yield from ((f"{name}.{inner}", field) for inner, field in asked_fields(part))
        elif name not in CARRIED:
            yield name, info


def parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation is not Notice:
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from parts(inner)


def test_who_may_do_what_is_told_as_it_is() -> None:
    text = (Path(registry.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(r"<!-- access -->\n(.*?)\n<!-- /access -->", text, re.S)
    assert found is not None
    assert found[1] == access_matrix(COMMANDS, QUERIES)


def test_every_command_stands_in_the_access_table_and_nothing_else() -> None:
    assert {kind.command.code: kind.access for kind in COMMAND_TYPES} == dict(COMMANDS)


@pytest.mark.parametrize("kind", COMMAND_TYPES, ids=lambda kind: kind.command.code)
def test_every_field_asks_in_both_languages_and_names_who_uses_it(kind: Any) -> None:
    found = dict(asked_fields(kind.command))
    assert found
    for name, info in found.items():
        declared = info.json_schema_extra
        assert isinstance(declared, dict), name
        assert set(declared["label"]) == {"zh", "en"}, name
        assert any(isinstance(mark, UsedBy) for mark in info.metadata), name


def test_the_states_of_a_correction_are_told_as_they_are() -> None:
    text = (Path(registry.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(r"<!-- corrections -->\n(.*?)\n<!-- /corrections -->", text, re.S)
    assert found is not None
    assert found[1] == transition_table(TRANSITIONS)
