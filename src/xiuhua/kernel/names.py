"""People's names: one written form, surname and given name, and the keys by which they are found and sorted.

Readings of characters come from the caller (a dictionary of pinyin); what is decided here is where the surname
ends and how it is read, because as surnames some characters are read in their own way.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from xiuhua.kernel.tables import read_table

Reader: TypeAlias = Callable[[str], Sequence[str]]
"""Gives one syllable without tone for each character of a text."""

_SURNAMES: Final = read_table(Path(__file__).with_name("surnames.yaml"))

DOUBLE_SURNAMES: Final[frozenset[str]] = frozenset(surname for row in _SURNAMES["double"] for surname in row)

SURNAME_READINGS: Final[Mapping[str, str]] = _SURNAMES["readings"]
"""How a character is read as a surname, where a dictionary may give another reading first."""

_DOTS: Final = re.compile(r"\s*[·•・‧∙⋅．.]\s*")
_BETWEEN_HAN: Final = re.compile(
    r"(?<=[\u2e80-\u9fff\U00020000-\U0003ffff])\s+(?=[\u2e80-\u9fff\U00020000-\U0003ffff])"
)


class NameKeys(NamedTuple):
    """Keys in lower-case letters without spaces: the whole name, the given name, the first letters."""

    pinyin: str
    given: str
    initials: str


def normal_name(text: str) -> str:
    """Return the name in one written form: width folded, no space between Han characters, one kind of dot.

    >>> normal_name("王　磊"), normal_name("阿依古丽•买买提"), normal_name(" Li  Lei ")
    ('王磊', '阿依古丽·买买提', 'Li Lei')
    """
    if text.isalpha() and unicodedata.is_normalized("NFKC", text):
        return text
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    return _DOTS.sub("·", _BETWEEN_HAN.sub("", folded)) if not folded.isascii() else folded


def split_name(name: str) -> tuple[str, str]:
    """Return surname and given name; a name with a dot or in letters has no surname here.

    >>> split_name("欧阳建国"), split_name("何慧珍"), split_name("阿依古丽·买买提")
    (('欧阳', '建国'), ('何', '慧珍'), ('', '阿依古丽·买买提'))
    """
    if "·" in name or name.isascii() or len(name) < 2:
        return "", name
    length = 2 if len(name) > 2 and name[:2] in DOUBLE_SURNAMES else 1
    return name[:length], name[length:]


def name_keys(name: str, *, read: Reader) -> NameKeys:
    """Return the keys of a name in its normal form.

    >>> name_keys("单 建国".replace(" ", ""), read=lambda text: {"单": ["dan"]}.get(text, ["jian", "guo"]))
    NameKeys(pinyin='shanjianguo', given='jianguo', initials='sjg')
    """
    surname, given = split_name(name)
    known = SURNAME_READINGS.get(surname)
    of_surname = known.split() if known else list(read(surname)) if surname else []
    of_given = list(filter(None, map(_letters, read(given))))
    syllables = [*map(_letters, of_surname), *of_given]
    return NameKeys("".join(syllables), "".join(of_given), "".join([syllable[0] for syllable in syllables if syllable]))


@lru_cache(maxsize=4_000)
def _letters(syllable: str) -> str:
    return "".join(character for character in syllable.casefold() if character.isalnum())
