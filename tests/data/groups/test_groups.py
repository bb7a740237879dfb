"""Groups through their commands: who may, what follows for the rights of their people, what is refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from support.groups_stage import (
    BEGIN,
    added,
    adding,
    established,
    establishing,
    led,
    organisation,
    organisations,
    person,
    six_channels,
)
from support.stage import FAR, HERE, THERE, TODAY, TOWNSHIP, account, actor, codes, do, done, fresh
from xiuhua.groups.commands.establishing import DissolveGroup, RelateGroup, RevokeRelation
from xiuhua.groups.commands.leading import AppointLeader
from xiuhua.groups.commands.members import ChangeMember, EndMember
from xiuhua.groups.models import Member, WorkGroup
from xiuhua.groups.queries.coverage import Show, coverage
from xiuhua.groups.queries.groups import GroupPage, group_page
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.models import Post
from xiuhua.platform.accounts.queries import own_account
from xiuhua.platform.journal.undo import Undo


@pytest.fixture(autouse=True)
def offices(stage: None) -> None:
    organisations()


def page(group_id: UUID, by: str = "county") -> GroupPage:
    found = group_page(actor(by), group_id, on=TODAY)
    assert found is not None
    return found


def roles(login: str) -> set[str]:
    return {post.role for post in actor(login).posts if post.place_code == HERE}


def changing(group_id: UUID, member_id: UUID, *channels: str, party_member: bool) -> ChangeMember:
    values = {"group_id": group_id, "member_id": member_id, "channels": channels, "party_member": party_member}
    return ChangeMember(id=fresh(), **values)


def ending(group_id: UUID, member_id: UUID, **more: Any) -> EndMember:
    values = {"valid_to": TODAY, "cause": "moved", **more}
    return EndMember(id=fresh(), group_id=group_id, member_id=member_id, **values)


def test_the_county_dispatches_the_department_manages_and_the_township_is_entrusted() -> None:
    group = established()
    found = page(group)
    assert [(each.kind.value, each.organisation) for each in found.relations] == [
        ("dispatched", "皋兰县委"),
        ("managed", "皋兰县委组织部"),
        ("entrusted", "水阜镇党委"),
    ]
    for login in ("township", "department", "leader", "administrator"):
        assert codes(do(establishing(THERE), login)) == ["not_your_role"]
    for login in ("county", "township"):
        assert codes(do(adding(group, person(f"new-{login}", "申屠静"), "resident_team"), login)) == ["not_your_role"]


def test_a_village_has_one_group_at_a_time_and_only_a_village_has_one() -> None:
    group = established()
    assert codes(do(establishing(), "county")) == ["group_exists"]
    assert codes(do(establishing(TOWNSHIP), "county")) == ["group_not_a_village"]
    assert codes(do(establishing(FAR), "county")) == ["not_found"]
    assert codes(do(establishing(THERE, valid_from=TODAY + timedelta(days=1)), "county")) == ["group_day_wrong"]
    assert codes(do(establishing(THERE, managed_by=fresh()), "county")) == ["organisation_not_here"]
    done(DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="县委会议"), "county")
    assert established(valid_from=TODAY) != group


def test_party_members_participate_and_the_others_attend() -> None:
    group = established()
    members = six_channels(group)
    votes = dict(Member.objects.values_list("id", "votes"))
    assert {login: votes[member] for login, member in members.items()} == {
        "first": True, "resident": True, "graduate": True, "charge": False, "branch": True, "villager": False,
    }  # fmt: skip
    found = page(group)
    assert (found.voting, found.attending, found.missing) == (4, 2, ())
    assert roles("first") == {Role.GROUP_MEMBER}
    assert roles("villager") == {Role.ATTENDEE}


def test_a_member_of_the_branch_committee_is_a_party_member() -> None:
    group = established()
    refused = do(adding(group, person("newcomer", "申屠静"), "branch_committee", party_member=False), "department")
    assert codes(refused) == ["branch_member_not_party"]
    assert codes(do(adding(group, account("newcomer"), "choir"), "department")) == ["channel_unknown"]


def test_one_person_has_one_membership_that_may_hold_several_channels() -> None:
    group, other = established(), established(THERE)
    who = person("newcomer", "申屠静")
    member = added(group, who, "resident_team")
    assert codes(do(adding(group, who, "officer_in_charge"), "department")) == ["member_present"]
    done(changing(group, member, "resident_team", "officer_in_charge", party_member=True), "department")
    assert page(group).members[0].channel_codes == ("resident_team", "officer_in_charge")
    assert done(
        changing(group, member, "resident_team", "officer_in_charge", party_member=True), "department"
    ).unchanged
    added(other, who, "officer_in_charge")


def test_whoever_becomes_or_ceases_to_be_a_party_member_gets_other_rights_at_once() -> None:
    group = established()
    member = added(group, person("newcomer", "申屠静"), "village_committee", party_member=False)
    assert roles("newcomer") == {Role.ATTENDEE}
    done(changing(group, member, "village_committee", party_member=True), "department")
    assert roles("newcomer") == {Role.GROUP_MEMBER}


def test_rights_begin_with_the_membership_and_end_with_it() -> None:
    group = established()
    members = six_channels(group)
    led(group, members["first"])
    assert roles("first") == {Role.GROUP_LEADER}
    assert codes(do(ending(group, members["first"]), "department")) == ["leader_ends"]
    led(group, members["resident"], valid_from=TODAY)
    assert (roles("first"), roles("resident")) == ({Role.GROUP_MEMBER}, {Role.GROUP_LEADER})
    done(ending(group, members["first"], successor_id=members["resident"]), "department")
    assert roles("first") == set()
    (past,) = page(group).past_members
    assert (past.name, past.end_cause.zh, past.successor) == ("宋怀远", "工作调动", "雷春燕")
    assert codes(do(ending(group, members["first"]), "department")) == ["member_over"]


def test_a_post_that_somebody_holds_already_serves_and_ends_with_the_membership() -> None:
    group = established()
    member = added(group, account("member"), "resident_team")
    assert roles("member") == {Role.GROUP_MEMBER}
    done(ending(group, member), "department")
    assert roles("member") == set()


def test_a_post_that_ended_on_the_day_it_began_is_not_shown() -> None:
    group = established()
    led(group, added(group, account("attendee"), "resident_team"))
    shown = own_account(actor("attendee"))
    assert shown is not None
    assert Post.objects.filter(account_id=account("attendee"), valid_to=F("valid_from")).exists()
    assert all(each.valid_to != each.valid_from for each in shown.posts)
    assert "group_leader" in {each.role for each in shown.posts}


def test_somebody_who_only_attends_does_not_lead() -> None:
    group = established()
    members = six_channels(group)
    wish = AppointLeader(id=fresh(), group_id=group, member_id=members["villager"], valid_from=BEGIN)
    assert codes(do(wish, "county")) == ["leader_attends"]
    led(group, members["branch"])
    assert codes(do(changing(group, members["branch"], "village_committee", party_member=False), "department")) == [
        "leader_attends"
    ]


def test_what_rests_on_a_relation_ends_when_it_is_revoked() -> None:
    group = established()
    revoke = {"group_id": group, "kind": "managed", "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), **revoke), "county")
    refused = do(adding(group, person("newcomer", "申屠静"), "resident_team"), "department")
    assert codes(refused) == ["relation_not_in_force"]
    assert page(group, "department").actions["groups.add_member"] is not None
    assert codes(do(RevokeRelation(id=fresh(), **revoke), "county")) == ["relation_not_in_force"]
    relate = {"group_id": group, "kind": "managed", "organisation_id": organisation("department"), "valid_from": TODAY}
    done(RelateGroup(id=fresh(), **relate), "county")
    assert codes(do(RelateGroup(id=fresh(), **relate), "county")) == ["relation_same"]
    added(group, account("newcomer"), "resident_team", valid_from=TODAY)
    assert [each.valid_to for each in page(group).past_relations] == [TODAY]


def test_a_dissolved_group_ends_everybody_s_rights_and_does_nothing_more() -> None:
    group = established()
    members = six_channels(group)
    led(group, members["first"])
    dissolve = DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="县委会议")
    done(dissolve, "county")
    assert {login: roles(login) for login in members} == {login: set() for login in members}
    assert codes(do(adding(group, account("member"), "resident_team"), "department")) == ["group_over"]
    assert codes(do(DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="x"), "county")) == ["group_over"]
    assert do(dissolve, "county").repeated


def test_an_established_group_can_be_taken_back_while_nothing_was_built_on_it() -> None:
    wish = establishing()
    done(wish, "county")
    done(Undo(id=fresh(), target=wish.id), "county")
    assert WorkGroup.objects.count() == 0


def test_who_is_missing_where_in_code_order() -> None:
    group = established()
    added(group, person("newcomer", "申屠静"), "resident_team", party_member=False)
    found = coverage(actor("county"), TOWNSHIP, on=TODAY)
    assert [(row.code, row.group_id) for row in found.rows] == [(HERE, group), (THERE, None)]
    assert {show: n for show, n in found.counts.items() if n != 1} == {Show.ALL: 2, Show.TO_LEAD: 0}
    assert [name.zh for _, name, n in found.missing] == [
        "第一书记", "大学生村官", "县乡包村干部", "村支部委员", "村委会委员",
    ]  # fmt: skip
    assert coverage(actor("neighbour"), TOWNSHIP, on=TODAY) is None


def test_a_group_elsewhere_is_as_absent_as_one_that_never_was() -> None:
    group = established()
    assert group_page(actor("neighbour"), group, on=TODAY) is None
    assert group_page(actor("neighbour"), fresh(), on=TODAY) is None
    assert codes(do(DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="x"), "neighbour")) == ["not_found"]
    assert page(group, "attendee").actions["groups.dissolve"] is not None


def test_a_day_outside_is_refused() -> None:
    group = established()
    for day in (BEGIN - timedelta(days=1), TODAY + timedelta(days=1)):
        assert codes(do(adding(group, account("member"), "resident_team", valid_from=day), "department")) == [
            "group_day_wrong"
        ]


def test_nobody_gives_rights_to_oneself() -> None:
    group = established()
    own = added(group, account("county"), "officer_in_charge")
    assert codes(do(adding(group, account("department"), "officer_in_charge"), "department")) == ["own_post"]
    wish = {"id": fresh(), "group_id": group, "member_id": own}
    assert codes(do(AppointLeader(**wish, valid_from=TODAY), "county")) == ["own_post"]
    member = UUID(done(adding(group, account("department"), "officer_in_charge"), "").result["member"])
    change = {"id": fresh(), "group_id": group, "member_id": member, "channels": ("officer_in_charge",)}
    assert codes(do(ChangeMember(**change, party_member=False), "department")) == ["own_post"]
    assert Post.objects.filter(account_id=account("department"), role=Role.GROUP_LEADER).count() == 0
