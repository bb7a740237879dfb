"""Verifying the journal (chains and signed heads); against reading and hashing the same bytes."""

import argparse
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import installation

PEOPLE = 200_000
REPEATS = 5
GOAL = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--recorded", type=int, default=PEOPLE, help="verify: people whose journal is verified")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine) as place:
        place.run("verifying:prepare", folder=str(place.home.parent / "demo"), people=arguments.recorded)
        seen: dict[str, Any] = place.run("verifying:compare", repeats=REPEATS)
    figure = Figure("chains and heads verified", middle(seen["ours"]), middle(seen["bare"]), "s", GOAL)
    notes = (
        f"{seen['bytes'] / 1e6:,.0f} MB; verified in {_seconds(seen['ours'])} s, read in {_seconds(seen['bare'])} s",
    )
    report(f"{engine}: a journal of {seen['entries']:,} entries", [figure], notes)


def _seconds(values: list[float]) -> str:
    return " ".join(f"{each:.2f}" for each in values)
