"""How fast a job goes and how long it will still take, as people are told."""

from dataclasses import dataclass

from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Pace:
    """Whole percent, things per second and whole seconds left; ``None`` where it cannot be said yet."""

    percent: int | None = None
    per_second: int | None = None
    seconds_left: int | None = None


def pace(*, done: int, total: int | None, elapsed_ms: int) -> Pace:
    """Return the pace of a job from its own count and the time it has run.

    Nothing is said about speed in the first second, when it would jump about.

    >>> pace(done=3_000, total=12_000, elapsed_ms=2_000)
    Pace(percent=25, per_second=1500, seconds_left=6)
    >>> pace(done=10, total=None, elapsed_ms=400)
    Pace(percent=None, per_second=None, seconds_left=None)
    """
    percent = min(100, done * 100 // total) if total else None
    if elapsed_ms < 1000 or done <= 0:
        return Pace(percent)
    left = None if total is None else max(0, -(-(total - done) * elapsed_ms // (done * 1000)))
    return Pace(percent, done * 1000 // elapsed_ms, left)


def time_left(seconds: int) -> Text:
    """Return how long it will still take, rounded up as one would say it.

    >>> time_left(8).zh, time_left(75).en, time_left(7000).zh
    ('10 秒', '2 min', '2 小时')
    """
    if seconds < 60:
        tens = max(10, -(-seconds // 10) * 10)
        return Text(f"{tens} 秒", f"{tens} s")
    if seconds < 3600:
        minutes = -(-seconds // 60)
        return Text(f"{minutes} 分钟", f"{minutes} min")
    hours = -(-seconds // 3600)
    return Text(f"{hours} 小时", f"{hours} h")
