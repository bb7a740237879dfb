"""Python's collection of garbage, put off during work that makes and keeps many objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Put off collecting while this lasts: going through all the living objects again and again finds nothing.

    What no cycle holds goes at once, as always. Whoever began it first, of several at the same time, ends it.
    """
    begun = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if begun:
            gc.enable()
