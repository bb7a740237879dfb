"""Runs every check and suite, two at a time where there are two cores, and closes with what failed and was skipped.

``make test`` calls it in the development environment. Names of steps choose some of them: ``lint rules web``.
Where ``XIUHUA_STRICT=1``, a browser or database test that was skipped is a failure.
"""

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as Xml
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from resource import struct_rusage as Usage

import psutil

from support.chromium import ensure_chromium
from support.strict import strict

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "tests"
BIN = Path(sys.executable).parent
RULES_PYTHON = ROOT / ".venv-rules" / "bin" / "python"
NEVER_SKIPPED_STRICTLY = ("data-postgresql", "slow-postgresql", "browser")
LANES = min(2, os.cpu_count() or 1)
SILENCE = 10 * 60
"""Seconds without a word after which a step hangs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command. ``reports`` marks a suite of tests, which writes what it skipped."""

    name: str
    command: tuple[str, ...]
    reports: bool = False


@dataclass(slots=True)
class Result:
    """How a step ended."""

    step: Step
    code: int
    seconds: float
    computed: float
    """Seconds of a processor, its children included."""
    hung: bool = False
    counted: int = 0
    skipped: list[str] = field(default_factory=list)

    @property
    def green(self) -> bool:
        """Say whether the step counts as passed."""
        return (
            self.code == 0
            and not self.hung
            and not (strict() and self.skipped and self.step.name in NEVER_SKIPPED_STRICTLY)
        )


def suite(name: str, folders: Iterable[str], *options: str, python: Path = Path(sys.executable)) -> Step:
    """Return a suite of tests in some folders."""
    report = REPORTS / f"{name}.xml"
    paths = [f"tests/{folder}" for folder in folders]
    command = (
        str(python),
        "-m",
        "pytest",
        "-q",
        "--durations=8",
        "--durations-min=5",
        f"--junitxml={report}",
        *options,
        *paths,
    )
    return Step(name, command, reports=True)


STORIES = (
    "scenarios/test_done_when.py",
    "scenarios/test_access_api.py",
    "scenarios/test_access_commands.py",
    "scenarios/test_access_matrix.py",
    "scenarios/test_access_queries.py",
    "scenarios/test_why.py",
    "scenarios/test_canaries.py",
)
"""Scenarios that depend on the database, run on the second one as well."""

STEPS = (
    Step("lint-ruff", (str(BIN / "ruff"), "check", ".")),
    Step("lint-format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Step("lint-types", (str(BIN / "mypy"),)),
    Step("lint-layers", (str(BIN / "lint-imports"), "--no-logo")),
    suite("rules", ["rules"], "-p", "no:cacheprovider", python=RULES_PYTHON),
    suite("browser", ["browser"], "--database=sqlite"),
    suite("web", ["web", "scenarios", "guard"], "--database=sqlite"),
    suite("stories-postgresql", STORIES, "--database=postgresql"),
    suite("data-postgresql", ["data"], "--database=postgresql"),
    suite("data-sqlite", ["data"], "--database=sqlite"),
    suite("slow-postgresql", ["slow"], "--database=postgresql"),
    suite("slow-sqlite", ["slow"], "--database=sqlite"),
)
"""The quick ones first, then the longest, so that two lanes end at about the same time."""


def main(chosen: list[str]) -> int:
    """Run the chosen steps, or all, and return 1 if one is not green."""
    steps = [step for step in STEPS if not chosen or any(step.name.startswith(name) for name in chosen)]
    if not steps:
        print(f"没有这一项 / no such step; there are: {' '.join(step.name for step in STEPS)}")
        return 2
    REPORTS.mkdir(parents=True, exist_ok=True)
    if any(step.name == "browser" for step in steps):
        ensure_chromium()
    began = time.monotonic()
    with ThreadPoolExecutor(LANES) as lanes:
        results = list(lanes.map(run, steps))
    print(*summary(results, time.monotonic() - began), sep="\n")
    return 0 if all(result.green for result in results) else 1


def run(step: Step) -> Result:
    """Run one step and show what it says once it has ended, so that two do not talk at the same time."""
    print(f"▶ {step.name}", flush=True)
    report, log = (REPORTS / f"{step.name}.{ending}" for ending in ("xml", "log"))
    report.unlink(missing_ok=True)
    began = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        hung, status, usage = watched(process.pid, log)
    process.returncode = os.waitstatus_to_exitcode(status)
    result = Result(step, process.returncode, time.monotonic() - began, usage.ru_utime + usage.ru_stime, hung)
    print(f"\n── {step.name} {'─' * (70 - len(step.name))}\n{log.read_text('utf-8', 'replace')}", flush=True)
    if step.reports and report.exists():
        cases = list(Xml.parse(report).iter("testcase"))
        result.counted = len(cases)
        result.skipped = [f"{case.get('classname')}::{case.get('name')}: {why}" for case, why in skips(cases)]
    return result


def watched(number: int, log: Path) -> tuple[bool, int, Usage]:
    """Wait for the end of a process. Return whether it hung and was ended for that, its status, and what it used."""
    hung = False
    while True:
        ended, status, usage = os.wait4(number, os.WNOHANG)
        if ended:
            return hung, status, usage
        if not hung and time.time() - log.stat().st_mtime > SILENCE:
            hung = True
            end(number)
        time.sleep(0.2)


def end(number: int) -> None:
    """End a step that hangs, with all that it started; pytest says on SIGABRT where each thread was."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(number)
        started = process.children(recursive=True)
        process.send_signal(signal.SIGABRT)
        psutil.wait_procs(started, timeout=3)
        for each in (process, *started):
            with suppress(psutil.NoSuchProcess):
                each.kill()


def environment() -> dict[str, str]:
    """Return the environment of a step: compiled modules are kept, as hundreds of processes import the same ones."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "COLUMNS": "120"}


def skips(cases: Iterable[Xml.Element]) -> Iterator[tuple[Xml.Element, str]]:
    """Yield each skipped test with the reason it gave."""
    for case in cases:
        for mark in case.findall("skipped"):
            yield case, mark.get("message", "")


def summary(results: list[Result], seconds: float) -> Iterator[str]:
    """Yield the closing lines: one per step, then every skip by name."""
    yield f"\n══ {'═' * 70}"
    for result in results:
        count = f"{result.counted} tests" if result.step.reports else ""
        skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
        times = f"{result.seconds:6.1f} s ({result.computed:5.1f} s computed)"
        hung = ", 卡住了 / hung" if result.hung else ""
        yield f"{'✓' if result.green else '✗'} {result.step.name:<18} {times}  {count}{skipped}{hung}"
    yield f"  {'总计 / total':<16} {seconds:6.1f} s ({sum(result.computed for result in results):5.1f} s computed)"
    skipped = [(result.step.name, each) for result in results for each in result.skipped]
    if skipped:
        yield f"\n跳过 / skipped ({len(skipped)}):"
        yield from (f"  {name}  {each}" for name, each in skipped)
    failed = [result.step.name for result in results if not result.green]
    if failed:
        yield f"\n不通过 / not green: {', '.join(failed)}"
    else:
        yield "\n通过，有跳过的 / green, with skips" if skipped else "\n全部通过 / all green"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
