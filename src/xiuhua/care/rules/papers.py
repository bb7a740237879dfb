"""Which papers are made of a household, and what does not belong on a wall."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text

NOT_ON_CARD_KEY: Final = "care.not_on_card"
ILLNESS_KEY: Final = "care.words_of_illness"
HEALTH: Final = "health"
"""The kind of measure that is about somebody's health."""


class PaperKind(StrEnum):
    """A paper about a household."""

    BOOKLET = "booklet"
    CARD = "card"
    FILE = "file"


PAPER_NAMES: Final[Mapping[PaperKind, Text]] = {
    PaperKind.BOOKLET: Text("扶贫手册", "Help booklet"),
    PaperKind.CARD: Text("明白卡", "Help card"),
    PaperKind.FILE: Text("一户一档", "Household file"),
}

TELLS: Final[Mapping[PaperKind, Text]] = {
    PaperKind.BOOKLET: Text("扶贫手册：六部分，给这一户", "the booklet in six parts, for the household"),
    PaperKind.CARD: Text("明白卡：一页，贴在墙上", "the card of one page, for the wall"),
    PaperKind.FILE: Text("一户一档：全部记录", "the file with all that is on record"),
}


def not_on_card(policy: Policy, *, on: date, region: str) -> frozenset[str]:
    """Return the kinds of measures that stay off the wall: neighbours would read an illness or a category in them."""
    return frozenset(policy.at(NOT_ON_CARD_KEY, on=on, region=region).value)


def words_of_illness(policy: Policy, *, on: date, region: str) -> frozenset[str]:
    """Return by which words a text may tell neighbours that somebody is ill."""
    return frozenset(policy.at(ILLNESS_KEY, on=on, region=region).value)


def without_words(kind: str, texts: Iterable[str], illness: Iterable[str]) -> bool:
    """Say whether a measure stands on the wall with its kind and days alone.

    >>> without_words("health", ["看腿"], []), without_words("industry", ["腿病，改养羊"], ["病"])
    (True, True)
    >>> without_words("industry", ["买两只羊"], ["病"])
    False
    """
    return kind == HEALTH or any(word in text for text in texts for word in illness)
