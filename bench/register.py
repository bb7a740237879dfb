"""Registering a household of four through the journal; against a transaction that inserts one row."""

import argparse
from typing import Any

from bench.figures import Figure, at_share, middle, report
from bench.installations import SQLITE, installation

TIMES = 600
PEOPLE = 5_000
GOALS = {SQLITE: 15.0}
GOAL = 6.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--households", type=int, default=TIMES, help="register: households to register")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine) as place:
        place.run("registering:prepare", folder=str(place.home.parent / "demo"), people=PEOPLE)
        seen: dict[str, Any] = place.run("registering:register", times=arguments.households)
    ours, bare = ([1000 * each for each in seen[name]] for name in ("ours", "bare"))
    goal = GOALS.get(engine, GOAL)
    figures = [Figure("a household of four, from wish to receipt", middle(ours), middle(bare), "ms", goal)]
    if engine == SQLITE:
        ours_cpu, bare_cpu = (1000 * middle(seen[name]) for name in ("ours_cpu", "bare_cpu"))
        figures.append(Figure("the same, computing only", ours_cpu, bare_cpu, "ms", goal))
    notes = (
        f"95 of 100 within {at_share(ours, 0.95):.2f} ms; the bare ones within {at_share(bare, 0.95):.2f} ms",
        f"{1000 * middle(seen['ours_cpu']):.2f} ms of computing in this process; the rest is the disk, the server, and "
        "others on the machine",
    )
    report(f"{engine}: registering {arguments.households} households one by one", figures, notes)
