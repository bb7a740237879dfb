"""The cast: every role once, in a place that exists."""

from xiuhua.kernel.access import Role
from xiuhua.kernel.places import Level, is_place_code, level_of
from xiuhua.site.demo import Demo

LEVELS = {
    Role.ADMINISTRATOR: Level.PREFECTURE,
    Role.PREFECTURE_OFFICER: Level.PREFECTURE,
    Role.COUNTY_OFFICER: Level.COUNTY,
    Role.ORGANISATION_DEPARTMENT: Level.COUNTY,
    Role.TOWNSHIP_OFFICER: Level.TOWNSHIP,
    Role.GROUP_LEADER: Level.VILLAGE,
    Role.GROUP_MEMBER: Level.VILLAGE,
    Role.ATTENDEE: Level.VILLAGE,
    Role.AUDITOR: Level.PREFECTURE,
}


def test_each_role_once_at_its_level(demo: Demo):
    assert {account.role: level_of(account.place_code) for account in demo.cast} == LEVELS
    assert len(demo.cast) == len(Role)
    assert all(is_place_code(account.place_code) for account in demo.cast)


def test_the_group_is_the_pages_village(demo: Demo):
    village = next(village for village in demo.villages if village.name == "燕儿坪村")
    group = [account for account in demo.cast if level_of(account.place_code) is Level.VILLAGE]
    assert {account.place_code for account in group} == {village.code}
    assert len({account.organisation for account in group}) == 1


def test_logins_are_plain_and_people_differ(demo: Demo):
    logins = [account.login for account in demo.cast]
    assert len(set(logins)) == len(logins)
    assert all(login.isascii() and login.isalpha() and login.islower() for login in logins)
    assert len({account.name for account in demo.cast}) == len(demo.cast)


def test_the_password_is_long_shared_and_not_printed(demo: Demo):
    passwords = {account.password for account in demo.cast}
    assert len(passwords) == 1
    password = passwords.pop()
    assert len(password) >= 10
    assert not password.isdigit()
    assert not any(account.login in password for account in demo.cast)
    assert password not in repr(demo.cast)


def test_organisations_are_marked_as_examples(demo: Demo):
    assert all("示例" in account.organisation for account in demo.cast)
    assert {account.organisation_kind for account in demo.cast} == {"office", "party_organisation"}
