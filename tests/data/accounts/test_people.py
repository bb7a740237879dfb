"""People, posts, passwords and tokens by commands: who may, what changes, what is refused."""

from datetime import UTC, date, datetime

import pytest

from data.accounts.cast import (
    COUNTY,
    FAR_VILLAGE,
    NEIGHBOUR,
    NOW,
    OTHER_VILLAGE,
    PREFECTURE,
    TODAY,
    TOWNSHIP,
    VILLAGE,
    As,
    account_id,
    actor,
    appointment,
    codes,
    fresh,
    post_id,
)
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import (
    AddOrganisation,
    AddPerson,
    ChangePerson,
    ClosePlace,
    DeactivatePerson,
    EndPost,
    IssueToken,
    PasswordSet,
    ReopenPerson,
    RevokeToken,
    SetLanguage,
)
from xiuhua.platform.accounts.commands.people import open_phone
from xiuhua.platform.accounts.models import Account, Organisation, Post, Token
from xiuhua.platform.accounts.scope import actor_for_token, token_digest
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.vault.keyring import keyring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]


def added(login: str = "wen", place_code: str = COUNTY, **more: object) -> AddPerson:
    values = {"account_id": fresh(), "name": "文静", **more}
    return AddPerson(id=fresh(), login=login, place_code=place_code, **values)


def ended(login: str, day: date = TODAY) -> EndPost:
    return EndPost(id=fresh(), post_id=post_id(login), account_id=account_id(login), valid_to=day)


def changed(login: str, **more: object) -> ChangePerson:
    return ChangePerson(id=fresh(), account_id=account_id(login), **more)


def closed(login: str) -> DeactivatePerson:
    return DeactivatePerson(id=fresh(), account_id=account_id(login))


def issued(login: str, secret: str = "a secret", expires: date = date(2018, 1, 1), **more: object) -> IssueToken:
    values = {"token_id": fresh(), "label_text": "县里的报表程序", **more}
    return IssueToken(id=fresh(), account_id=account_id(login), digest=token_digest(secret), expires=expires, **values)


def test_an_administrator_opens_an_account_in_their_territory() -> None:
    command = added(phone="139 9959-5367")
    assert As("county-admin").do(command).accepted
    account = Account.objects.get(login="wen")
    assert (account.name, account.name_pinyin, account.name_initials) == ("文静", "wenjing", "wj")
    assert account.language == "zh-hans"
    assert not account.has_usable_password()
    assert open_phone(account, keyring()) == "13999595367"
    entry = Entry.objects.get(command_id=command.id)
    for text in (entry.command, entry.changes):
        assert "文静" not in text
        assert "5367" not in text


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("neighbour-admin", ["not_found"]),
        ("county", ["not_your_role"]),
        ("auditor", ["not_your_role"]),
        ("leader", ["not_your_role"]),
        ("admin", []),
    ],
)
def test_who_may_open_an_account(login: str, expected: list[str]) -> None:
    assert codes(As(login).do(added())) == expected


def test_what_is_wrong_with_a_new_person_is_said_at_once() -> None:
    wrong = added("Wen Jing", "620122999000", language="fr", phone="call me")
    assert codes(As("admin").do(wrong)) == ["login_form", "place_unknown", "language_unknown", "phone_form"]
    assert codes(As("admin").do(added("county"))) == ["login_taken"]
    assert codes(As("admin").do(added(account_id=account_id("county")))) == ["record_exists"]


def test_nothing_personal_is_readable_in_the_journal() -> None:
    commands = (added(phone="13999595367"), changed("leader", name="文静", phone="13999595367"))
    for command in commands:
        assert As("admin").do(command).accepted
        entry = Entry.objects.get(command_id=command.id)
        assert not any(
            value in text for value in ("文静", "wenjing", "5367") for text in (entry.command, entry.changes)
        )


def test_correcting_a_person_changes_what_is_given_only() -> None:
    As("county-admin").do(changed("leader", name="曹文源", phone="13999595367"))
    account = Account.objects.get(login="leader")
    assert (account.name, account.name_pinyin, account.place_code) == ("曹文源", "caowenyuan", COUNTY)
    sealed = account.phone_sealed
    receipt = As("county-admin").do(changed("leader", name="曹文源", phone="139-9959-5367"))
    assert receipt.accepted
    account.refresh_from_db()
    assert account.phone_sealed == sealed
    assert account.version != receipt.command_id
    As("county-admin").do(changed("leader", phone=""))
    account.refresh_from_db()
    assert account.phone_sealed == ""


def test_a_person_beyond_the_own_posts_or_territory_is_left_alone() -> None:
    assert codes(As("county-admin").do(changed("neighbour", name="别人"))) == ["not_found"]
    assert codes(As("county-admin").do(changed("prefecture", name="别人"))) == ["not_found"]
    As("admin").do(appointment("leader", Role.GROUP_MEMBER, FAR_VILLAGE))
    assert codes(As("county-admin").do(changed("leader", name="别人"))) == ["not_managed"]
    assert codes(As("county-admin").do(changed("leader", place_code=NEIGHBOUR))) == ["not_found"]
    assert As("admin").do(changed("leader", place_code=NEIGHBOUR)).accepted


def test_two_people_who_change_one_field_meet() -> None:
    seen = Account.objects.get(login="leader").version
    assert As("county-admin").do(changed("leader", name="曹文源", base_version=seen)).accepted
    late = As("admin").do(changed("leader", name="曹闻远", base_version=seen))
    assert codes(late) == ["changed_meanwhile"]
    assert As("admin").do(changed("leader", phone="13999595367", base_version=seen)).accepted


@pytest.mark.parametrize(
    ("login", "role", "place_code", "expected"),
    [
        ("county", Role.GROUP_MEMBER, OTHER_VILLAGE, []),
        ("county", Role.COUNTY_OFFICER, COUNTY, []),
        ("county", Role.GROUP_MEMBER, FAR_VILLAGE, ["not_found"]),
        ("county", Role.PREFECTURE_OFFICER, COUNTY, ["role_wider"]),
        ("county", Role.ADMINISTRATOR, VILLAGE, ["role_wider"]),
        ("department", Role.GROUP_LEADER, VILLAGE, []),
        ("department", Role.COUNTY_OFFICER, COUNTY, ["role_wider"]),
        ("county-admin", Role.AUDITOR, COUNTY, []),
        ("prefecture", Role.TOWNSHIP_OFFICER, COUNTY, ["territory_too_wide"]),
        ("township", Role.GROUP_MEMBER, VILLAGE, ["not_your_role"]),
        ("auditor", Role.GROUP_MEMBER, VILLAGE, ["not_your_role"]),
        ("county", Role.GROUP_MEMBER, "620122101999", ["place_unknown"]),
    ],
)
def test_who_may_give_which_post_where(login: str, role: Role, place_code: str, expected: list[str]) -> None:
    assert codes(As(login).do(appointment("attendee", role, place_code))) == expected


def test_a_post_begins_on_its_first_day_and_ends_before_its_last() -> None:
    given = appointment(
        "attendee", Role.GROUP_MEMBER, OTHER_VILLAGE, valid_from=date(2017, 10, 1), valid_to=date(2017, 11, 1)
    )
    assert As("county").do(given).accepted
    for day, count in ((date(2017, 9, 30), 1), (date(2017, 10, 1), 2), (date(2017, 10, 31), 2), (date(2017, 11, 1), 1)):
        assert len(actor("attendee", on=day).posts) == count, day


def test_the_same_post_twice_and_one_after_the_other() -> None:
    assert codes(As("county").do(appointment("leader", Role.GROUP_LEADER, VILLAGE))) == ["post_overlaps"]
    As("county").do(ended("leader"))
    again = appointment("leader", Role.GROUP_LEADER, VILLAGE, valid_from=TODAY)
    assert As("county").do(again).accepted
    assert codes(As("county").do(appointment("leader", Role.ATTENDEE, VILLAGE, post_id=again.post_id))) == [
        "record_exists"
    ]


def test_nobody_gives_themselves_a_post_and_administrators_do_not_audit() -> None:
    assert codes(As("county").do(appointment("county", Role.TOWNSHIP_OFFICER, TOWNSHIP))) == ["own_post"]
    assert codes(As("admin").do(appointment("county-admin", Role.AUDITOR, COUNTY))) == ["posts_apart"]


def test_an_organisation_sends_a_person() -> None:
    command = AddOrganisation(
        id=fresh(), organisation_id=fresh(), name="皋兰县委组织部", kind="party_organisation", place_code=COUNTY
    )
    assert As("department").do(command).accepted
    assert Organisation.objects.get().name_initials == "glxwzzb"
    sent = appointment("attendee", Role.GROUP_MEMBER, VILLAGE, organisation_id=command.organisation_id)
    assert As("department").do(sent).accepted
    stranger = appointment("attendee", Role.GROUP_MEMBER, OTHER_VILLAGE, organisation_id=fresh())
    assert codes(As("department").do(stranger)) == ["organisation_unknown"]
    again = command.model_copy(update={"id": fresh(), "organisation_id": fresh()})
    assert codes(As("department").do(again)) == ["organisation_exists"]
    assert codes(As("neighbour").do(again)) == ["not_found"]
    assert codes(As("leader").do(again)) == ["not_your_role"]


def test_organisations_with_an_outside_code_are_told_apart_by_it() -> None:
    def firm(name: str, code: str) -> AddOrganisation:
        return AddOrganisation(
            id=fresh(),
            organisation_id=fresh(),
            name=name,
            kind="enterprise",
            place_code=COUNTY,
            external_code=code,
            external_source="统一社会信用代码",
        )

    assert As("county").do(firm("甲公司", "91620122MA0000001X")).accepted
    assert As("county").do(firm("乙公司", "91620122MA0000002X")).accepted
    assert codes(As("county").do(firm("丙公司", "91620122MA0000001X"))) == ["organisation_exists"]


def test_a_post_ends_and_ending_it_again_changes_nothing() -> None:
    receipt = As("county").do(ended("leader"))
    assert receipt.accepted
    assert actor("leader").posts == ()
    assert len(actor("leader", on=date(2017, 9, 11)).posts) == 1
    assert As("county").do(ended("leader")).accepted
    assert Account.objects.get(login="leader").version == receipt.command_id
    assert codes(As("county").do(ended("leader", date(2017, 10, 1)))) == ["post_ended"]
    assert As("county").do(ended("leader", date(2017, 9, 1))).accepted
    assert codes(As("county").do(ended("leader", date(2016, 12, 31)))) == ["post_period"]


def test_who_may_end_a_post() -> None:
    assert codes(As("neighbour").do(ended("leader"))) == ["not_found"]
    assert codes(As("leader").do(ended("leader"))) == ["not_your_role"]
    assert codes(As("county").do(ended("county-admin"))) == ["role_wider"]
    mixed = EndPost(id=fresh(), post_id=post_id("leader"), account_id=account_id("attendee"), valid_to=TODAY)
    assert codes(As("county").do(mixed)) == ["not_found"]


def test_the_last_administrator_stays() -> None:
    assert As("admin").do(ended("neighbour-admin")).accepted
    assert As("admin").do(closed("county-admin")).accepted
    assert codes(As("admin").do(ended("admin"))) == ["last_administrator"]
    assert codes(As().do(closed("admin"))) == ["last_administrator"]
    assert codes(As("admin").do(closed("admin"))) == ["not_yourself"]


def test_a_closed_account_loses_posts_and_tokens_on_the_day() -> None:
    As("leader").do(issued("leader"))
    future = appointment("leader", Role.GROUP_MEMBER, OTHER_VILLAGE, valid_from=date(2018, 1, 1))
    As("county").do(future)
    receipt = As("county-admin").do(closed("leader"))
    assert receipt.accepted
    assert not Account.objects.get(login="leader").active
    ends = dict(Post.objects.filter(account_id=account_id("leader")).values_list("id", "valid_to"))
    assert ends == {post_id("leader"): TODAY, future.post_id: date(2018, 1, 1)}
    assert Token.objects.get().revoked == TODAY
    assert actor_for_token("a secret", at=NOW) is None
    assert As("county-admin").do(closed("leader")).accepted
    assert Account.objects.get(login="leader").version == receipt.command_id
    assert codes(As("county-admin").do(changed("leader", name="某人"))) == ["person_inactive"]
    assert codes(As("county").do(appointment("leader", Role.ATTENDEE, VILLAGE))) == ["person_inactive"]


def test_who_may_close_an_account() -> None:
    assert codes(As("neighbour-admin").do(closed("leader"))) == ["not_found"]
    assert codes(As("county").do(closed("leader"))) == ["not_your_role"]
    assert As("admin").do(closed("leader")).accepted


def test_a_closed_account_is_opened_again_without_posts() -> None:
    again = ReopenPerson(id=fresh(), account_id=account_id("leader"))
    assert As("county-admin").do(again).accepted
    assert not Entry.objects.filter(command_id=again.id).exists()
    As("county-admin").do(closed("leader"))
    for login, expected in (("neighbour-admin", ["not_found"]), ("county", ["not_your_role"]), ("county-admin", [])):
        command = ReopenPerson(id=fresh(), account_id=account_id("leader"))
        assert codes(As(login).do(command)) == expected
    assert Account.objects.get(login="leader").active
    assert actor("leader").posts == ()


def test_everybody_chooses_their_own_language_only() -> None:
    assert As("attendee").do(SetLanguage(id=fresh(), account_id=account_id("attendee"), language="en")).accepted
    assert Account.objects.get(login="attendee").language == "en"
    other = SetLanguage(id=fresh(), account_id=account_id("leader"), language="en")
    assert codes(As("attendee").do(other)) == ["not_found"]
    unknown = SetLanguage(id=fresh(), account_id=account_id("attendee"), language="xx")
    assert codes(As("attendee").do(unknown)) == ["language_unknown"]


@pytest.mark.parametrize(
    ("login", "whose", "expected"),
    [
        ("leader", "leader", []),
        ("county-admin", "leader", []),
        ("admin", "auditor", []),
        ("leader", "attendee", ["not_found"]),
        ("county", "leader", ["not_found"]),
        ("county-admin", "neighbour", ["not_found"]),
        ("county-admin", "admin", ["not_found"]),
    ],
)
def test_whose_password_one_may_set(login: str, whose: str, expected: list[str]) -> None:
    command = PasswordSet(id=fresh(), account_id=account_id(whose), temporary=login != whose)
    assert codes(As(login).do(command)) == expected
    assert Entry.objects.filter(command_id=command.id).exists() is not bool(expected)


def test_a_password_of_somebody_with_a_wider_post_is_out_of_reach() -> None:
    As("admin").do(appointment("leader", Role.ADMINISTRATOR, PREFECTURE))
    command = PasswordSet(id=fresh(), account_id=account_id("leader"), temporary=True)
    assert codes(As("county-admin").do(command)) == ["not_managed"]


def test_a_token_acts_for_its_owner_until_it_ends() -> None:
    assert As("leader").do(issued("leader", expires=date(2017, 10, 1))).accepted
    assert Token.objects.get().digest == token_digest("a secret")
    found = actor_for_token("a secret", at=NOW)
    assert found is not None
    assert (found.person_id, found.door, len(found.posts)) == (account_id("leader"), "api", 1)
    assert actor_for_token("another secret", at=NOW) is None
    assert actor_for_token("a secret", at=datetime(2017, 9, 30, 15, 59, tzinfo=UTC)) is not None
    assert actor_for_token("a secret", at=datetime(2017, 9, 30, 16, 0, tzinfo=UTC)) is None


def test_a_token_is_issued_by_its_owner_and_not_for_long() -> None:
    assert codes(As("admin").do(issued("leader"))) == ["not_found"]
    for day in (TODAY, date(2018, 9, 14)):
        assert codes(As("leader").do(issued("leader", expires=day))) == ["token_expiry"]
    first = issued("leader", expires=date(2018, 9, 13))
    assert As("leader").do(first).accepted
    assert codes(As("leader").do(issued("leader"))) == ["record_exists"]
    assert codes(As("leader").do(issued("leader", "another", token_id=first.token_id))) == ["record_exists"]


def test_a_token_is_revoked_by_its_owner_or_the_administrator() -> None:
    tokens = []
    for secret in ("one", "two"):
        tokens.append(issued("leader", secret))
        As("leader").do(tokens[-1])

    def revoked(index: int) -> RevokeToken:
        return RevokeToken(id=fresh(), token_id=tokens[index].token_id, account_id=account_id("leader"))

    assert codes(As("attendee").do(revoked(0))) == ["not_found"]
    assert codes(As("neighbour-admin").do(revoked(0))) == ["not_found"]
    assert As("leader").do(revoked(0)).accepted
    receipt = As("county-admin").do(revoked(1))
    assert receipt.accepted
    assert As("leader").do(revoked(1)).accepted
    assert Account.objects.get(login="leader").version == receipt.command_id
    assert actor_for_token("one", at=NOW) is None


def test_a_closed_place_takes_no_new_posts() -> None:
    As("county").do(ClosePlace(id=fresh(), place_code=OTHER_VILLAGE, valid_to=date(2017, 9, 1)))
    assert codes(As("county").do(appointment("attendee", Role.ATTENDEE, OTHER_VILLAGE, valid_from=TODAY))) == [
        "place_closed"
    ]
