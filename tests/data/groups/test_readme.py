"""What the module says of who may do what is what its table says."""

import re
from pathlib import Path
from typing import Any

import pytest

from xiuhua import groups
from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.commands import COMMAND_TYPES
from xiuhua.groups.rules import findings, meetings, tasks
from xiuhua.kernel.transitions import transition_table
from xiuhua.platform.accounts.matrix import access_matrix

TABLES = {"task": tasks.TRANSITIONS, "finding": findings.TRANSITIONS, "meeting": meetings.TRANSITIONS}


def test_who_may_do_what_is_told_as_it_is() -> None:
    text = (Path(groups.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(r"<!-- access -->\n(.*?)\n<!-- /access -->", text, re.S)
    assert found is not None
    assert found[1] == access_matrix(COMMANDS, QUERIES)


@pytest.mark.parametrize(("name", "told"), TABLES.items())
def test_states_are_told_as_they_are(name: str, told: Any) -> None:
    text = (Path(groups.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(rf"<!-- {name} states -->\n(.*?)\n<!-- /{name} states -->", text, re.S)
    assert found is not None
    assert found[1] == transition_table(told)


def test_every_command_stands_in_the_table() -> None:
    assert {kind.command.code for kind in COMMAND_TYPES} == set(COMMANDS)
