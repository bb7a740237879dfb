"""Computing the incomes of all households of a prefecture; against the bare scan of their lines."""

import argparse
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import installation

PEOPLE = 1_000_000
REPEATS = 5
GOAL = 3.0
FILLING = 3600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--earners", type=int, default=PEOPLE, help="ledger: people whose households have a ledger")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine) as place:
        filled: dict[str, Any] = place.run(
            "ledgers:prepare", folder=str(place.home.parent / "demo"), people=arguments.earners, seconds=FILLING
        )
        seen: dict[str, Any] = place.run("ledgers:compare", repeats=REPEATS)
    figures = [
        Figure("net income per head of every household", middle(seen["ours"]), middle(seen["bare"]), "s", GOAL),
        Figure("the same, computing only", middle(seen["ours_cpu"]), middle(seen["bare_cpu"]), "s", GOAL),
    ]
    notes = (
        f"{seen['computed']:,} of {seen['ledgers']:,} ledgers are complete and have a figure",
        f"{filled['lines']:,} lines written through the journal in {filled['seconds']:.0f} s",
    )
    report(f"{engine}: {filled['lines']:,} lines of {seen['ledgers']:,} households", figures, notes)
