"""What modules tell of a household is asked for only where there is something, and is the same as if all were asked."""

from uuid import UUID

from support.groups_stage import established, organisations
from support.needs_stage import told
from support.stage import HERE, TODAY, account, actor, at, done, fresh, registered
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.models import Helper
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.models import Visit
from xiuhua.needs.models import Need
from xiuhua.registry.beside import Home, home_of, told_beside
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot
from xiuhua.registry.models import Likeness, Plot
from xiuhua.registry.queries.households import household


def known(home: UUID) -> Home:
    page = household(actor("leader"), home, on=TODAY)
    assert page is not None
    return home_of(page)


def same(home: UUID) -> bool:
    return all(
        told_beside(actor(login), known(home), on=TODAY) == told_beside(actor(login), at(home), on=TODAY)
        for login in ("leader", "member", "township", "auditor", "attendee", "prefecture")
    )


def test_a_household_of_which_nothing_is_told_is_asked_for_once() -> None:
    home = registered()
    assert known(home) == Home(home, HERE, False, frozenset())
    assert same(home)


def test_what_there_is_is_told_as_if_everything_were_asked_for() -> None:
    home, other = registered(), registered(code="88009999000003")  # the same people twice
    organisations()
    group = established()
    helper = {"helper_id": fresh(), "account_id": account("member"), "valid_from": TODAY}
    done(AssignHelper(id=fresh(), household_id=home, **helper), "leader")
    done(RecordVisit(id=fresh(), group_id=group, visit_id=fresh(), household_id=home, found="在修羊圈"), "member")
    told(home)
    assert known(home).tables == {Helper, Visit, Need, Likeness}
    assert same(home)
    plot = StatedPlot(id=fresh(), name="河湾地", area="2.5", land_use="own", willing="not_asked")
    done(RecordPlots(id=fresh(), household_id=other, plots=(plot,)), "leader")
    assert known(other).tables == {Plot, Likeness}
    assert same(other)
