"""What a module's tables and columns are called where people read the journal, and how their values are said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiuhua.kernel.text import Text

Say = Callable[[Any], Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """The words of one module: ``WORDS`` in its ``journal_words.py``, which the site finds.

    ``columns`` and ``said`` hold for all tables of the module, ``special`` and ``said_here`` for one table and column.
    Columns that say nothing to a reader, such as ids, are ``kept_back``. Days, yes and no need no words; what has none
    is said as it is stored.
    """

    tables: Mapping[str, Text]
    columns: Mapping[str, Text] = field(default_factory=dict)
    special: Mapping[tuple[str, str], Text] = field(default_factory=dict)
    said: Mapping[str, Say] = field(default_factory=dict)
    said_here: Mapping[tuple[str, str], Say] = field(default_factory=dict)
    kept_back: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    """Tables whose rows lie where their record lies, so that neither place nor person is told again."""
    telling: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Columns that may speak of an illness, by table: shown to those alone who may read about health."""


def named(names: Mapping[Any, Text]) -> Say:
    """Return how a code is said that has a name in a table of names; another code is said as it is stored."""
    return lambda value: names.get(value, as_stored(value))


def as_stored(value: Any) -> Text:
    """Return a value as it is stored, alike in both languages."""
    return Text(str(value), str(value))
