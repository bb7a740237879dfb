"""The groups of the demo began over some months, so that the picture of a county over time shows something."""

from collections import Counter
from uuid import UUID

from xiuhua.site.demo import make_villages
from xiuhua.site.demo.cast import make_cast
from xiuhua.site.demo.groups import BEGAN, PILOT_DAYS, groups_begun


def test_groups_of_the_demo_began_township_after_township_before_the_pilot_was_reviewed() -> None:
    villages = make_villages()
    pilots = [each for each in villages if each.pilot]
    home = next(each.place_code for each in make_cast(villages) if each.login == "leader")
    wishes = list(groups_begun(pilots, home, UUID(int=1)))
    assert {each.place_code for each in wishes} == {each.code for each in pilots}
    assert next(each.valid_from for each in wishes if each.place_code == home) == BEGAN
    days = Counter(each.valid_from for each in wishes)
    assert len({day.month for day in days}) == len({each.code[:9] for each in pilots}) == 6
    assert BEGAN == min(days) < max(days) < PILOT_DAYS[2]
