"""A sheet of 100,000 people: compared with as many stored, and taken in; against the bare reading of the file."""

import argparse
from collections.abc import Iterator
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import Installation, installation

PEOPLE = 100_000
REPEATS = 3
MEGABYTES = 600.0

Measured = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--rows", type=int, default=PEOPLE, help="import_people: people in the sheet")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine) as place:
        sheet = str(place.home.parent / "people.xlsx")
        place.run("importing:prepare", sheet=sheet, people=arguments.rows)
        bare = [_bare(place, sheet) for _ in range(REPEATS)]
        taken: Measured = place.run("importing:take_in", sheet=sheet)
        compared: list[Measured] = []
        for _ in range(REPEATS):
            bare.append(_bare(place, sheet))
            compared.append(place.run("importing:compare", sheet=sheet))
        notes = (
            f"bare read {_seconds(bare)} s, peak {max(each['peak'] for each in bare):.0f} MB",
            f"compared {_seconds(compared)} s, {compared[0]['same']:,} rows the same",
            f"{taken['households']:,} households taken in, {taken['opened']:.2f} s of it to open the file",
        )
        report(f"{engine}: a sheet of {arguments.rows:,} people", _figures(bare, taken, compared), notes)


def _bare(place: Installation, sheet: str) -> Measured:
    answer: Measured = place.run("bare_read:read", prepare=False, sheet=sheet)
    return answer


def _seconds(runs: list[Measured]) -> str:
    return " ".join(f"{each['seconds']:.2f}" for each in runs)


def _figures(bare: list[Measured], taken: Measured, compared: list[Measured]) -> Iterator[Figure]:
    read = middle([each["seconds"] for each in bare])
    yield Figure("compared with as many stored", middle([each["seconds"] for each in compared]), read, "s", 3)
    yield Figure("from reading to commit", taken["seconds"], read, "s", 8)
    yield Figure("peak memory, comparing", max(each["peak"] for each in compared), None, "MB", MEGABYTES)
    yield Figure("peak memory, taking in", taken["peak"], None, "MB", MEGABYTES)
