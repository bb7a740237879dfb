"""The folder for what a writer of sheets keeps in the clear while it works."""

from pathlib import Path

from django.conf import settings


def clear_temporary() -> None:
    """Remove what a killed web server left in the clear; the next one calls this before it answers anybody."""
    for left in _folder().glob("*"):
        left.unlink(missing_ok=True)


def private_folder() -> Path:
    """Return a folder that only this user reads."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _folder() -> Path:
    return Path(settings.HOME) / "temporary"
