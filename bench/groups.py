"""Pages of work groups over a prefecture of them; against a page of the same shell that reads one row by its key."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.figures import Figure, at_share, middle, report
from bench.installations import Installation, installation
from bench.pages import GOAL, HANDS, ROW, SHARE
from bench.served import Browser, serving

VILLAGERS = 100_000
MEMBERS, TASKS, VISITS = 5_000, 100_000, 300_000
ROUNDS = 4
TIMES = 100
FILLING_SECONDS = 3600.0
FOLDER = "groups"
"""What is kept for this measurement stays apart from what the others keep: it would change their pages."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--villagers", type=int, default=VILLAGERS, help="groups: people of the villages")
    parser.add_argument("--visited", type=int, default=VISITS, help="groups: visits, a third as many tasks")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    kept: Path | None = arguments.kept and arguments.kept / FOLDER
    tasks = arguments.visited * TASKS // VISITS
    with installation(engine, kept) as place:
        filled: dict[str, Any] = place.fill(
            "grouping:prepare",
            folder=str(place.folder / "demo"),
            people=arguments.villagers,
            members=MEMBERS,
            tasks=tasks,
            visits=arguments.visited,
            seconds=FILLING_SECONDS,
        )
        held = ", ".join(f"{filled[name]:,} {name}" for name in ("groups", "members", "tasks", "visits"))
        measure(place, held)


def measure(place: Installation, held: str) -> None:
    """Measure an installation that is filled and print the figures."""
    visits: dict[str, Any] = place.run("grouping:visits")
    pages: Mapping[str, Mapping[str, Any]] = visits["pages"]
    seen: dict[str, list[float]] = {name: [] for name in pages}
    with serving(place) as port:
        browsers = {login: Browser(port, login, visits["password"]) for login in visits["logins"]}
        for turn in range(ROUNDS + 1):
            for name, page in pages.items():
                addresses: list[str] = page["addresses"]
                start = turn * TIMES % len(addresses)
                browser = browsers[page["login"]]
                seconds = browser.visit(addresses[start:] + addresses[:start], times=TIMES, hands=HANDS)
                seen[name] += [1000 * each for each in seconds] if turn else []
    row = at_share(seen[ROW], SHARE)
    figures = [
        Figure(f"{name}: 95 of 100 within", at_share(each, SHARE), row, "ms", GOAL)
        for name, each in seen.items()
        if name != ROW
    ]
    notes = [f"{name}: median {middle(each):.1f} ms, longest {max(each):.0f} ms" for name, each in seen.items()]
    report(f"{place.engine}: {held}, {HANDS} requests at a time, {ROUNDS} × {TIMES} of each page", figures, notes)
