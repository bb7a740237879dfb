"""The second step of signing in: between password and code there is nothing, and each code is taken once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from data.accounts.cast import NOW, As, account_id, actor, codes, fresh
from support.codes import ADDRESS, PASSWORD, begin, hidden, recovery_codes, scanned, set_up
from support.source import SRC
from support.telephone import Telephone
from xiuhua.kernel.policy import Policy, load_policy
from xiuhua.platform.accounts import passwords, second_step
from xiuhua.platform.accounts.commands import RemoveSecondStep, SetSecondStep
from xiuhua.platform.accounts.models import Account, Session, Token
from xiuhua.platform.accounts.rules.codes import REQUIRED
from xiuhua.platform.accounts.scope import actor_for_token
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.models import Entry
from xiuhua.site.main import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

SignIn = Callable[[str], Client]
LATER = NOW + timedelta(minutes=1)
"""When the code that was typed at the set-up is over."""

CLOSED = ("/account", "/account/password", ADDRESS, "/people", "/", "/posts-only")


@pytest.fixture
def enrolled(signed_in_as: SignIn, settings: Any) -> tuple[Telephone, list[str], Client]:
    """Return the group leader's telephone, recovery codes and the browser of the set-up, a minute later."""
    client = signed_in_as("leader")
    telephone, recovery = set_up(client, NOW)
    settings.STANDING_TIME = LATER
    return telephone, recovery, client


def give(client: Client, code: str) -> Any:
    return client.post("/sign-in/code", {"code": code})


def demand(monkeypatch: pytest.MonkeyPatch, *roles: str) -> None:
    """Let the policy demand a second step of some roles."""
    stated = catalogue.policy().at(REQUIRED, on=NOW.date())
    (value,) = (each for each in catalogue.policy().values if each == stated)
    changed = type(value)(**{name: getattr(value, name) for name in value.__slots__} | {"value": list(roles)})
    monkeypatch.setattr(catalogue._installed, "policy", Policy((changed,), "test"))


def test_the_page_of_the_set_up_shows_the_secret_in_two_forms_and_keeps_it_through_a_reload(
    signed_in_as: SignIn,
) -> None:
    client = signed_in_as("leader")
    page = client.get(ADDRESS)
    text = page.content.decode()
    drawing = re.search(r"<svg.*?</svg>", text, re.S)
    assert drawing
    assert not re.search(r"style=|<script|href", drawing[0])
    assert "viewBox" in drawing[0], "without it a smaller drawing is cut off, and no telephone reads it"
    assert scanned(page) == scanned(client.get(ADDRESS))
    assert scanned(signed_in_as("leader").get(ADDRESS)) != scanned(page)
    secret = scanned(page).secret
    assert not any(secret in repr(row.get_decoded()) for row in Session.objects.all())


def test_it_is_on_after_a_code_and_the_journal_knows_by_whom_but_no_secret(
    enrolled: tuple[Telephone, list[str], Client],
) -> None:
    telephone, recovery, _ = enrolled
    account = Account.objects.get(login="leader")
    assert (account.second_step, account.second_step_changed, account.second_step_by) == (True, NOW.date(), account.id)
    kept = repr(Account.objects.filter(id=account.id).values_list())
    entry = Entry.objects.get(code="accounts.set_second_step")
    told = f"{entry.command}{entry.changes}{entry.result}"
    assert entry.actor == account.id
    assert account.code_secret not in told
    for secret in (telephone.secret, *recovery, *(code.replace("-", "") for code in recovery)):
        assert secret not in kept
        assert secret not in told


def test_who_is_killed_between_the_entry_and_the_secret_leaves_neither(
    signed_in_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in_as("leader")

    def killed(*arguments: object, **named: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(second_step, "end_others", killed)
        with pytest.raises(KeyboardInterrupt):
            set_up(client, NOW)
    account = Account.objects.get(login="leader")
    assert (account.second_step, account.code_secret) == (False, "")
    assert not Entry.objects.filter(code="accounts.set_second_step").exists()
    set_up(client, NOW)


def test_who_is_killed_between_the_entry_and_the_password_leaves_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*arguments: object, **named: object) -> int:
        raise KeyboardInterrupt

    wish = {"command_id": fresh(), "actor": actor("leader"), "received_at": NOW}
    with monkeypatch.context() as patched:
        patched.setattr(passwords, "end_others", killed)
        with pytest.raises(KeyboardInterrupt):
            passwords.set_password(account_id("leader"), "eight-hundred-needles", **wish)
    assert not Account.objects.get(login="leader").check_password("eight-hundred-needles")
    assert passwords.set_password(account_id("leader"), "eight-hundred-needles", **wish) == ()
    assert Account.objects.get(login="leader").check_password("eight-hundred-needles")


def test_a_code_that_does_not_fit_turns_nothing_on(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    page = client.get(ADDRESS)
    right = scanned(page).code(NOW)
    for sent, words in (
        ({"code": "000000" if right != "000000" else "000001", "password": PASSWORD}, "对不上"),
        ({"code": right, "password": "wrong"}, "现在的密码不对"),
        ({"code": "", "password": PASSWORD}, "对不上"),
    ):
        answer = client.post(ADDRESS, {"id": hidden(page), **sent})
        assert words in answer.content.decode()
        assert scanned(answer) == scanned(page)
    assert not Account.objects.get(login="leader").second_step


def test_the_password_alone_opens_nothing(enrolled: tuple[Telephone, list[str], Client]) -> None:
    client = begin()
    for address in CLOSED:
        assert client.get(address)["Location"].startswith("/sign-in"), address
        assert client.post(address).status_code in (302, 405), address
    assert client.get("/open").content.decode() == "False zh-hans"
    assert not Session.objects.filter(session_key=client.session.session_key, account_id__isnull=False).exists()


def test_the_code_lets_in_where_one_wanted_to_go(enrolled: tuple[Telephone, list[str], Client]) -> None:
    client = begin(next="/account?x=1")
    key = client.session.session_key
    assert "再填一个验证码" in client.get("/sign-in/code").content.decode()
    assert give(client, enrolled[0].code(LATER))["Location"] == "/account?x=1"
    assert client.get("/account").status_code == 200
    assert client.session.session_key != key
    assert client.get("/sign-in/code")["Location"] == "/"


@pytest.mark.parametrize(("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_one_step_off(
    enrolled: tuple[Telephone, list[str], Client], settings: Any, seconds: int, taken: bool
) -> None:
    settings.STANDING_TIME = at = NOW + timedelta(minutes=10)
    answer = give(begin(), enrolled[0].code(at + timedelta(seconds=seconds)))
    assert (answer.status_code == 302) is taken


def test_a_code_is_taken_once_and_no_earlier_one_after_it(
    enrolled: tuple[Telephone, list[str], Client], settings: Any
) -> None:
    code = enrolled[0].code(LATER)
    assert give(begin(), f" {code[:3]} {code[3:]} ").status_code == 302
    assert "这个验证码刚用过" in give(begin(), code).content.decode()
    earlier = enrolled[0].code(LATER - timedelta(seconds=30))
    assert "这个验证码刚用过" in give(begin(), earlier).content.decode()
    settings.STANDING_TIME = LATER + timedelta(seconds=30)
    assert give(begin(), enrolled[0].code(LATER + timedelta(seconds=30))).status_code == 302


def test_the_code_of_the_set_up_lets_nobody_in(signed_in_as: SignIn) -> None:
    telephone, _ = set_up(signed_in_as("leader"), NOW)
    assert "这个验证码刚用过" in give(begin(), telephone.code(NOW)).content.decode()


def test_each_recovery_code_is_taken_once(enrolled: tuple[Telephone, list[str], Client]) -> None:
    first, second = enrolled[1][:2]
    assert give(begin(), first.lower().replace("-", " ")).status_code == 302
    assert "验证码不对" in give(begin(), first).content.decode()
    client = begin()
    assert give(client, second).status_code == 302
    assert "备用码还剩 8 个" in client.get("/account").content.decode()


def test_a_recovery_code_is_somebody_s_own(signed_in_as: SignIn, settings: Any) -> None:
    _, recovery = set_up(signed_in_as("leader"), NOW)
    set_up(signed_in_as("attendee"), NOW)
    settings.STANDING_TIME = LATER
    assert "验证码不对" in give(begin("attendee"), recovery[0]).content.decode()


def test_half_way_ends_after_minutes(enrolled: tuple[Telephone, list[str], Client], settings: Any) -> None:
    client = begin()
    settings.STANDING_TIME = at = LATER + timedelta(minutes=5)
    answer = give(client, enrolled[0].code(at))
    assert answer["Location"] == "/sign-in"
    assert "验证码没有及时填" in client.get("/sign-in").content.decode()
    assert client.get("/sign-in/code")["Location"] == "/sign-in"


def test_half_way_ends_with_the_password_and_with_the_account(enrolled: tuple[Telephone, list[str], Client]) -> None:
    client, code = begin(), enrolled[0].code(LATER)
    Account.objects.filter(login="leader").update(password="!")
    assert give(client, code)["Location"] == "/sign-in"
    assert Client().get("/sign-in/code")["Location"] == "/sign-in"
    assert Client().post("/sign-in/code", {"code": code})["Location"] == "/sign-in"


def test_wrong_codes_lock_the_login(enrolled: tuple[Telephone, list[str], Client]) -> None:
    client = begin()
    for _ in range(4):
        assert give(client, "ABCDE-FGHJK").status_code == 200
    locked = give(client, "ABCDE-FGHJK")
    assert locked.status_code == 429
    assert "请在 15 分钟后再试" in locked.content.decode()
    assert client.get("/sign-in/code")["Location"] == "/sign-in"
    assert client.post("/sign-in", {"login": "leader", "password": PASSWORD}).status_code == 429


def test_a_right_password_does_not_forget_wrong_codes(enrolled: tuple[Telephone, list[str], Client]) -> None:
    for _ in range(4):
        give(begin(), "ABCDE-FGHJK")
    assert give(begin(), "ABCDE-FGHJK").status_code == 429


def test_turning_it_on_ends_other_sessions_and_so_does_turning_it_off(signed_in_as: SignIn, settings: Any) -> None:
    here, there = signed_in_as("leader"), signed_in_as("leader")
    telephone, recovery = set_up(here, NOW)
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    settings.STANDING_TIME = LATER
    third = begin()
    give(third, telephone.code(LATER))
    page = here.get(ADDRESS)
    sent = {"id": hidden(page), "password": PASSWORD, "code": recovery[0]}
    for wrong in ({"password": "wrong"}, {"code": "ABCDE-FGHJK"}, {"code": ""}):
        assert here.post(f"{ADDRESS}/remove", {**sent, **wrong}).status_code == 200
        assert Account.objects.get(login="leader").second_step
    assert here.post(f"{ADDRESS}/remove", sent)["Location"] == "/account"
    account = Account.objects.get(login="leader")
    assert (account.second_step, account.code_secret, account.recovery_digests) == (False, "", "")
    assert here.get("/account").status_code == 200
    assert third.get("/account").status_code == 302
    assert signed_in_as("leader").get("/account").status_code == 200


def test_another_telephone_needs_a_code_of_the_present_one_and_brings_new_recovery_codes(
    enrolled: tuple[Telephone, list[str], Client],
) -> None:
    old, recovery, client = enrolled
    page = client.get(ADDRESS, {"again": "1"})
    new = scanned(page)
    sent = {"id": hidden(page), "code": new.code(LATER), "password": PASSWORD}
    assert "这一项没有填" in client.post(ADDRESS, sent).content.decode()
    fresh_codes = recovery_codes(client.post(ADDRESS, {**sent, "present_code": recovery[0]}))
    assert len(fresh_codes) == 10
    assert not {*fresh_codes} & {*recovery}
    assert "验证码不对" in give(begin(), recovery[1]).content.decode()
    assert "验证码不对" in give(begin(), old.code(LATER)).content.decode()
    assert give(begin(), fresh_codes[0]).status_code == 302


def test_whose_role_must_have_one_sets_it_up_first_and_does_nothing_else(
    signed_in_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    demand(monkeypatch, "group_leader")
    client = signed_in_as("leader")
    for address in ("/", "/account"):
        assert client.get(address)["Location"].startswith(ADDRESS), address
    assert client.post("/account/tokens", {"id": str(fresh())})["Location"] == ADDRESS
    assert "您的岗位要求两步验证" in client.get(ADDRESS).content.decode()
    _, recovery = set_up(client, NOW)
    assert client.get("/account").status_code == 200
    sent = {"id": str(fresh()), "password": PASSWORD, "code": recovery[0]}
    assert "两步验证不能关" in client.post(f"{ADDRESS}/remove", sent).content.decode()
    assert Account.objects.get(login="leader").second_step
    assert signed_in_as("attendee").get("/account").status_code == 200


def test_a_password_set_by_somebody_else_comes_before_the_second_step(
    signed_in_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    demand(monkeypatch, "group_leader")
    Account.objects.filter(login="leader").update(password_temporary=True)
    client = signed_in_as("leader")
    assert client.get("/")["Location"].startswith("/account/password")
    assert client.get(ADDRESS)["Location"].startswith("/account/password")
    assert client.get("/account/password").status_code == 200


def test_the_policy_of_the_product_demands_it_of_nobody() -> None:
    value = load_policy(SRC / "platform" / "accounts" / "policy.yaml").at(REQUIRED, on=NOW.date())
    assert value.value == []
    assert value.replace


def test_a_token_asks_for_a_code_and_then_works_without(enrolled: tuple[Telephone, list[str], Client]) -> None:
    telephone, _, client = enrolled
    page = client.get("/account")
    sent = {name: hidden(page, name) for name in ("secret",)}
    sent |= {"id": re.findall(r'name="id" value="([^"]*)"', page.content.decode())[-1]}
    sent |= {"label_text": "报表程序", "expires": "2017-12-01"}
    assert "这一项没有填" in client.post("/account/tokens", sent).content.decode()
    assert "验证码不对" in client.post("/account/tokens", {**sent, "code": "ABCDE-FGHJK"}).content.decode()
    assert not Token.objects.exists()
    for _ in range(2):
        answer = client.post("/account/tokens", {**sent, "code": telephone.code(LATER)})
        assert sent["secret"] in answer.content.decode(), "a second click shows the same token"
    assert Token.objects.count() == 1
    found = actor_for_token(sent["secret"], at=LATER)
    assert found is not None
    assert found.person_id == account_id("leader")


@pytest.mark.parametrize(
    ("login", "expected"),
    [("leader", []), ("county-admin", []), ("attendee", ["not_found"]), ("county", ["not_found"]),
     ("neighbour-admin", ["not_found"]), (None, [])],
)  # fmt: skip
def test_who_may_remove_it(
    enrolled: tuple[Telephone, list[str], Client], login: str | None, expected: list[str]
) -> None:
    wish = RemoveSecondStep(id=fresh(), account_id=account_id("leader"))
    assert codes(As(login).do(wish)) == expected
    assert Account.objects.get(login="leader").second_step is bool(expected)


def test_nobody_sets_it_up_for_somebody_else() -> None:
    for login in ("admin", "county-admin", "attendee"):
        assert codes(As(login).do(SetSecondStep(id=fresh(), account_id=account_id("leader")))) == ["not_found"]


def test_an_administrator_helps_out_and_both_pages_say_so(
    enrolled: tuple[Telephone, list[str], Client], signed_in_as: SignIn
) -> None:
    browser = signed_in_as("county-admin")
    address = f"/people/{account_id('leader')}"
    page = browser.get(address)
    assert "两步验证：从" in page.content.decode()
    identity = re.search(r'second-step" method="post">.*?name="id" value="([^"]*)"', page.content.decode(), re.S)
    assert identity
    assert browser.post(f"{address}/second-step", {"id": identity[1]})["Location"] == address
    assert "由邵立新去掉" in browser.get(address).content.decode()
    assert enrolled[2].get("/account").status_code == 302, "whoever holds the lost telephone is out as well"
    assert "管理员去掉了您的两步验证" in signed_in_as("leader").get("/account").content.decode()
    entry = Entry.objects.get(code="accounts.remove_second_step")
    assert entry.actor == account_id("county-admin")
    assert signed_in_as("county").post(f"{address}/second-step", {"id": identity[1]}).status_code == 404
    assert signed_in_as("neighbour-admin").post(f"{address}/second-step", {"id": identity[1]}).status_code == 404


def test_the_operator_lets_the_last_administrator_in_again(
    signed_in_as: SignIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiuhua.site.command_line.second_step.ensure_ready", lambda: None)
    set_up(signed_in_as("admin"), NOW)
    assert main(["unlock", "admin"]) == 0
    assert '"removed": true' in capsys.readouterr().out
    assert signed_in_as("admin").get("/account").status_code == 200
    entry = Entry.objects.get(code="accounts.remove_second_step")
    assert (entry.actor, entry.door) == (None, "command_line")
    assert main(["unlock", "admin"]) == 0
    assert '"removed": false' in capsys.readouterr().out
    assert main(["unlock", "nobody"]) == 1
    assert main(["unlock", "admin", "--as", "leader"]) == 1
    assert "由本机操作员去掉" in signed_in_as("admin").get(f"/people/{account_id('admin')}").content.decode()
