"""Pages over a million people and their incomes; against a page of the same shell that reads one row by its key."""

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from bench.figures import Figure, at_share, middle, report
from bench.installations import Installation, installation
from bench.ledger import PEOPLE, filled_with_ledgers
from bench.served import Browser, serving

HANDS = 4
ROUNDS = 5
TIMES = 140
GOAL = 3.0
SHARE = 0.95
CORRECTING_SECONDS = 900.0
ROW = "row"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--people", type=int, default=PEOPLE, help="pages: people stored")
    parser.add_argument("--hands", type=int, default=HANDS, help="pages: requests at the same time")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine, arguments.kept) as place:
        filled = filled_with_ledgers(place, arguments.people)
        people: int = place.fill("visiting:correct", seconds=CORRECTING_SECONDS)
        measure(place, f"{people:,} people, {filled['lines']:,} lines", arguments.hands)


def measure(place: Installation, held: str, hands: int) -> None:
    """Measure an installation that is filled and print the figures."""
    visits: dict[str, Any] = place.run("visiting:visits")
    pages: Mapping[str, list[str]] = visits["pages"]
    seen: dict[str, list[float]] = {name: [] for name in pages}
    with serving(place) as port:
        browser = Browser(port, visits["login"], visits["password"])
        for turn in range(ROUNDS + 1):
            for name, addresses in pages.items():
                start = turn * TIMES % len(addresses)
                seconds = browser.visit(addresses[start:] + addresses[:start], times=TIMES, hands=hands)
                seen[name] += [1000 * each for each in seconds] if turn else []
    notes = [f"{name}: median {middle(each):.1f} ms, longest {max(each):.0f} ms" for name, each in seen.items()]
    title = f"{place.engine}: {held}, {hands} requests at a time, {ROUNDS} × {TIMES} of each page"
    report(title, _figures(seen), notes)


def _figures(seen: Mapping[str, list[float]]) -> Iterator[Figure]:
    row = at_share(seen[ROW], SHARE)
    for name, each in seen.items():
        if name != ROW:
            yield Figure(f"{name}: 95 of 100 within", at_share(each, SHARE), row, "ms", GOAL)
