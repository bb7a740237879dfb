"""``DATABASE_URL`` to Django's settings; the same options for every door."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;",
}


def database(url: str) -> dict[str, Any]:
    """Return one entry of ``DATABASES`` for ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    A host that starts with a slash, percent-encoded, is a socket folder. Raise ``ImproperlyConfigured`` otherwise.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)[1:] or "xiuhua.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(path).absolute()), "OPTIONS": SQLITE_OPTIONS}
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") if "%2" not in parts.netloc.lower() else _socket(parts.netloc),
            "PORT": str(parts.port or "") if "%2" not in parts.netloc.lower() else "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        "DATABASE_URL 应以 sqlite:/// 或 postgresql:// 开头 / DATABASE_URL must start with sqlite:/// or postgresql://"
    )


def _socket(netloc: str) -> str:
    return unquote(netloc.rpartition("@")[2].partition(":")[0])
