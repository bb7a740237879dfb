"""Runs one function in a process of its own and prints its answer as JSON."""

import json
import os
import sys
from importlib import import_module
from typing import Any

from bench.installations import ANSWER


def main(target: str, arguments: dict[str, Any], *, prepare: bool) -> None:
    """Call ``module:function`` of this package, in a prepared installation where that is asked for."""
    if prepare:
        os.environ["DJANGO_SETTINGS_MODULE"] = "xiuhua.site.settings"
        import_module("django").setup()
        import_module("xiuhua.site.command_line.ready").ensure_ready()
    module, _, name = target.partition(":")
    result = getattr(import_module(f"bench.inside.{module}"), name)(**arguments)
    print(f"{ANSWER}{json.dumps(result)}", flush=True)


main(sys.argv[1], json.loads(sys.argv[2]), prepare=sys.argv[3] == "prepare")
