"""Eight processes that write in one county; against the same eight, each in a county of its own."""

import argparse
import time
from pathlib import Path
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import Failed, Installation, answer, end, installation

WRITERS = 8
PEOPLE = 20_000
WISHES = 150
ROUNDS = 3
READY_SECONDS, WRITING_SECONDS = 120.0, 300.0
SHARE = 0.85
LONGEST_WAIT = 1.0

Answers = list[dict[str, Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--wishes", type=int, default=WISHES, help="writers: wishes of each process in each round")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine) as place:
        counties: list[str] = place.run("writing:prepare", folder=str(place.home.parent / "demo"), people=PEOPLE)
        largest = counties[:WRITERS]
        one: list[Answers] = []
        eight: list[Answers] = []
        for turn in range(ROUNDS):
            one.append(_together(place, [largest[turn % len(largest)]] * WRITERS, arguments.wishes, 2 * turn))
            eight.append(_together(place, largest, arguments.wishes, 2 * turn + 1))
    rates = [[_rate(answers, arguments.wishes) for answers in rounds] for rounds in (one, eight)]
    waits = [max(each["longest"] for answers in rounds for each in answers) for rounds in (one, eight)]
    figures = (
        Figure("eight writers in one county and in eight", *map(middle, rates), "wishes/s", SHARE, "at least"),
        Figure("longest wait in one county", waits[0], None, "s", LONGEST_WAIT),
        Figure("longest wait in eight counties", waits[1], None, "s", LONGEST_WAIT),
    )
    notes = [
        f"{name}: {' '.join(f'{rate:.0f}' for rate in each)} wishes/s"
        for name, each in zip(("one county", "eight counties"), rates, strict=True)
    ]
    report(f"{engine}: {WRITERS} processes, {arguments.wishes} wishes each, {ROUNDS} rounds", figures, notes)


def _together(place: Installation, counties: list[str], wishes: int, turn: int) -> Answers:
    """Let the processes write from the same moment on."""
    gate = place.home.parent / f"gate-{turn}"
    gate.mkdir()
    tasks = list(enumerate(counties, turn * WRITERS))
    started = [place.start("writing:write", number=n, county=each, count=wishes, gate=str(gate)) for n, each in tasks]
    try:
        _until_ready(gate, len(tasks))
        (gate / "open").touch()
        return [answer(process, WRITING_SECONDS) for process in started]
    finally:
        for process in started:
            end(process)


def _until_ready(gate: Path, count: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while len([*gate.glob("ready-*")]) < count:
        if time.monotonic() > until:
            raise Failed("the processes were not ready in time")
        time.sleep(0.02)


def _rate(answers: Answers, wishes: int) -> float:
    began, ended = (choose(each[key] for each in answers) for choose, key in ((min, "began"), (max, "ended")))
    return len(answers) * wishes / (ended - began)
