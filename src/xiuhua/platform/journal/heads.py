"""Signed heads of the streams, kept outside the database: they find a cut tail and a rewritten chain.

The file grows by a line for each head. A line that is torn (a power cut, a full disk) is passed over; a whole
line with a false signature is counted. Whoever can also shorten this file can hide the newest entries: it
belongs into a backup that the database's keepers cannot change.
"""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidSignature

from xiuhua.platform.vault.master import Master

FILE_NAME = "heads.jsonl"
_COMPACT_ABOVE = 1_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of one stream of one journal, at some time; sequence 0 where a stream begins."""

    ledger: str
    stream: str
    sequence: int
    hash: str

    def message(self) -> bytes:
        """The bytes that are signed."""
        return f"{self.ledger}|{self.stream}|{self.sequence}|{self.hash}".encode()


@dataclass(frozen=True, slots=True)
class _Line:
    head: Head
    signature: bytes
    text: bytes

    def is_true(self, master: Master) -> bool:
        return _signed(self, master) or (master.before is not None and _signed(self, master.before))


def _signed(line: _Line, master: Master) -> bool:
    try:
        master.signing.public_key().verify(line.signature, line.head.message())
    except InvalidSignature:
        return False
    return True


def write_heads(home: Path, master: Master, heads: Iterable[Head]) -> None:
    """Append signed heads; the file is compacted to the last true head of each stream when it grows."""
    lines = b"".join(_line(head, master) for head in heads)
    path = home / FILE_NAME
    with _locked(path) as file:
        if end := file.tell():
            file.seek(end - 1)
            if file.read(1) != b"\n":
                lines = b"\n" + lines
        file.write(lines)
        file.flush()
        if end > _COMPACT_ABOVE:
            _compact(path, master)


def sign_anew(home: Path, master: Master) -> int:
    """Sign the last true head of each stream with this master key alone; return how many. False lines stay."""
    path, count = home / FILE_NAME, 0
    with _locked(path):
        lines, _ = _read(path.read_bytes())
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            for wrong, true in _highest(lines, master):
                file.writelines(line.text + b"\n" for line in wrong)
                if true is not None:
                    file.write(_line(true.head, master))
                    count += 1
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    return count


def read_heads(home: Path, master: Master, ledger: str) -> tuple[dict[str, Head], int]:
    """Return the highest truly signed head of each stream of a journal, and how many whole lines are false."""
    path = home / FILE_NAME
    if not path.exists():
        return {}, 0
    lines, false = _read(path.read_bytes())
    heads: dict[str, Head] = {}
    for wrong, true in _highest(lines, master):
        false += len(wrong)
        if true is not None and true.head.ledger == ledger:
            heads[true.head.stream] = true.head
    return heads, false


def signed_until(before: bytes, after: bytes, streams: Mapping[str, int]) -> bytes:
    """Return the heads that go with a sight of the database, for a copy of both.

    ``before`` is the file as it was before the sight was opened, ``after`` as it is later, ``streams`` the sequences
    in that sight. What was signed before is kept as it is, true or false; of the rest, what the sight has.
    """
    known = before.splitlines()
    later, _ = _read(after)
    more = [
        line.text
        for line in later
        if line.text not in known and line.head.sequence <= streams.get(line.head.stream, -1)
    ]
    return b"".join(line + b"\n" for line in (*known, *more))


def add_heads(home: Path, lines: bytes) -> None:
    """Append heads that were signed earlier, to those that are there: what is known of a journal is never forgotten."""
    with _locked(home / FILE_NAME) as file:
        file.write((b"\n" if file.tell() else b"") + lines)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """Open the file at its end and keep other writers out; open it anew where it was replaced meanwhile."""
    while True:
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0, os.SEEK_END)
            if _is_still(file, path):
                yield file
                return


def _is_still(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _line(head: Head, master: Master) -> bytes:
    signature = b64encode(master.signing.sign(head.message())).decode()
    kept = {name: getattr(head, name) for name in Head.__slots__}
    return (json.dumps({**kept, "signature": signature}) + "\n").encode("ascii")


def _compact(path: Path, master: Master) -> None:
    """Replace the file at once, so that a kill leaves the old or the new one."""
    lines, _ = _read(path.read_bytes())
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        for wrong, true in _highest(lines, master):
            file.writelines(line.text + b"\n" for line in (*wrong, true) if line is not None)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _read(data: bytes) -> tuple[list[_Line], int]:
    lines: list[_Line] = []
    false = 0
    for text in data.splitlines():
        try:
            entry = json.loads(text)
            signature = b64decode(entry.pop("signature"))
            head = Head(**entry)
            head.sequence + 0
        except (ValueError, KeyError, TypeError, AttributeError):
            false += text.endswith(b"}")
        else:
            lines.append(_Line(head, signature, text))
    return lines, false


def _highest(lines: Iterable[_Line], master: Master) -> Iterator[tuple[list[_Line], _Line | None]]:
    """Yield, for each stream of each journal, its highest true line and the false ones that claim to be higher."""
    streams: dict[tuple[str, str], list[_Line]] = {}
    for line in lines:
        streams.setdefault((line.head.ledger, line.head.stream), []).append(line)
    for held in streams.values():
        held.sort(key=lambda line: line.head.sequence)
        wrong: list[_Line] = []
        while held and not held[-1].is_true(master):
            wrong.append(held.pop())
        yield wrong, held[-1] if held else None
