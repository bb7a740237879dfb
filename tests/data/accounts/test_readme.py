"""The README says what the access table says, and every command has words for its fields."""

import re
from pathlib import Path

import pytest

from xiuhua.kernel.commands import UsedBy
from xiuhua.platform import accounts
from xiuhua.platform.accounts.access import COMMANDS, QUERIES
from xiuhua.platform.accounts.commands import COMMAND_TYPES
from xiuhua.platform.accounts.matrix import access_matrix
from xiuhua.platform.journal.contract import CommandType

FOLDER = Path(accounts.__path__[0])
CARRIED = {"id", "base_version", "observed_at", "account_id", "post_id", "token_id", "organisation_id"}


def test_the_readme_holds_the_access_table() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    found = re.search(r"<!-- access -->\n(.*?)\n<!-- /access -->", text, re.DOTALL)
    assert found
    assert found[1] == access_matrix(COMMANDS, QUERIES)


def test_every_command_stands_in_the_access_table_and_nothing_else() -> None:
    assert {kind.command.code: kind.access for kind in COMMAND_TYPES} == dict(COMMANDS)


@pytest.mark.parametrize("kind", COMMAND_TYPES, ids=lambda kind: kind.command.code)
def test_every_field_that_is_asked_has_a_label_and_a_use(kind: CommandType) -> None:
    for name, info in kind.command.model_fields.items():
        if name in CARRIED:
            continue
        declared = info.json_schema_extra
        assert isinstance(declared, dict), name
        assert set(declared["label"]) == {"zh", "en"}
        assert any(isinstance(mark, UsedBy) for mark in info.metadata), name


def test_every_refusal_is_given_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in FOLDER.rglob("*.py"))
    listed = re.findall(r"^  code: (\w+)$", (FOLDER / "refusals.yaml").read_text("utf-8"), re.MULTILINE)
    assert len(listed) == len(set(listed)) > 30
    assert [name for name in listed if f'"{name}"' not in code] == []
