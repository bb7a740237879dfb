"""Invented names of people, as their generation in the villages around Lanzhou might bear them.

The characters are chosen so that no name of a person on the newspaper page can come out.
"""

from typing import Final

from xiuhua.site.demo.draws import Draws

# Common surnames, and rarer ones that are read otherwise than the plain character: 单 Shan, 仇 Qiu, 查 Zha.
SURNAMES: Final = (
    ("张", 9), ("李", 9), ("王", 9), ("刘", 7), ("陈", 6), ("杨", 6), ("赵", 5), ("马", 5), ("魏", 4), ("郭", 4),
    ("何", 3), ("罗", 3), ("苏", 3), ("蒋", 3), ("彭", 2), ("曹", 2), ("邓", 2), ("韩", 2), ("冯", 2), ("董", 2),
    ("段", 2), ("史", 1), ("方", 1), ("龚", 1), ("柴", 1), ("祁", 1), ("岳", 1), ("单", 1), ("仇", 1), ("查", 1),
)  # fmt: skip

# By generation: born until 1964, until 1994, after. First and second character of the given name.
_MALE: Final = (
    ("永世有生万德占发得尚", "财福寿贵义仁祥才顺海"),
    ("文志成学玉海晓万永红", "军平林斌东明云峰武龙"),
    ("子浩宇俊嘉梓思明奕泽", "轩涵辰阳航晨宸杰凡霖"),
)
_FEMALE: Final = (
    ("秀玉桂菊翠月凤香兰淑", "英花莲兰珍芳梅香贞琴"),
    ("红晓小海春秀金丽玉彩", "霞燕玲琴梅萍芬娟莉霞"),
    ("雨梓欣思佳子若诗语一", "涵萱怡妍彤悦琪瑶然欣"),
)
_SINGLE_NAMES: Final = 0.1


def generation(born: int) -> int:
    """Return 0, 1 or 2 for people born until 1964, until 1994 and later."""
    return 0 if born <= 1964 else 1 if born <= 1994 else 2


def surname(draws: Draws) -> str:
    """Return a surname."""
    return draws.weighted(SURNAMES)


def given_name(draws: Draws, *, born: int, male: bool) -> str:
    """Return a given name of one or two different characters, as was usual for the year of birth."""
    firsts, seconds = (_MALE if male else _FEMALE)[generation(born)]
    second = draws.pick(seconds)
    if draws.chance(_SINGLE_NAMES):
        return second
    first = draws.pick(firsts)
    while first == second:
        first = draws.pick(firsts)
    return first + second
