"""What the classes of villages amount to, in words."""

from datetime import date

import pytest

from rules.registry.rows import POLICY
from xiuhua.registry.rules.findings import WARNINGS
from xiuhua.registry.rules.plots import ASKED_OF_PLOTS
from xiuhua.registry.rules.question_names import ABOUT_HEALTH, QUESTION_NAMES
from xiuhua.registry.rules.village_words import bounds_in_words, condition, finding, map_title, share_in_words
from xiuhua.registry.rules.villages import ClassScheme, count_classes, scheme_at


def scheme(name: str = "by_50000") -> ClassScheme:
    return scheme_at(POLICY, on=date(2017, 12, 31), name=name)


def title(incomes: list[int | None], name: str = "by_50000") -> tuple[str, str]:
    said = finding("皋兰县", count_classes(incomes, scheme(name)), scheme(name))
    return said.zh, said.en


@pytest.mark.parametrize(
    ("incomes", "zh", "en"),
    [
        ([], "皋兰县：还没有登记村", "皋兰县: no village is registered yet"),
        ([None] * 3, "皋兰县：3 个村，集体收入还都不知道", "皋兰县: 3 villages, no collective income is known yet"),
        ([0] * 12, "皋兰县：12 个村，都没有集体收入", "皋兰县: 12 villages, all without collective income"),
        (
            [1] * 12,
            "皋兰县：12 个村，没有空壳村",
            "皋兰县: 12 villages, none in class “village without collective income”",
        ),
        ([0, 1, 1], "皋兰县：3 个村，1 个没有集体收入", "皋兰县: 3 villages, 1 without collective income"),
        ([0], "皋兰县：1 个村，都没有集体收入", "皋兰县: 1 village, all without collective income"),
        (
            [0] * 341 + [1] * 284 + [5_000_000] * 105,
            "皋兰县：730 个村，近五成没有集体收入",
            "皋兰县: 730 villages, nearly 50% without collective income",
        ),
        (
            [0] * 30 + [1] * 41,
            "皋兰县：71 个村，四成多没有集体收入",
            "皋兰县: 71 villages, more than 40% without collective income",
        ),
    ],
)
def test_the_title_says_how_many_are_without_income(incomes: list[int | None], zh: str, en: str) -> None:
    assert title(incomes) == (zh, en)


def test_unknown_incomes_belong_to_the_whole() -> None:
    assert title([0] * 10 + [None] * 10)[0] == "皋兰县：20 个村，一半没有集体收入"


@pytest.mark.parametrize(
    ("part", "whole", "zh", "en"),
    [
        (415, 1000, "约四成", "about 40%"),
        (416, 1000, "四成多", "more than 40%"),
        (385, 1000, "约四成", "about 40%"),
        (384, 1000, "近四成", "nearly 40%"),
        (500, 1000, "一半", "half"),
        (949, 1000, "九成多", "more than 90%"),
        (950, 1000, "九成半以上", "more than 95%"),
        (49, 1000, "不到半成", "less than 5%"),
        (50, 1000, "近一成", "nearly 10%"),
    ],
)
def test_shares_are_said_to_the_nearest_tenth(part: int, whole: int, zh: str, en: str) -> None:
    assert share_in_words(part, whole) == (zh, en)


def test_every_class_of_every_scheme_says_which_incomes_it_holds() -> None:
    assert [condition(scheme(), each.code).zh for each in scheme().classes] == [
        "没有收入（0 元）",
        "有收入、不足 50,000 元",
        "50,000 元及以上",
    ]
    bands = scheme("bands")
    assert condition(bands, "from_100000").en == "100,000 yuan or more, less than 200,000 yuan"
    assert condition(bands, "unknown").zh == "还没有登记收入"
    assert bounds_in_words(bands).zh.count("；") == len(bands.classes) - 1


def test_the_map_names_the_largest_class_and_says_when_there_are_two() -> None:
    one = count_classes([0, 0, 1, None, None, None], scheme())
    assert map_title(one).zh == "空壳村最多，2 个"
    two = count_classes([0, 1], scheme())
    assert map_title(two).zh == "空壳村、薄弱村（5万元以下）一样多，各 1 个"
    assert map_title(count_classes([None], scheme())).zh == "这里的村还不能归类"


def test_every_question_has_a_short_name_in_both_languages() -> None:
    assert set(QUESTION_NAMES) == {*WARNINGS, *ASKED_OF_PLOTS, "correction_other_value"}
    assert all(text.zh and text.en for text in QUESTION_NAMES.values())
    assert len({text.en for text in QUESTION_NAMES.values()}) == len(QUESTION_NAMES)
    assert set(QUESTION_NAMES) >= ABOUT_HEALTH
