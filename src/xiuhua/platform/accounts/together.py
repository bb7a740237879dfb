"""What goes past the journal is written with the entry that tells of it: both, or neither."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from xiuhua.platform.journal.queue import writers_turn


@contextmanager
def together() -> Iterator[None]:
    """Write as one, in turn with the other writers of the database.

    A process killed in between must leave no entry of a second step that has no secret: it would let nobody in.
    """
    with writers_turn("default"), transaction.atomic():
        yield
