"""What this module writes folds back: rows equal their entries, and undo restores them."""

from datetime import date

import pytest

from data.accounts.cast import (
    COUNTY,
    OTHER_VILLAGE,
    TODAY,
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
    COMMAND_TYPES,
    AddOrganisation,
    ChangePerson,
    ClosePlace,
    DeactivatePerson,
    EndPost,
    IssueToken,
    NamePlace,
    PasswordSet,
    RevokeToken,
    SetLanguage,
)
from xiuhua.platform.accounts.models import Account, Place
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.journal.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]


def everything() -> None:
    """Carry out every command of this module at least once."""
    leader, token = account_id("leader"), fresh()
    done = [
        As("county").do(NamePlace(id=fresh(), place_code=VILLAGE, name="燕子坪村")),
        As("county").do(NamePlace(id=fresh(), place_code="620122300200", name="新村", predecessor_code=VILLAGE)),
        As("county").do(
            ClosePlace(id=fresh(), place_code=OTHER_VILLAGE, valid_to=date(2018, 1, 1), successor_code=VILLAGE)
        ),
        As("county").do(
            AddOrganisation(id=fresh(), organisation_id=fresh(), name="皋兰县扶贫办", kind="office", place_code=COUNTY)
        ),
        As("county-admin").do(ChangePerson(id=fresh(), account_id=leader, name="曹文源", phone="13999595367")),
        As("leader").do(SetLanguage(id=fresh(), account_id=leader, language="en")),
        As("leader").do(PasswordSet(id=fresh(), account_id=leader)),
        As("leader").do(
            IssueToken(
                id=fresh(),
                token_id=token,
                account_id=leader,
                label_text="报表",
                digest="ab" * 32,
                expires=date(2017, 12, 1),
            )
        ),
        As("leader").do(RevokeToken(id=fresh(), token_id=token, account_id=leader)),
        As("county").do(appointment("attendee", Role.GROUP_MEMBER, VILLAGE, valid_to=date(2018, 1, 1))),
        As("county").do(EndPost(id=fresh(), post_id=post_id("leader"), account_id=leader, valid_to=TODAY)),
        As("admin").do(DeactivatePerson(id=fresh(), account_id=account_id("township"))),
    ]
    assert [codes(receipt) for receipt in done if not receipt.accepted] == []


def test_rows_equal_their_folded_changes() -> None:
    everything()
    findings = [finding.code for finding in verify(rows=True).findings]
    assert [code for code in findings if code.startswith(("row_", "entry_", "chain_"))] == []


def test_a_row_changed_past_the_journal_is_found() -> None:
    everything()
    Account.objects.filter(login="leader").update(name="别人")
    Place.objects.filter(code=VILLAGE).update(name_pinyin="x")
    Account.objects.filter(login="leader").update(password="anything", password_temporary=True)
    found = [finding.values for finding in verify(rows=True).findings if finding.code == "row_changed"]
    assert {(each["table"], *each["fields"]) for each in found} == {
        ("accounts_account", "name"),
        ("accounts_place", "name_pinyin"),
    }


def test_undo_takes_back_a_name_with_its_keys_inside_the_territory() -> None:
    renamed = NamePlace(id=fresh(), place_code=VILLAGE, name="燕子坪村")
    assert As("county").do(renamed).accepted
    assert codes(As("neighbour").do(Undo(id=fresh(), target=renamed.id))) == ["not_found"]
    assert codes(As("leader").do(Undo(id=fresh(), target=renamed.id))) == ["not_your_role"]
    assert As("prefecture").do(Undo(id=fresh(), target=renamed.id)).accepted
    place = Place.objects.get(code=VILLAGE)
    assert (place.name, place.name_pinyin, place.name_initials) == ("燕儿坪村", "yanerpingcun", "yepc")


def test_rights_and_secrets_come_back_by_their_own_commands_only() -> None:
    """Undoing would go past the rules: the end of a post undone is a post given."""
    ended = EndPost(id=fresh(), post_id=post_id("county-admin"), account_id=account_id("county-admin"), valid_to=TODAY)
    closed = DeactivatePerson(id=fresh(), account_id=account_id("leader"))
    for command in (ended, closed):
        assert As("admin").do(command).accepted
        assert codes(As("admin").do(Undo(id=fresh(), target=command.id))) == ["not_undoable"]
        assert codes(As("neighbour-admin").do(Undo(id=fresh(), target=command.id))) == ["not_found"]
    assert actor("county-admin").posts == ()
    undoable = {kind.command.code for kind in COMMAND_TYPES if kind.undoable}
    assert undoable == {
        "accounts.name_place",
        "accounts.close_place",
        "accounts.add_organisation",
        "accounts.add_person",
    }
