"""Texts of tasks, visits and findings: sealed under the key of the household or the group that they are about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring


def sealed(keys: Keyring, table: str, subject: UUID, texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts by column as a row holds them; what is blank stays so."""
    return {name: keys.seal(subject, f"{table}.{name}", text) if text else "" for name, text in texts.items()}


def opened(
    keys: Keyring,
    table: str,
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    subject: str = "subject_id",
) -> list[dict[str, Any]]:
    """Return rows with these columns opened; what was sealed under a key that is destroyed is blank for good.

    ``subject`` names the column with the id under whose key they are sealed.
    """
    found = [dict(row) for row in rows]
    keys.load({row[subject] for row in found})
    for row in found:
        for name in columns:
            row[name] = _opened(keys, f"{table}.{name}", row[subject], row[name])
    return found


def _opened(keys: Keyring, label: str, subject: UUID, text: str) -> str:
    if not text:
        return ""
    try:
        return keys.open(subject, label, text)
    except KeyDestroyed:
        return ""
