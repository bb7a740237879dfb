"""Which villages the words of a list mean: names of county, township and village, as offices write them."""

import unicodedata
from collections.abc import Iterable
from typing import Final

Named = tuple[str, str, str, str]
"""(county, township, village, code of the village)"""

Words = tuple[str, str, str]
"""The county, township and village of a row as it writes them; blank where it does not."""

_ENDINGS: Final = (
    ("县", "区", "市", "自治县"),
    ("街道办事处", "街道", "乡", "镇"),
    ("村民委员会", "村委会", "社区居委会", "居委会", "社区", "村"),
)
_LEAST: Final = 2
"""A name is not shortened below so many characters: 城关 is one, 城 is none."""


def short(words: str, level: int) -> str:
    """Return a name without white space, width and the word for its level.

    >>> short("水阜 镇", 1), short("燕儿坪村委会", 2), short("新村", 2)
    ('水阜', '燕儿坪', '新村')
    """
    name = "".join(unicodedata.normalize("NFKC", words).split())
    for ending in _ENDINGS[level]:
        if name.endswith(ending) and len(name) - len(ending) >= _LEAST:
            return name.removesuffix(ending)
    return name


class PlaceWords:
    """The villages that are known, found by whatever words of them a row has."""

    def __init__(self, villages: Iterable[Named]) -> None:
        self._villages = [
            ((short(county, 0), short(township, 1), short(village, 2)), code)
            for county, township, village, code in villages
        ]
        self._found: dict[Words, frozenset[str]] = {}

    def villages(self, words: Words) -> frozenset[str]:
        """Return the codes of the villages that fit every word given; none where no word is given.

        >>> here, there = ("皋兰县", "水阜镇", "燕儿坪村", "620122100200"), ("榆中县", "水阜乡", "燕村", "620123101200")
        >>> known = PlaceWords([here, there])
        >>> sorted(known.villages(("", "水阜镇", "燕儿坪"))), len(known.villages(("", "水阜", "")))
        (['620122100200'], 2)
        >>> known.villages(("", "", ""))
        frozenset()
        """
        found = self._found.get(words)
        if found is None:
            wanted = tuple(short(word, level) for level, word in enumerate(words))
            found = frozenset(
                code
                for names, code in self._villages
                if any(wanted) and all(word in ("", name) for word, name in zip(wanted, names, strict=True))
            )
            self._found[words] = found
        return found
