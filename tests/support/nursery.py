"""Real processes without the second that each would need to start: one is made ready, and forked for each task.

``python -m support.nursery`` reads one task per line and answers with one line: the id of a forked process, or how
one ended. A forked process runs a function of the product or of a test, with its output in files, and is on its own:
it may be killed at any moment. Nothing was connected to a database before the fork.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from support.source import ROOT

MAIN = "xiuhua.site.main:main"
"""The function behind the command ``xiuhua``."""


@dataclass(frozen=True, slots=True)
class Child:
    """A forked process and the files with what it says."""

    pid: int
    out: Path
    err: Path

    def said(self) -> str:
        """Return what it has written to standard output."""
        return self.out.read_text("utf-8")


class Nursery:
    """Forks processes that share an environment; ``patches`` set constants of modules in all of them."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, patches: Mapping[str, Any] | None = None
    ) -> None:
        self._folder = folder
        self._count = 0
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support.nursery", json.dumps(dict(patches or {}))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "xiuhua.site.settings"},
        )

    def __enter__(self) -> "Nursery":
        assert self._answer() == "ready"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def start(self, function: str, *arguments: Any) -> Child:
        """Run a function (``module:name``) with JSON arguments in a process of its own."""
        self._count += 1
        out, err = (self._folder / f"{self._count}.{ending}" for ending in ("out", "err"))
        for path in (out, err):
            path.touch()
        pid = self._ask({"call": function, "arguments": arguments, "out": str(out), "err": str(err)})
        return Child(pid, out, err)

    def end_of(self, child: Child) -> int:
        """Wait for the end and return the exit code, negative for a signal."""
        return int(self._ask({"wait": child.pid}))

    def run(self, function: str, *arguments: Any) -> Child:
        """Run a function to its end, which has to be a good one."""
        child = self.start(function, *arguments)
        code = self.end_of(child)
        assert code == 0, child.err.read_text("utf-8")
        return child

    def _ask(self, task: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def main(patches: Mapping[str, Any]) -> None:
    """Make everything ready, then fork for each task."""
    site = import_module("xiuhua.site.main")
    import_module("django").setup()
    site._parser()
    # What is otherwise loaded at first use: the readings of names, the words of refusals, the migrations.
    import_module("xiuhua.registry.readings").keys_of("王小明")
    import_module("xiuhua.site.wordings").catalogue()
    import_module("django.db.migrations.loader").MigrationLoader(None)
    for name, value in patches.items():
        module, _, constant = name.rpartition(".")
        setattr(import_module(module), constant, value)
    _say("ready")
    for line in sys.stdin:
        task = json.loads(line)
        if "wait" in task:
            _say(os.waitstatus_to_exitcode(os.waitpid(task["wait"], 0)[1]))
            continue
        pid = os.fork()
        if pid == 0:
            _run(task)
        _say(pid)


def _run(task: Mapping[str, Any]) -> None:
    code = 1
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(task[name], os.O_WRONLY | os.O_APPEND), number)
        module, _, name = task["call"].partition(":")
        answer = getattr(import_module(module), name)(*task["arguments"])
        if task["call"] == MAIN:
            code = answer
        else:
            _say(answer)
            code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
