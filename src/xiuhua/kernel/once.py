"""What the parts of one page read, kept for that page alone: what several of them need is read once.

Without a page around it nothing is kept: every question is asked again.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Made = TypeVar("Made")
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep what is read until the end of a page that only reads."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def kept(kind: Hashable, make: Callable[[], Made]) -> Made:
    """Return what was made of this kind for the page, made now where it was not yet.

    >>> with reading_once():
    ...     kept("list", list) is kept("list", list)
    True
    >>> kept("list", list) is kept("list", list)
    False
    """
    memory = _memory.get()
    if memory is None:
        return make()
    if kind not in memory:
        memory[kind] = make()
    made: Made = memory[kind]
    return made


def looked_up(
    kind: Hashable, wanted: Iterable[Key], read: Callable[[set[Key]], Mapping[Key, Value]]
) -> Mapping[Key, Value]:
    """Return the values of keys, of which ``read`` gives those that the page has not asked for; unknown ones are left
    out, and not asked for again.

    >>> with reading_once():
    ...     [looked_up("squares", keys, lambda new: print(new) or {n: n * n for n in new}) for keys in ([2], [2, 3])]
    {2}
    {3}
    [{2: 4}, {2: 4, 3: 9}]
    """
    known: dict[Key, Value] = kept(kind, dict)
    asked: set[Key] = kept((kind, "asked"), set)
    keys = dict.fromkeys(wanted)
    missing = keys.keys() - asked
    if missing:
        asked |= missing
        known.update(read(missing))
    return {key: known[key] for key in keys if key in known}
