"""The one clock of the product, and the ids that carry its time.

``XIUHUA_NOW=2017-09-12T08:00+08:00`` lets it stand still in tests and over the demo's invented data. Over
real data that would date facts wrongly, so it is refused there.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from xiuhua.kernel.ids import uuid7

DEMO_INSTANT = datetime(2018, 1, 22, 1, 0, tzinfo=UTC)
"""Nine in the morning of the Monday after the page: the ages of the demo's people and its figures are of that day."""


def demo_mark(home: Path, database: Mapping[str, Any]) -> Path:
    """Return the file which says that the data in this database (an entry of ``DATABASES``) are the demo's."""
    where = "|".join(str(database.get(part, "")) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    return home / f"demo-{hashlib.sha256(where.encode()).hexdigest()[:12]}"


def standing_time(environment: Mapping[str, str], mark: Path) -> datetime | None:
    """Return the instant at which the clock stands, or ``None`` where it runs. Over the demo it stands by itself.

    Raise ``ImproperlyConfigured`` for a text without an offset, and outside of tests and the demo.
    """
    text = environment.get("XIUHUA_NOW", "")
    if not text:
        return DEMO_INSTANT if mark.exists() else None
    playing = any(environment.get(name) == "1" for name in ("XIUHUA_TEST", "XIUHUA_DEMO"))
    if not playing and not mark.exists():
        raise ImproperlyConfigured(
            "XIUHUA_NOW 只用于测试和演示数据，而这个库里是真实数据。请取消该变量。"
            " / XIUHUA_NOW is for tests and the demo only, and this database holds real data. Unset it."
        )
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(_form(text)) from error
    if instant.tzinfo is None:
        raise ImproperlyConfigured(_form(text))
    return instant.astimezone(UTC)


def now() -> datetime:
    """Return this instant in UTC."""
    return settings.STANDING_TIME or machine_time()


def machine_time() -> datetime:
    """Return this instant in UTC by the machine's clock, wherever that of the demo stands.

    Only for what meets the world outside: the codes that telephones show, and the minutes of a lock-out.
    """
    return datetime.now(UTC)


def today() -> date:
    """Return the local date (Asia/Shanghai)."""
    return now().astimezone(timezone.get_default_timezone()).date()


def new_id() -> UUID:
    """Return a new UUIDv7 that carries this instant."""
    return uuid7(milliseconds=int(now().timestamp() * 1000), entropy=os.urandom(10))


def _form(text: str) -> str:
    return f"XIUHUA_NOW={text}：应写作 / write it as 2017-09-12T08:00+08:00"
