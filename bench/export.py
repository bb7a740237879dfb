"""Exporting 100,000 people as a sheet; against the spreadsheet writer alone with the same cells."""

import argparse
from typing import Any

from bench.figures import Figure, middle, report
from bench.installations import installation

PEOPLE = 100_000
REPEATS = 3
GOAL = 3.0
MEGABYTES = 300.0
FILLING = 1800.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this measurement can be told."""
    parser.add_argument("--exported", type=int, default=PEOPLE, help="export: people in the sheet")


def run(engine: str, arguments: argparse.Namespace) -> None:
    """Measure on one database and print the figures."""
    with installation(engine, arguments.kept and arguments.kept / "export") as place:
        folder = place.folder
        sheet, made, again = (str(folder / name) for name in ("people.xlsx", "export.xlsx", "bare.xlsx"))
        place.fill("importing:prepare", seconds=FILLING, sheet=sheet, people=arguments.exported)
        place.fill("importing:take_in", seconds=FILLING, sheet=sheet)
        ours: list[dict[str, Any]] = []
        bare: list[dict[str, Any]] = []
        for _ in range(REPEATS):
            ours.append(place.run("exporting:export", file=made))
            bare.append(place.run("bare_write:write", prepare=False, sheet=made, file=again))
        back: dict[str, Any] = place.run("exporting:bring_back", sheet=made)
    figures = [
        Figure(
            "from asking to the file, entry included",
            middle([each["seconds"] for each in ours]),
            middle([each["seconds"] for each in bare]),
            "s",
            GOAL,
        ),
        Figure("peak memory", max(each["peak"] for each in ours), None, "MB", MEGABYTES),
    ]
    notes = (
        f"{ours[0]['rows']:,} rows, {ours[0]['bytes'] / (1 << 20):.1f} MB",
        f"the untouched sheet reviewed in {back['seconds']:.1f} s: {back['same']:,} the same, {back['new']:,} new; "
        f"peak {back['peak']:.0f} MB",
    )
    report(f"{engine}: an export of {ours[0]['rows']:,} people", figures, notes)
