"""The summary table of a county by its townships; against the bare scan of the rows that it counts."""

import argparse
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import installation

PEOPLE = 105_000
"""So many people make some 30,000 households."""
REPEATS = 5
GOAL = 3.0
FILLING = 3600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--helped", type=int, default=PEOPLE, help="summary: people of the county")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine, None) as place:
        folder = str(place.folder / "demo")
        filled: dict[str, Any] = place.fill(
            "summaries:prepare", folder=folder, people=arguments.helped, seconds=FILLING
        )
        seen: dict[str, Any] = place.run("summaries:compare", repeats=REPEATS)
    figures = [
        Figure("summary table of a county", middle(seen["ours"]), middle(seen["bare"]), "s", GOAL),
        Figure("the same, computing only", middle(seen["ours_cpu"]), middle(seen["bare_cpu"]), "s", GOAL),
    ]
    notes = (
        f"{seen['bare_saw']:,} rows of {filled['households']:,} households",
        f"helpers, plans, measures, visits and plots written through the journal in {filled['seconds']:.0f} s",
        "the table says: " + ", ".join(f"{name} {value:,}" for name, value in seen["ours_saw"].items()),
    )
    report(f"{engine}: a county of {filled['households']:,} households", figures, notes)
