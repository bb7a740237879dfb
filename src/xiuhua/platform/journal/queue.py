"""Who waits for whom: writers of an embedded database stand in a queue, long transactions of a server go alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from xiuhua.platform.vault.steady import steady

_MANY_RECORDS = int.from_bytes(b"xiuhua", "big")
"""The number of the advisory lock."""


@contextmanager
def writers_turn(using: str) -> Iterator[None]:
    """Wait for one's turn to write.

    SQLite has one writer at a time and makes the others poll; a file lock lets the kernel wake them in
    order. PostgreSQL needs none of this. On both a writer waits while another master key is put in the place of the
    present one. Inside an open transaction the turn is already ours.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor != "sqlite":
        with steady(Path(settings.HOME)):
            yield
        return
    handle = os.open(f"{connection.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with steady(Path(settings.HOME)):
            yield
    finally:
        os.close(handle)


def many_records_turn(using: str, *, alone: bool) -> None:
    """Keep transactions of many records from waiting for one another in a circle, until this one ends.

    One that takes its commands in a single chunk locks its records sorted by id, all at once, so that any number
    of them never do. One of several chunks cannot, nor can one that takes commands singly: it goes ``alone``
    among those of many records. Wishes about one record wait for none of them.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_MANY_RECORDS])
