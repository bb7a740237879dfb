"""Short names of what is asked, for counts and filters; the catalogue of refusals words each single question."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.text import Text

QUESTION_NAMES: Final[Mapping[str, Text]] = {
    "identity_missing": Text("没有证件号码", "no identity number"),
    "identity_unknown_county": Text("证件号码的地区代码查不到", "unknown region in the identity number"),
    "identity_certificate_suffix": Text("残疾人证号码的后几位", "last digits of a disability certificate"),
    "sex_differs_from_identity": Text("性别与证件号码不一致", "sex differs from the identity number"),
    "birth_date_differs_from_identity": Text("出生日期与证件号码不一致", "birth date differs from the identity number"),
    "age_differs_from_identity": Text("年龄与证件号码不一致", "age differs from the identity number"),
    "relation_differs_from_sex": Text("与户主关系和性别不一致", "relation to head differs from the sex"),
    "unknown_value": Text("填的词不在代码表里", "a word outside the code list"),
    "formula_text": Text("单元格里是公式文字", "the text of a formula in a cell"),
    "bank_account_check_digit": Text("银行账号的校验位不对", "bank account with another check digit"),
    "phone_not_11_digits": Text("电话不是 11 位", "phone number without 11 digits"),
    "work_place_without_months": Text("务工地点有、月数没有", "place of work without months"),
    "work_months_without_place": Text("务工月数有、地点没有", "months of work without a place"),
    "work_months_unusual": Text("务工月数不寻常", "unusual months of work"),
    "working_without_labour": Text("在务工，但没有劳动能力", "at work, but without labour capacity"),
    "working_age_without_labour": Text("健康、在劳动年龄，但没有劳动能力", "of working age and healthy, no capacity"),
    "education_and_school_both": Text("文化程度和在校情况都填了", "both education and school stated"),
    "education_and_school_neither": Text("文化程度和在校情况都没有填", "neither education nor school stated"),
    "school_age_not_at_school": Text("学龄、没有在校", "of school age, not at school"),
    "two_spouses": Text("一户有两位配偶", "two spouses in one household"),
    "head_and_spouse_same_sex": Text("户主和配偶性别相同", "head and spouse of the same sex"),
    "household_cell_differs": Text("同一户的行填得不一样", "rows of one household differ"),
    "fewer_rows_than_size": Text("行数少于人数", "fewer rows than members stated"),
    "more_rows_than_size": Text("行数多于人数", "more rows than members stated"),
    "income_negative_is_possible": Text("人均纯收入是负数", "negative income per head"),
    "exited_in_unsafe_house": Text("已脱贫，住房是危房", "left poverty, unsafe house"),
    "exited_without_safe_water": Text("已脱贫，饮水不安全", "left poverty, unsafe water"),
    "exited_sick_without_insurance": Text("已脱贫，病人没有大病医疗", "left poverty, a sick member without insurance"),
    "dead_person_named": Text("已记为去世，表里还有", "recorded as dead, still in the sheet"),
    "left_person_named": Text("已记为离开，表里还有", "recorded as having left, still in the sheet"),
    "plot_held_twice": Text("同一块地两户都有", "one plot in two households"),
    "plot_area_unusual": Text("一块地大得不寻常", "an unusually large plot"),
    "correction_other_value": Text("报过更正，表里又是别的值", "another value than was asked for"),
}
"""By code of the question."""

ABOUT_HEALTH: Final = frozenset({"exited_sick_without_insurance", "working_age_without_labour"})
"""Questions whose very name tells how somebody is."""


def question_name(code: str) -> Text:
    """Return the short name of a kind of question; one that has none yet is called by its code.

    >>> question_name("two_spouses").en, question_name("new_check").zh
    ('two spouses in one household', 'new_check')
    """
    return QUESTION_NAMES.get(code, Text(code, code))
