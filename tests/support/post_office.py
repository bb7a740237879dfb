"""A real mail server for tests: it keeps what it is handed, or refuses it."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from xiuhua.platform.work.mail_server import MailServer

USER, PASSWORD = "xiuhua", "post & key"


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, as files."""

    file: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """Return what a server needs to show it."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.file, self.key)
        return made


def certificate(folder: Path, name: str = "127.0.0.1", *, over: bool = False) -> Certificate:
    """Make a certificate that vouches for itself, for an address; one that is ``over`` held until yesterday."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=-1 if over else 1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(exist_ok=True)
    found = Certificate(folder / "certificate.pem", folder / "key.pem")
    found.file.write_bytes(made.public_bytes(Encoding.PEM))
    found.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


@dataclass
class PostOffice:
    """What was handed over, and what is answered to the next letters."""

    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = ""
    refuse: str = ""
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    def knows(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Say whether somebody may sign in."""
        self.signed_in.append(data.login.decode())
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=known)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse an address."""
        await asyncio.sleep(0)
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take or refuse a letter."""
        await asyncio.sleep(0)
        if self.answer:
            return self.answer
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        assert envelope.rcpt_tos == [letter["To"]]
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def post_office(
    scheme: str = "smtp-plain", *, certificate: Certificate | None = None, user: str = "", password: str = ""
) -> Iterator[tuple[PostOffice, MailServer]]:
    """Open a mail server on this machine, and return it with how it is named in the settings.

    With a certificate it is encrypted from the beginning for ``smtps``, and offers to be so for ``smtp``. Who signs in
    has to name ``USER`` and ``PASSWORD``.
    """
    office, port = PostOffice(), _free_port()
    context = certificate.context() if certificate else None
    encrypted = {"tls_context": context, "require_starttls": True} if context and scheme == "smtp" else {}
    kind = Controller(
        office,
        hostname="127.0.0.1",
        port=port,
        ssl_context=context if scheme == "smtps" else None,
        authenticator=office.knows,
        auth_require_tls=scheme == "smtp",
        server_hostname="post.gaolan.example",
        **encrypted,
    )
    kind.start()
    try:
        yield office, named(port, scheme, user, password)
    finally:
        kind.stop()


def named(port: int, scheme: str = "smtp-plain", user: str = "", password: str = "") -> MailServer:
    """Return the settings that name a server on this machine."""
    sender, pages = "xiuhua@gaolan.example", "https://xiuhua.gaolan.example"
    return MailServer(scheme, "127.0.0.1", port, user, password, sender, pages)


def closed() -> MailServer:
    """Return the settings of a server that does not answer."""
    return named(_free_port())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
