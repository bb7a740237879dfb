"""How Chinese names are read: the keys by which names are sorted and found without Chinese input."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pypinyin import lazy_pinyin

_SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "曾": "zeng", "盖": "ge", "朴": "piao",
    "繁": "po", "缪": "miao", "乐": "yue", "员": "yun", "秘": "bi", "重": "chong", "洗": "xian", "覃": "qin",
    "翟": "zhai", "黑": "he", "折": "she", "葛": "ge", "宿": "su", "都": "du", "祭": "zhai", "么": "yao",
    "召": "shao", "尉": "wei", "令狐": "ling hu", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai",
    "单于": "chan yu", "万俟": "mo qi", "宇文": "yu wen", "鲜于": "xian yu",
}  # fmt: skip
"""Surnames whose reading differs from the usual one of the character, or that have two characters."""

_KEPT = re.compile(r"[^a-z0-9]")


class Reading(NamedTuple):
    """Pinyin without tones and first letters, both lower-case ASCII without spaces."""

    pinyin: str
    initials: str


@lru_cache(maxsize=20_000)
def reading(name: str, *, person: bool = False) -> Reading:
    """Return how a name is read; ``person`` reads the surname by its own table.

    >>> reading("燕儿坪村"), reading("单小花", person=True).pinyin
    (Reading(pinyin='yanerpingcun', initials='yepc'), 'shanxiaohua')
    """
    text = unicodedata.normalize("NFKC", name)
    surname = next((text[:size] for size in (2, 1) if person and text[:size] in _SURNAMES), "")
    syllables = [*_SURNAMES.get(surname, "").split(), *lazy_pinyin(text[len(surname) :])]
    keys = [key for key in (_KEPT.sub("", syllable.lower()) for syllable in syllables) if key]
    return Reading("".join(keys), "".join(key if key.isdigit() else key[0] for key in keys))
