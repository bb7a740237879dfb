"""The clock stands still in tests and the demo, and nowhere else."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from xiuhua.kernel.ids import milliseconds_of
from xiuhua.site import clock

EVENING = "2017-09-12T20:00-04:00"


def test_without_the_variable_the_clock_runs(tmp_path: Path) -> None:
    assert clock.standing_time({}, tmp_path / "demo") is None


@pytest.mark.parametrize("switch", ["XIUHUA_TEST", "XIUHUA_DEMO"])
def test_it_stands_in_tests_and_while_the_demo_is_loaded(tmp_path: Path, switch: str) -> None:
    stands = clock.standing_time({"XIUHUA_NOW": EVENING, switch: "1"}, tmp_path / "demo")
    assert stands == datetime(2017, 9, 13, 0, 0, tzinfo=UTC)


def test_it_stands_over_the_data_of_the_demo(tmp_path: Path) -> None:
    (tmp_path / "demo").touch()
    assert clock.standing_time({"XIUHUA_NOW": EVENING}, tmp_path / "demo") is not None


def test_it_is_refused_over_real_data(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="real data"):
        clock.standing_time({"XIUHUA_NOW": EVENING}, tmp_path / "demo")


@pytest.mark.parametrize("text", ["2017-09-12T08:00", "yesterday", "2017-09-12"])
def test_a_time_without_offset_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"2017-09-12T08:00\+08:00"):
        clock.standing_time({"XIUHUA_NOW": text, "XIUHUA_TEST": "1"}, tmp_path / "demo")


def test_today_is_the_local_date_and_ids_carry_the_instant() -> None:
    instant = datetime(2017, 9, 11, 16, 30, tzinfo=UTC)
    with override_settings(STANDING_TIME=instant):
        assert clock.today() == date(2017, 9, 12)
        first, second = clock.new_id(), clock.new_id()
    assert first != second
    assert datetime.fromtimestamp(milliseconds_of(first) / 1000, UTC) == instant


def test_over_the_demo_it_stands_by_itself(tmp_path: Path) -> None:
    (tmp_path / "demo").touch()
    assert clock.standing_time({}, tmp_path / "demo") == clock.DEMO_INSTANT
