"""Verifying a journal, beside the other thing: reading the same columns and hashing the same bytes."""

import time
from hashlib import sha256
from typing import Any

from django.db import connection

from bench.inside import filling
from xiuhua.platform.journal.chain import HASHED
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.verification import verify

FETCH = 2000


def prepare(folder: str, people: int) -> int:
    """Fill an installation; return how many entries its journal has."""
    filling.villages(folder)
    filling.people(people)
    return Entry.objects.count()


def compare(repeats: int) -> dict[str, Any]:
    """Verify and read, in turn; return the seconds of each."""
    ours: list[float] = []
    bare: list[float] = []
    read = 0
    for _ in range(repeats):
        start = time.perf_counter()
        read = _read()
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        found = verify()
        ours.append(time.perf_counter() - start)
        if found.findings:
            raise RuntimeError(str(found.findings[:3]))
    return {"ours": ours, "bare": bare, "bytes": read, "entries": found.entries}


def _read() -> int:
    """Read what is under the hashes, stream by stream, and hash each entry; return how many bytes that were."""
    columns = ", ".join(f'"{name}"' for name in ("previous_hash", *HASHED))
    count = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{Entry._meta.db_table}" ORDER BY "stream", "sequence"')
        while rows := cursor.fetchmany(FETCH):
            for row in rows:
                data = "".join(map(str, row)).encode()
                sha256(data).hexdigest()
                count += len(data)
    return count
