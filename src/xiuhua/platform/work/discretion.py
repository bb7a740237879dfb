"""Saying what went wrong in the program without repeating what somebody typed."""

import logging
import traceback
from types import TracebackType

FRAMES = 8

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def where(error: BaseException) -> str:
    """Name the kind of an error and the places it came through, innermost first, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"


class DiscreetFormatter(logging.Formatter):
    """Formats records for a log that may be read by people who may not see the data."""

    def formatException(self, ei: ExceptionInfo) -> str:
        """Return the chain of causes without their texts."""
        parts, error = [], ei[1]
        while error is not None:
            parts.append(where(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(parts)
