"""What is told about rights is what they are: every row of every access table, as everybody, beside the real answer.

The real answer is not asked of the functions that tell: a query's is the scope in the database, a command's is the door
for writes itself.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from support.cast import NOW, PASSWORD, TODAY, Cast, Viewer, do, fresh
from support.standing import BESIDE, INSIDE, OUTSIDE, Standing, asking, standings
from support.wishes import sample, with_id
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor, Post
from xiuhua.platform.accounts.commands import ChangePerson, DeactivatePerson
from xiuhua.platform.accounts.models import Place
from xiuhua.platform.accounts.queries import own_account
from xiuhua.platform.accounts.rules.appointing import may_appoint
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.accounts.shown import people_shown
from xiuhua.platform.accounts.why import Reasons, may, reasons, standing_of
from xiuhua.platform.accounts.why import Standing as Counted
from xiuhua.platform.journal.catalogue import command_type, command_types
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.whereabouts import ROOT
from xiuhua.site.why.households import who_sees
from xiuhua.site.why.rows import Row, queries, row, rows

pytestmark = pytest.mark.django_db

NARROWER = {"journal.undo": "whoever undoes needs the right to the command that is undone as well"}
"""Commands that ask for more than their own row, and what: here a yes is not enough."""

ROWS = rows()


def told(viewer: Viewer, asked: Row, place_code: str | None) -> Reasons:
    """Return what is told to somebody about himself."""
    standing = standing_of(viewer.actor, None, on=TODAY)
    assert standing is not None
    return reasons(standing, asked.access, place_code, on=TODAY)


def really(viewer: Viewer, asked: Row, standing: Standing) -> bool:
    """Return whether somebody really may: by the scope of rows, or by trying."""
    if not asked.changes:
        seen = within(Place.objects.all(), viewer.actor, asked.access, field="code")
        return seen.filter(code=standing.zone.place_code).exists()
    with transaction.atomic():
        command = command_type(asked.code).command(**with_id(sample(asked.code).payload(standing)))
        receipt = execute(command, actor=viewer.actor, received_at=NOW)
        transaction.set_rollback(True)
    return receipt.accepted


def places(cast: Cast, viewer: Viewer) -> Iterator[Standing]:
    seen = standings(cast, viewer)
    yield from (seen[where] for where in (INSIDE, BESIDE, OUTSIDE) if where in seen)


def test_every_table_and_every_command_has_its_rows() -> None:
    assert {each.code for each in ROWS if each.changes} == {kind.command.code for kind in command_types()}
    assert {each.code for each in ROWS if not each.changes} == set(queries())
    assert len({each.code for each in ROWS}) == len(ROWS) > 40
    assert all(each.access is command_type(each.code).access for each in ROWS if each.changes)


@pytest.mark.parametrize("asked", ROWS, ids=lambda asked: asked.code)
def test_what_is_told_is_what_is(asked: Row, cast: Cast, database_engine: str) -> None:
    wrong = []
    for viewer in asking(cast, database_engine, asked.code, lambda viewer: viewer.role in asked.access.roles):
        for standing in places(cast, viewer):
            if asked.access.everybody and standing.where != INSIDE:
                continue  # one's own account has no place
            found, real = told(viewer, asked, standing.zone.place_code), really(viewer, asked, standing)
            if found.may is not real and not (asked.code in NARROWER and found.may):
                wrong.append((viewer.login, standing.where, found.may, real))
            if found.may and not found.everybody:
                assert found.by or found.unseen
            if not found.may:
                assert not found.by
    assert wrong == []


@pytest.mark.parametrize("asked", [each for each in ROWS if not each.access.everybody], ids=lambda asked: asked.code)
def test_a_no_names_the_roles_that_would_do_and_no_others(asked: Row, cast: Cast) -> None:
    """Somebody without any post is given each role in turn: exactly the named ones turn the answer."""
    viewer, code = cast.viewers["postless"], cast.zones["A1"].place_code
    found, line = told(viewer, asked, code), own_account(viewer.actor)
    assert line is not None
    assert not found.may
    with_role = {role: Actor(viewer.account, (Post(fresh(), role, code),)) for role in Role}
    turned = {role for role, actor in with_role.items() if may(Counted(line, actor, own=True), asked.access, code)}
    assert {need.role for need in found.needed} == turned
    for need in found.needed:
        givers = {role for role, actor in with_role.items() if may_appoint(actor, role=need.role, place_code=code)}
        assert {*need.givers} == givers


def test_a_role_that_cannot_be_held_so_widely_is_not_named(cast: Cast) -> None:
    asked = row("registry.record_village")
    assert asked is not None
    found = told(cast.viewers["postless"], asked, cast.zones["A1"].place_code[:6] + "000000")
    assert [need.role for need in found.needed] == [Role.PREFECTURE_OFFICER, Role.COUNTY_OFFICER]


def test_the_reasons_of_a_no(cast: Cast) -> None:
    here, there = cast.zones["A1"].place_code, cast.zones["B1"].place_code
    seen, changed = row("registry.households"), row("registry.record_village")
    assert seen is not None
    assert changed is not None
    leader, former, county = (cast.viewers[login] for login in ("leader", "former", "county"))
    assert {post.role for post in told(leader, changed, here).unfit} == {"group_leader", "group_member"}
    assert [post.role for post in told(former, changed, here).not_now] == ["county_officer"]
    assert [post.place_code for post in told(county, seen, there).elsewhere] == [county.place_code]
    assert told(county, seen, there).unfit == ()


def test_a_closed_account_may_nothing(cast: Cast) -> None:
    leader, asked = cast.viewers["leader"], row("registry.households")
    assert asked is not None
    do([DeactivatePerson(id=fresh(), account_id=leader.account)])
    standing = standing_of(cast.viewers["administrator"].actor, leader.account, on=TODAY)
    assert standing is not None
    found = reasons(standing, asked.access, cast.zones["A1"].place_code, on=TODAY)
    assert (found.may, found.closed) == (False, True)
    own = row("accounts.set_language")
    assert own is not None
    assert not reasons(standing, own.access, None, on=TODAY).may


def test_a_post_that_the_viewer_may_not_see_is_not_told(cast: Cast) -> None:
    """The prefecture's officer keeps her account in the county for once: its administrator sees no wider post."""
    prefecture, admin = cast.viewers["prefecture"], cast.viewers["administrator"]
    do([ChangePerson(id=fresh(), account_id=prefecture.account, place_code=admin.place_code)])
    standing, asked = standing_of(admin.actor, prefecture.account, on=TODAY), row("registry.households")
    assert standing is not None
    assert asked is not None
    found = reasons(standing, asked.access, cast.zones["A1"].place_code, on=TODAY)
    assert (found.may, found.by, found.unseen) == (True, (), True)


def test_who_sees_a_household_is_who_can_open_it(cast: Cast) -> None:
    home = cast.zones["A1"].household
    found = who_sees(cast.viewers["county"].actor, home, on=TODAY)
    assert found is not None
    listed = {(sight.holders.role, sight.holders.place_code): sight for sight in found.sights}
    for viewer in cast.viewers.values():
        opened = household(viewer.actor, home, on=TODAY) is not None
        assert ((viewer.role, viewer.place_code) in listed) is opened, viewer.login
    standing = {viewer.login: standings(cast, viewer)[INSIDE] for viewer in cast.viewers.values()}
    for viewer in cast.viewers.values():
        sight = listed.get((viewer.role, viewer.place_code))
        if sight is None:
            continue
        for kind in command_types():
            if kind.root_model is not None and kind.root_model._meta.db_table == ROOT:
                done = really(viewer, row_of(kind.command.code), standing[viewer.login])
                assert (kind.command.code in {each.code for each in sight.changes}) is done, viewer.login


def row_of(code: str) -> Row:
    """Return a row that is there."""
    found = row(code)
    assert found is not None
    return found


def test_names_go_no_further_than_accounts_do(cast: Cast) -> None:
    home = cast.zones["A1"].household
    for login in ("prefecture", "county", "department", "township", "leader", "member", "auditor"):
        viewer = cast.viewers[login]
        found = who_sees(viewer.actor, home, on=TODAY)
        assert found is not None
        seen = {*people_shown(viewer.actor, [each.account for each in cast.viewers.values()]).values(), viewer.name}
        named = {name for sight in found.sights for name in sight.holders.names}
        known = {each.name for each in cast.viewers.values()}
        assert named & known <= seen
        if login in ("township", "leader", "member"):
            assert named == {viewer.name}
    counts = [(sight.holders.role, sight.holders.count) for sight in found.sights]
    assert (Role.GROUP_MEMBER, 4) in counts, "the member, the clerk, who belongs to the group, and the leader who does"


def test_pages_answer_in_words(cast: Cast) -> None:
    client, here = Client(), cast.zones["A1"].place_code
    client.post("/sign-in", {"login": "leader", "password": PASSWORD})
    overview = client.get("/why").content.decode()
    assert "我能看什么、能做什么" in overview
    no = client.get("/why", {"row": "registry.record_village", "place": here}).content.decode()
    assert "管着这里的岗位，但职务不含这件事" in no
    assert "乡镇干部" in no
    yes = client.get("/why", {"row": "registry.households", "household": str(cast.zones["A1"].household)})
    assert "凭这个岗位" in yes.content.decode()
    lost = {"row": "registry.households"}
    homes = (str(cast.zones["B1"].household), str(fresh()), "nothing")
    answers = [client.get("/why", {**lost, "household": each}).content.decode() for each in homes]
    assert all("没有找到这个地方或这一户" in each for each in answers)
    for absent in (cast.zones["B1"].place_code, "629901177211", "nowhere"):
        assert "没有找到这个地方" in client.get("/why", {**lost, "place": absent}).content.decode()
    who = client.get(f"/households/{cast.zones['A1'].household}/who").content.decode()
    assert "谁能看到" in who
    assert client.get(f"/households/{cast.zones['B1'].household}/who").status_code == 404
    assert (
        f"/households/{cast.zones['A1'].household}/who"
        in client.get(f"/households/{cast.zones['A1'].household}").content.decode()
    )
    assert client.get(f"/people/{cast.viewers['member'].account}/why").status_code == 404
    assert "/why" in client.get("/account").content.decode()
    assert 'href="/why"' in client.get("/no-such-page").content.decode()
