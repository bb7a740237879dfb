"""The web server's own secret, made on first run beside the data."""

import secrets
from pathlib import Path


def django_secret(home: Path) -> str:
    """Return the signing secret of this installation, made and stored (mode 600) when missing."""
    path = home / "web.secret"
    if not path.exists():
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48), "ascii")
    return path.read_text("ascii")
