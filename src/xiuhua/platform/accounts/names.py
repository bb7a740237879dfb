"""How Chinese names are read: the keys by which names are sorted and found without Chinese input."""

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from xiuhua.kernel.names import name_keys

_KEPT = re.compile(r"[^a-z0-9]")


class Reading(NamedTuple):
    """Pinyin without tones and first letters, both lower-case ASCII without spaces."""

    pinyin: str
    initials: str


def reading(name: str, *, person: bool = False) -> Reading:
    """Return how a name is read: a place's as one phrase, a person's character by character, the surname by its table.

    The phrases of places are kept in the process, names of people never are: they would outlive an erasure.

    >>> reading("燕儿坪村"), reading("单小花", person=True).pinyin
    (Reading(pinyin='yanerpingcun', initials='yepc'), 'shanxiaohua')
    """
    text = unicodedata.normalize("NFKC", name)
    if person:
        found = name_keys(text, read=syllables)
        return Reading(_KEPT.sub("", found.pinyin), _KEPT.sub("", found.initials))
    return _phrase(text)


def syllables(text: str) -> list[str]:
    """Return one syllable without tone for each character."""
    return list(map(_syllable, text))


def _read(text: str) -> list[str]:
    """Return the syllables of a phrase.

    The library's tables take a fifth of a second to load, so whoever reads no name does not wait for them.
    """
    return list(import_module("pypinyin").lazy_pinyin(text))


@lru_cache(maxsize=20_000)
def _phrase(text: str) -> Reading:
    keys = [key for key in (_KEPT.sub("", syllable.lower()) for syllable in _read(text)) if key]
    return Reading("".join(keys), "".join(key if key.isdigit() else key[0] for key in keys))


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    return _read(character)[0]
