"""Computing the incomes of all households of a prefecture; against the bare scan of their lines."""

import argparse
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import Installation, installation

PEOPLE = 1_070_000
REPEATS = 5
GOAL = 3.0
FILLING = 3600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--earners", type=int, default=PEOPLE, help="ledger: people whose households have a ledger")


def filled_with_ledgers(place: Installation, people: int) -> dict[str, Any]:
    """Fill an installation with people whose households have a ledger each; return how many lines, and the seconds."""
    folder = str(place.folder / "demo")
    filled: dict[str, Any] = place.fill("ledgers:prepare", folder=folder, people=people, seconds=FILLING)
    return filled


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine, arguments.kept) as place:
        filled = filled_with_ledgers(place, arguments.earners)
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
