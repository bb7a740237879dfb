"""The README says what the access table says, and every command stands in it."""

import re
from pathlib import Path

from xiuhua.platform import files
from xiuhua.platform.accounts.matrix import access_matrix
from xiuhua.platform.files.access import COMMANDS
from xiuhua.platform.files.commands import COMMAND_TYPES


def test_the_readme_holds_the_access_table() -> None:
    text = (Path(files.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(r"<!-- access -->\n(.*?)\n<!-- /access -->", text, re.DOTALL)
    assert found
    assert found[1] == access_matrix(COMMANDS)


def test_every_command_stands_in_the_access_table_and_nothing_else() -> None:
    assert {kind.command.code: kind.access for kind in COMMAND_TYPES} == dict(COMMANDS)
