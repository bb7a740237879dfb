"""What the verbs share: where words go, how waiting looks, who acts.

Standard output holds only what a program may read (a result); everything said to a person goes to standard error.
"""

import argparse
import json
import sys
import time
from typing import Any

from xiuhua.kernel.text import Text

Subparsers = Any
"""``argparse`` keeps the type of its subparsers to itself."""


def say(zh: str, en: str) -> None:
    """Tell the person at the terminal, in both languages, on one line."""
    _write(f"{zh} / {en}\n")


def say_text(text: Text) -> None:
    """Tell the person at the terminal something that is already in both languages."""
    say(text.zh, text.en)


def print_result(result: Any) -> None:
    """Write a result as JSON on standard output."""
    json.dump(result, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def verb(subparsers: Subparsers, name: str, *, zh: str, en: str) -> argparse.ArgumentParser:
    """Add a verb with its help in both languages."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=f"{zh} / {en}",
        description=f"{zh}\n{en}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


class ConsoleProgress:
    """Shows a count on standard error: in place on a terminal, as a line every few seconds in a log."""

    def __init__(self, zh: str, en: str) -> None:
        self._label = f"{zh} / {en}"
        self._began = time.monotonic()
        self._shown = float("-inf")
        self._total: int | None = None
        self._live = sys.stderr.isatty()
        self._open = False

    def step(self, done: int, total: int | None = None) -> None:
        """Show how much is done, not more often than a person can read."""
        self._total = total if total is not None else self._total
        instant = time.monotonic()
        finished = self._total is not None and done >= self._total
        if instant - self._shown < (0.1 if self._live else 5.0) and not finished:
            return
        self._shown = instant
        of = f" / {self._total:,}" if self._total is not None else ""
        line = f"{self._label}: {done:,}{of}  {instant - self._began:.0f} s"
        self._open = self._live and not finished
        _write(("\r" if self._live else "") + line + ("" if self._open else "\n"))

    def end(self) -> None:
        """Leave the line that is written in place, so that the next words stand on their own."""
        if self._open:
            self._open = False
            _write("\n")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
