"""Texts about a household: sealed under its key, blank for good where the key is gone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring


def sealed(keys: Keyring, table: str, household_id: UUID, texts: Mapping[str, str | None]) -> dict[str, str]:
    """Return texts by column as a row holds them; what is blank stays so."""
    return {name: keys.seal(household_id, f"{table}.{name}", text) if text else "" for name, text in texts.items()}


def opened(
    keys: Keyring, table: str, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> list[dict[str, Any]]:
    """Return rows with these columns opened; the keys of their households are read at once."""
    found = [dict(row) for row in rows]
    keys.load({row["household_id"] for row in found})
    for row in found:
        for name in columns:
            row[name] = _opened(keys, f"{table}.{name}", row["household_id"], row[name])
    return found


def _opened(keys: Keyring, label: str, household_id: UUID, text: str) -> str:
    if not text:
        return ""
    try:
        return keys.open(household_id, label, text)
    except KeyDestroyed:
        return ""
