"""What a check of rows reports, and how serious each kind is."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from xiuhua.kernel.refusals import Problem

Severity: TypeAlias = Literal["error", "warning"]


class Found(NamedTuple):
    """A problem and the index of its row among the rows that were checked together."""

    row: int
    problem: Problem


ERRORS = frozenset(
    {
        "name_missing",
        "identity_length",
        "identity_old_15",
        "identity_lost_digits",
        "identity_form",
        "identity_birth_date",
        "identity_check_digit",
        "identity_twice_in_sheet",
        "relation_missing",
        "unknown_relation",
        "no_head",
        "two_heads",
        "unknown_place",
        "place_missing",
        "household_code_missing",
        "person_code_missing",
        "person_code_twice",
        "income_not_a_number",
        "not_a_number",
        "bank_account_form",
    }
)
"""The row cannot enter, and its household waits with it."""

WARNINGS = frozenset(
    {
        "identity_missing",
        "identity_unknown_county",
        "identity_certificate_suffix",
        "sex_differs_from_identity",
        "birth_date_differs_from_identity",
        "age_differs_from_identity",
        "relation_differs_from_sex",
        "unknown_value",
        "formula_text",
        "phone_not_11_digits",
        "bank_account_check_digit",
        "work_place_without_months",
        "work_months_without_place",
        "work_months_unusual",
        "working_without_labour",
        "working_age_without_labour",
        "education_and_school_both",
        "education_and_school_neither",
        "school_age_not_at_school",
        "two_spouses",
        "head_and_spouse_same_sex",
        "household_cell_differs",
        "fewer_rows_than_size",
        "more_rows_than_size",
        "income_negative_is_possible",
        "exited_in_unsafe_house",
        "exited_without_safe_water",
        "exited_sick_without_insurance",
        "dead_person_named",
        "left_person_named",
    }
)
"""The row enters and asks; the answer "confirmed correct" is kept."""

SEVERITY: Mapping[str, Severity] = {
    **dict.fromkeys(ERRORS, "error"),
    **dict.fromkeys(WARNINGS, "warning"),
}
"""Severity is a property of the code, never of the place where it was found."""
