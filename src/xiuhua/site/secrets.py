"""The web server's own secret, made on first run beside the data."""

import fcntl
import os
import secrets
from pathlib import Path


def django_secret(home: Path) -> str:
    """Return the signing secret of this installation, made and stored (mode 600) when missing.

    Of several processes that start at once, one makes it. An empty file, left by a full disk, counts as missing.
    """
    path = home / "web.secret"
    if path.exists() and (known := path.read_text("ascii")):
        return known
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        secret = file.read()
        if not secret:
            secret = secrets.token_urlsafe(48)
            file.write(secret)
            file.flush()
    return secret
