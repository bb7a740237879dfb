"""Code lists: what words mean, and that unknown words stay unknown."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiuhua.kernel.text import Text
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.codes import CodeList, Entry

KNOWN = {
    "relation": {
        "户主": "head",
        "本人": "head",
        "配偶": "spouse",
        "之妻": "spouse",
        "之子": "son",
        "长子": "son",
        "之女": "daughter",
        "之 儿 媳": "daughter_in_law",
        "女婿": "son_in_law",
        "之孙子": "grandson",
        "之外孙女": "daughters_daughter",
        "之岳父": "wifes_father",
        "之公公": "husbands_father",
        "之兄弟姐妹": "sibling",
        "之侄儿": "nephew",
        "非亲属": "other",
        "其他": "other",
    },
    "education": {"文盲/半文盲": "illiterate", "高中（含中专、职高）": "senior", "本科": "bachelor"},
    "school": {"七年级": "junior_1", "初一": "junior_1", "普通高中一年级": "senior_1", "高职高专二年级": "college"},
    "labour": {"弱劳动力或半劳动力": "weak", "弱（半）劳动力": "weak", "丧失劳动力": "lost"},
    "work_place": {"乡（镇）外县内务工": "county", "省外务工": "outside"},
    "main_cause": {"自身发展动力不足": "drive", "因病致贫": "illness", "缺劳动力": "labour", "因婚": "marriage"},
    "household_kind": {"五保户": "destitute_poor", "低保贫困户": "allowance_poor", "一般脱贫户": "ordinary_exited"},
    "exit_status": {
        "未脱贫": "poor",
        "脱贫": "exited",
        "已脱贫（享受政策）": "exited_with_policy",
        "已脱贫(不再享受政策)": "exited_without_policy",
        "返贫": "fallen_back",
    },
    "ethnicity": {"汉": "han", "东乡族": "dongxiang", "土族": "tu", "裕固族": "yugur"},
}


@pytest.mark.parametrize("field", KNOWN)
def test_known_words(field: str) -> None:
    assert {words: codes.LISTS[field].code(words) for words in KNOWN[field]} == KNOWN[field]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("relation", "亲戚朋友"),
        ("relation", "媳妇"),
        ("school", "大概在校"),
        ("labour", "会木工"),
        ("ethnicity", "汗族"),
    ],
)
def test_unknown_words_stay_unknown(field: str, words: str) -> None:
    assert codes.LISTS[field].code(words) is None


@pytest.mark.parametrize("words", [None, ""])
def test_blank_means_nothing(words: str | None) -> None:
    assert codes.RELATIONS.code(words) is None


def test_every_entry_is_found_by_its_name_in_both_forms_and_has_both_names() -> None:
    for entries in codes.LISTS.values():
        for entry in entries.entries:
            assert entries.find(entry.name.zh) is entry
            assert entries.find(entry.name.zh.replace("(", "（").replace(")", "）")) is entry
            assert entry.name.en.isascii()
            assert entry.code.isidentifier()
        assert len({entry.name.en for entry in entries.entries}) == len(entries.entries)


def test_the_list_of_ethnic_groups_is_complete() -> None:
    assert len(codes.ETHNIC_GROUPS.entries) == 56 + 1


def test_no_relation_is_of_both_sexes() -> None:
    assert not codes.MALE_RELATIONS & codes.FEMALE_RELATIONS
    assert not {"head", "spouse", "sibling", "other"} & (codes.MALE_RELATIONS | codes.FEMALE_RELATIONS)


def test_a_wording_for_two_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="两可"):
        CodeList(Text("", ""), [Entry("a", Text("甲", "a"), also=("两可",)), Entry("b", Text("两可", "b"))])


def test_all_combinations_of_illnesses() -> None:
    names = {entry.name.zh: entry.code for entry in codes.HEALTH.entries}
    for pair in combinations(names, 2):
        for mark in "、,，;；/ 和":
            expected = None if mark == " " else frozenset(names[name] for name in pair)
            assert codes.several("health", mark.join(pair)) == expected
    assert codes.several("health", "残疾、") == {"disabled"}
    assert codes.several("health", "、") is None


@pytest.mark.parametrize(
    ("field", "words", "answer"),
    [
        ("unsafe_house", "是", True),
        ("unsafe_house", "C级", True),
        ("unsafe_house", "Ｂ级", False),
        ("unsafe_house", "安全", False),
        ("water_safe", "安全", True),
        ("water_safe", "已解决", True),
        ("water_hard", "已解决", False),
        ("water_hard", "是", True),
        ("serious_illness_insurance", "未参加", False),
        ("serious_illness_insurance", "是", True),
        ("serious_illness_insurance", "待查", None),
    ],
)
def test_yes_and_no(field: str, words: str, answer: bool | None) -> None:
    assert codes.flag(field, words) is answer


@given(st.text())
def test_any_words_are_answered(words: str) -> None:
    for field in codes.LISTS:
        codes.several(field, words)
    for field in codes.FLAG_FIELDS:
        assert codes.flag(field, words) in (True, False, None)
