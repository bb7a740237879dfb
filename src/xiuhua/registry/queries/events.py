"""What happened to a record, as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, told by one entry of the journal, or stated without a day (``year`` only)."""

    on: date
    what: Text
    lines: tuple[Text, ...] = ()
    who: str = ""
    role: Text | None = None
    recorded: datetime | None = None
    year: int | None = None
    code: str = ""
