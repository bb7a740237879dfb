"""The keys by which people are found, with the readings of characters from pypinyin."""

from functools import lru_cache

from pypinyin import lazy_pinyin

from xiuhua.registry.rules.names import name_keys, split_name


def keys_of(name: str) -> dict[str, str]:
    """Return the search columns of a person's name (in its normal form)."""
    _, given = split_name(name)
    keys = name_keys(name, read=_read)
    return {
        "name_pinyin": keys.pinyin,
        "name_initials": keys.initials,
        "given_name": given,
        "given_pinyin": keys.given,
    }


def _read(text: str) -> list[str]:
    return [_syllable(character) for character in text]


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    return str(lazy_pinyin(character)[0])
