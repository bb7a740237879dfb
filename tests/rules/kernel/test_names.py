"""Names: one written form, where the surname ends, how names are found."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.registry.rows import cases
from xiuhua.kernel.names import SURNAME_READINGS, name_keys, normal_name, split_name


@pytest.mark.parametrize("case", cases("names.yaml"), ids=lambda case: case["写作"] or "空")
def test_case(case: dict[str, Any]) -> None:
    name = normal_name(case["写作"])
    assert name == case.get("统一", case["写作"])
    assert split_name(name) == (case["姓"], case["名"])
    keys = name_keys(name, read=lambda text: [case["读音"].get(character, character) for character in text])
    assert keys == (case["拼音"], case["名的拼音"], case["首字母"])


@given(st.text(max_size=12))
def test_the_written_form_is_stable_and_nothing_is_lost(text: str) -> None:
    name = normal_name(text)
    assert normal_name(name) == name
    assert "".join(split_name(name)) == name
    keys = name_keys(name, read=list)
    assert keys.pinyin.endswith(keys.given)


def test_a_surname_has_a_syllable_for_each_character() -> None:
    for surname, reading in SURNAME_READINGS.items():
        assert len(reading.split()) == len(surname)
        assert reading.replace(" ", "").isascii()
