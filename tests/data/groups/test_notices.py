"""What changed for a person in groups and about the account, from the journal; and how far it was read."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.groups_stage import added, adding, established, led, organisations, person, six_channels
from support.stage import COUNTY, NOW, THERE, TODAY, account, actor, done, fresh
from xiuhua.groups.commands.establishing import DissolveGroup, RevokeRelation
from xiuhua.groups.commands.members import EndMember
from xiuhua.groups.notices import group_changes
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import Appoint
from xiuhua.platform.work import notices
from xiuhua.platform.work.account_notices import account_changes

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def offices(stage: None) -> None:
    organisations()


def told(login: str) -> Sequence[str]:
    return [each.text.en for each in notices.unread(actor(login), at=LATER).lines if "work group" in each.text.en]


def test_whoever_joins_leads_and_leaves_is_told_and_the_others_only_what_concerns_them() -> None:
    group = established()
    members = six_channels(group)
    led(group, members["first"])
    assert told("first") == ["You lead the work group", "You joined a work group"]
    assert told("villager") == ["The work group has another leader", "You joined a work group"]
    done(
        EndMember(id=fresh(), group_id=group, member_id=members["branch"], valid_to=TODAY, cause="moved"), "department"
    )
    assert told("branch")[0] == "Your membership of the work group ended"
    assert "membership" not in " ".join(told("villager"))
    assert told("county") == told("neighbour") == []


def test_a_revoked_relation_and_the_end_of_a_group_are_told_to_everybody_in_it() -> None:
    group = established()
    six_channels(group)
    revoke = {"group_id": group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), **revoke), "county")
    done(DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="县委会议"), "county")
    assert told("villager")[:2] == ["The work group was dissolved", "A relation of the work group was revoked"]


def test_what_somebody_did_himself_is_no_news_to_him() -> None:
    group = established()
    own = UUID(done(adding(group, account("department"), "resident_team"), "").result["member"])
    before = told("department")
    done(EndMember(id=fresh(), group_id=group, member_id=own, valid_to=TODAY, cause="other"), "department")
    assert told("department") == before


def test_a_post_given_by_somebody_else_is_told() -> None:
    before = len(account_changes(actor("county"), NOW - timedelta(days=1)))
    values = {"role": Role.COUNTY_OFFICER, "place_code": COUNTY, "valid_from": TODAY}
    who = person("newcomer", "申屠静")
    done(Appoint(id=fresh(), post_id=fresh(), account_id=who, **values), "administrator")
    found = account_changes(actor("newcomer"), NOW - timedelta(days=1))
    assert {each.url for each in found} == {"/account"}
    assert [each.text.zh for each in found] == ["您有了新的岗位", "为您开了账号"]
    assert len(account_changes(actor("county"), NOW - timedelta(days=1))) == before


def test_what_was_read_is_not_told_again_and_nobody_reads_backwards() -> None:
    group = established()
    six_channels(group)
    viewer = actor("villager")
    notices.mark_read(viewer, NOW)
    assert told("villager") == []
    notices.mark_read(viewer, NOW - timedelta(days=9))
    assert told("villager") == []
    assert told("graduate") == ["You joined a work group"]
    member = added(established(THERE), account("villager"), "village_committee", party_member=False)
    assert member
    assert told("villager") == []  # it happened at the instant up to which was read


def test_what_is_older_than_a_month_stands_in_the_journal_alone() -> None:
    six_channels(established())
    assert notices.unread(actor("first"), at=NOW + timedelta(days=notices.DAYS + 1)).lines == ()


def test_notices_cost_the_same_however_much_happened() -> None:
    group = established()
    six_channels(group)

    def cost() -> tuple[int, int]:
        viewer = actor("first")
        with CaptureQueriesContext(connection) as mine:
            group_changes(viewer, NOW - timedelta(days=1))
        with CaptureQueriesContext(connection) as own:
            account_changes(viewer, NOW - timedelta(days=1))
        return len(mine), len(own)

    few = cost()
    for n in range(4):
        added(group, person(f"more-{n}", "申屠静"), "resident_team")
    assert cost() == few == (3, 2)
