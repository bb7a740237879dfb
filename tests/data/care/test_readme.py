"""What the module says of who may do what is what its table says."""

import re
from pathlib import Path

from xiuhua import care
from xiuhua.care.access import COMMANDS, QUERIES
from xiuhua.care.commands import COMMAND_TYPES
from xiuhua.platform.accounts.matrix import access_matrix


def test_who_may_do_what_is_told_as_it_is() -> None:
    text = (Path(care.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(r"<!-- access -->\n(.*?)\n<!-- /access -->", text, re.S)
    assert found is not None
    assert found[1] == access_matrix(COMMANDS, QUERIES)


def test_every_command_stands_in_the_table() -> None:
    assert {kind.command.code for kind in COMMAND_TYPES} == set(COMMANDS)
