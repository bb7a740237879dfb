"""Signed heads of the streams, kept outside the database: they find a cut tail and a rewritten chain."""

import fcntl
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature

from xiuhua.platform.vault.master import Master

FILE_NAME = "heads.jsonl"
_COMPACT_ABOVE = 1_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of one stream of one journal, at some time."""

    ledger: str
    stream: str
    sequence: int
    hash: str

    def message(self) -> bytes:
        """The bytes that are signed."""
        return f"{self.ledger}|{self.stream}|{self.sequence}|{self.hash}".encode()


def write_heads(home: Path, master: Master, heads: Iterable[Head]) -> None:
    """Append signed heads; the file is compacted to the last head of each stream when it grows."""
    lines = "".join(
        json.dumps({**asdict(head), "signature": b64encode(master.signing.sign(head.message())).decode()}) + "\n"
        for head in heads
    )
    path = home / FILE_NAME
    with path.open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(lines)
        file.flush()
        if file.tell() > _COMPACT_ABOVE:
            file.seek(0)
            last: dict[tuple[str, str], tuple[int, str]] = {}
            for line in file:
                entry = json.loads(line)
                name = (entry["ledger"], entry["stream"])
                if name not in last or last[name][0] <= entry["sequence"]:
                    last[name] = (entry["sequence"], line)
            file.seek(0)
            file.truncate()
            file.writelines(line for _, line in last.values())


def read_heads(home: Path, master: Master, ledger: str) -> tuple[dict[str, Head], int]:
    """Return the highest signed head of each stream of a journal, and how many lines have a false signature.

    A torn last line (a killed process) is passed over: the head before it stands.
    """
    path = home / FILE_NAME
    heads: dict[str, Head] = {}
    false = 0
    if not path.exists():
        return heads, false
    public = master.signing.public_key()
    last: dict[tuple[str, str], tuple[Head, bytes]] = {}
    lines = path.read_text("ascii").splitlines()
    for number, line in enumerate(lines):
        try:
            entry = json.loads(line)
            signature = b64decode(entry.pop("signature"))
            head = Head(**entry)
        except (ValueError, KeyError, TypeError):
            false += number != len(lines) - 1
            continue
        known = last.get((head.ledger, head.stream))
        if head.ledger == ledger and (known is None or known[0].sequence <= head.sequence):
            last[head.ledger, head.stream] = (head, signature)
    for head, signature in last.values():
        try:
            public.verify(signature, head.message())
        except InvalidSignature:
            false += 1
            continue
        heads[head.stream] = head
    return heads, false
