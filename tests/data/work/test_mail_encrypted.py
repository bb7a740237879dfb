"""Mail over encrypted lines: the certificate of a real server is looked at, and nothing is said before."""

from pathlib import Path

import pytest

from support.post_office import PASSWORD, USER, Certificate, PostOffice, certificate, post_office
from xiuhua.platform.work.mail_queries import REASONS
from xiuhua.platform.work.mail_server import MailServer, NotSent, hand_over

TO = "luo.qiuxia@gaolan.example"
ENCRYPTED = pytest.mark.parametrize("scheme", ["smtps", "smtp"])


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """Make a certificate that this machine trusts, as an office that signs its own does."""
    made = certificate(tmp_path / "trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def not_sent(server: MailServer) -> str:
    with pytest.raises(NotSent) as failed:
        hand_over(server, TO, "绣花", "有新消息")
    assert failed.value.reason in REASONS
    return failed.value.reason


def nothing_was_said(office: PostOffice) -> bool:
    return office.letters == [] and office.signed_in == []


@ENCRYPTED
def test_a_mail_goes_out_encrypted_to_a_server_that_is_trusted(trusted: Certificate, scheme: str) -> None:
    with post_office(scheme, certificate=trusted, user=USER, password=PASSWORD) as (office, server):
        hand_over(server, TO, "绣花", "有新消息")
    (letter,) = office.letters
    assert (letter["To"], letter.get_content().strip()) == (TO, "有新消息")
    assert (office.encrypted, office.signed_in) == ([True], [USER])


@ENCRYPTED
@pytest.mark.parametrize("password", ["another", "邮局的密码"], ids=["wrong", "beyond ASCII"])
def test_a_wrong_password_is_told_apart(trusted: Certificate, scheme: str, password: str) -> None:
    with post_office(scheme, certificate=trusted, user=USER, password=password) as (office, server):
        assert not_sent(server) == "sign_in"
    assert office.letters == []


@ENCRYPTED
def test_a_server_that_is_not_trusted_is_told_nothing(trusted: Certificate, scheme: str, tmp_path: Path) -> None:
    with post_office(scheme, certificate=certificate(tmp_path / "own"), user=USER, password=PASSWORD) as (
        office,
        server,
    ):
        assert not_sent(server) == "certificate"
    assert nothing_was_said(office)


@ENCRYPTED
@pytest.mark.parametrize("wrong", [{"name": "127.0.0.2"}, {"over": True}], ids=["of another", "run out"])
def test_a_certificate_of_another_or_one_that_has_run_out_is_refused(
    scheme: str, wrong: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certificate(tmp_path / "wrong", **wrong)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    with post_office(scheme, certificate=made, user=USER, password=PASSWORD) as (office, server):
        assert not_sent(server) == "certificate"
    assert nothing_was_said(office)


def test_a_server_that_cannot_encrypt_is_told_nothing_where_that_was_asked_for(trusted: Certificate) -> None:
    with post_office("smtp", user=USER, password=PASSWORD) as (office, server):
        assert not_sent(server) == "unencrypted"
    assert nothing_was_said(office)


def test_a_server_that_speaks_in_the_clear_where_encryption_was_to_begin_is_told_nothing() -> None:
    with post_office("smtp-plain") as (office, server):
        wanted = MailServer("smtps", server.host, server.port, USER, PASSWORD, server.sender, server.pages)
        assert not_sent(wanted) == "unreachable"
    assert nothing_was_said(office)


def test_a_server_that_offers_no_signing_in_does_not_take_the_password(trusted: Certificate) -> None:
    """It offers that only after STARTTLS; asked to speak in the clear, the program learns so and says it."""
    with post_office("smtp", certificate=trusted) as (office, server):
        plain = MailServer("smtp-plain", server.host, server.port, USER, PASSWORD, server.sender, server.pages)
        assert not_sent(plain) == "sign_in"
    assert nothing_was_said(office)
