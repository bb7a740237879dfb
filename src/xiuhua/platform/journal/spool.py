"""Entries that wait for the end of their transaction: a few in memory, the many of an import in a nameless file."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

import orjson

HELD = 500
"""Entries kept in memory. A large import has tens of thousands, of several kilobytes each."""


class Spool:
    """Takes (stream, values) and gives them back in order, in pieces of at most about ``HELD``.

    The file has no name and goes with the process. What is personal in an entry is sealed before it comes here.
    """

    def __init__(self) -> None:
        self.streams: set[str] = set()
        self._held: list[tuple[str, list[Any]]] = []
        self._file: IO[bytes] | None = None
        self._pieces: list[int] = []

    def add(self, stream: str, values: list[Any]) -> None:
        """Take one entry."""
        self.streams.add(stream)
        self._held.append((stream, values))
        if len(self._held) >= HELD:
            self._put_away()

    def pieces(self) -> Iterator[list[tuple[str, list[Any]]]]:
        """Yield everything in order; identifiers from the file come back as text."""
        if self._file is not None:
            self._file.seek(0)
            for length in self._pieces:
                yield orjson.loads(self._file.read(length))
            self._file.close()
        if self._held:
            yield self._held

    def _put_away(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()
        data = orjson.dumps(self._held)
        self._file.write(data)
        self._pieces.append(len(data))
        self._held = []
