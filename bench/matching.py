"""Pairing needs with offers: the best there is, beside a list worked off from the top, in the same run."""

import argparse
import random
import time
from datetime import date, timedelta
from uuid import UUID

from bench.figures import Figure, middle, report
from xiuhua.needs.pairing import greedy, paired, total
from xiuhua.needs.rules.pairs import Offered, Wanted

NEEDS, OFFERS, REPEATS = 5_000, 1_000, 3
SECONDS = 20.0
TODAY = date(2018, 1, 22)
KINDS = ("work", "skills", "health", "care", "school", "housing", "water", "farming", "selling", "credit")
SEED = 2018


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--needs", type=int, default=NEEDS, help="matching: needs to be paired")
    parser.add_argument("--offers", type=int, default=OFFERS, help="matching: offers")


def made(needs: int, offers: int) -> tuple[list[Wanted], list[Offered]]:
    """Return needs of a county's villages, and offers of its villages, townships and of the county; alike each time."""
    draws = random.Random(SEED)
    villages = [f"62012210{town}2{number:02d}" for town in range(1, 9) for number in range(40)]
    wanted = [
        Wanted(
            UUID(int=number + 1),
            draws.choice(KINDS),
            draws.choice(villages),
            TODAY - timedelta(days=draws.randrange(400)),
        )
        for number in range(needs)
    ]
    places = [(lambda code: code, 0.2), (lambda code: f"{code[:9]}000", 0.5), (lambda code: f"{code[:6]}000000", 0.3)]
    widths, weights = [each for each, _ in places], [share for _, share in places]
    offered = [
        Offered(
            UUID(int=10**6 + number),
            draws.choice(KINDS),
            draws.choices(widths, weights)[0](draws.choice(villages)),
            draws.randrange(1, 8),
        )
        for number in range(offers)
    ]
    return wanted, offered


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure and print the figures; nothing of it asks a database."""
    wanted, offered = made(arguments.needs, arguments.offers)
    ours, theirs = [], []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        best = paired(wanted, offered, today=TODAY)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        simple = greedy(wanted, offered)
        theirs.append(time.perf_counter() - begun)
    lowest = total(best, wanted, offered, today=TODAY)
    worse = total(simple, wanted, offered, today=TODAY)
    figures = [
        Figure("pairing, the best there is", middle(ours), None, "s", SECONDS),
        Figure("cost of the pairs, ours / a list from the top", lowest / 1e9, worse / 1e9, "bn", 1.0),
    ]
    notes = (
        f"{len(best):,} of {len(wanted):,} needs paired, solved to the end (no gap);"
        f" a list from the top pairs {len(simple):,} in {middle(theirs):.2f} s",
    )
    report(f"{len(wanted):,} needs x {len(offered):,} offers", figures, notes)
