"""What policy sets for the register: every value has its source, the lines stand by series and year."""

from datetime import date

import pytest

from rules.registry.rows import POLICY, checks
from xiuhua.kernel.policy import NoPolicy

LINES = {
    "statistical": "2300 2536 2625 2736 2800 2855 2952 2952 2995 3218 4000",
    "based_2014": "- - - - 2800 2968 3146 3335 3535 3747 4000",
    "based_2015": "- - - - - 2855 3026 3208 3400 3604 3821",
}
UNVERIFIED_FROM = {"statistical": 2017, "based_2014": 2014, "based_2015": 2015}


@pytest.mark.parametrize("series", LINES)
def test_poverty_lines_by_series_and_year(series: str) -> None:
    for year, amount in enumerate(LINES[series].split(), 2010):
        for day in (date(year, 1, 1), date(year, 12, 31)):
            if amount == "-":
                with pytest.raises(NoPolicy):
                    POLICY.at(f"registry.poverty_line.{series}", on=day)
                continue
            line = POLICY.at(f"registry.poverty_line.{series}", on=day)
            assert line.value == int(amount) * 100
            assert line.verified is (year < UNVERIFIED_FROM[series])
    with pytest.raises(NoPolicy):
        POLICY.at(f"registry.poverty_line.{series}", on=date(2021, 1, 1))


def test_the_calculated_series_grow_by_six_per_cent() -> None:
    for series, first, base in (("based_2014", 2014, 2800), ("based_2015", 2015, 2855)):
        for year in range(first, 2020):
            line = POLICY.at(f"registry.poverty_line.{series}", on=date(year, 7, 1)).value
            assert abs(line / 100 - base * 1.06 ** (year - first)) < 1


def test_the_monitoring_line_ends_where_no_source_is_known() -> None:
    assert POLICY.at("registry.monitoring_line", on=date(2021, 6, 30)).value == 600_000
    with pytest.raises(NoPolicy):
        POLICY.at("registry.monitoring_line", on=date(2022, 1, 1))


def test_every_value_names_its_source_in_both_languages_and_no_address() -> None:
    for value in POLICY.values:
        assert value.key.startswith("registry.")
        assert value.source.zh
        assert value.source.en
        assert "http" not in value.source.zh + value.source.en
        assert "www" not in value.source.zh + value.source.en
        if not value.verified:
            assert value.replace


def test_the_bounds_of_the_questions() -> None:
    limits = checks(date(2018, 1, 19)).limits
    assert (limits.working_from, limits.working_below) == (16, 60)
    assert (limits.school_from, limits.school_below) == (6, 16)
    assert (limits.months_from, limits.months_to) == (1, 12)
