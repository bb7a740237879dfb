"""Writers of an embedded database stand in a queue, across threads and processes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def writers_turn(using: str) -> Iterator[None]:
    """Wait for one's turn to write.

    SQLite has one writer at a time and makes the others poll; a file lock lets the kernel wake them in
    order. PostgreSQL needs none of this. Inside an open transaction the turn is already ours.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    handle = os.open(f"{connection.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
