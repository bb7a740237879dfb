"""What the module says of itself is what its tables say."""

import re
from pathlib import Path

from xiuhua import registry
from xiuhua.platform.accounts.matrix import access_matrix
from xiuhua.registry.access import COMMANDS, QUERIES


def test_who_may_do_what_is_told_as_it_is() -> None:
    text = (Path(registry.__path__[0]) / "README.md").read_text("utf-8")
    found = re.search(r"<!-- access -->\n(.*?)\n<!-- /access -->", text, re.S)
    assert found is not None
    assert found[1] == access_matrix(COMMANDS, QUERIES)
