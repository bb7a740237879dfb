"""The server through which mail leaves, as the environment names it, and handing one mail over to it."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

_PORTS: Final = {"smtp": 587, "smtps": 465, "smtp-plain": 25}
_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, in whose name, and the address of the pages that stands in it.

    ``scheme`` is ``smtps`` (encrypted from the beginning), ``smtp`` (encrypted before anything is said, or not sent)
    or ``smtp-plain`` (for a server on the same machine).
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    pages: str


class NotSent(Exception):
    """A mail was not taken. ``reason`` is a code of ours, never what the server said: that may quote the address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def server_of(environment: Mapping[str, str]) -> MailServer | None:
    """Return the server that the environment names, ``None`` where it names none.

    Raise ``ValueError`` where it cannot be understood; the text quotes no password.
    """
    text = environment.get("XIUHUA_MAIL", "")
    if not text:
        return None
    parts = urlsplit(text)
    sender, pages = environment.get("XIUHUA_MAIL_FROM", ""), environment.get("XIUHUA_ADDRESS", "")
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("XIUHUA_MAIL: smtp://user:password@host:587")
    if "@" not in sender or not pages.startswith(("http://", "https://")):
        raise ValueError("XIUHUA_MAIL: XIUHUA_MAIL_FROM=office@example.org, XIUHUA_ADDRESS=https://xiuhua.example.org")
    return MailServer(
        parts.scheme,
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        sender,
        pages.rstrip("/"),
    )


def hand_over(server: MailServer, to: str, subject: str, body: str) -> None:
    """Hand one mail over. Raise ``NotSent`` where the server cannot be reached or does not take it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    try:
        _send(server, message)
    except smtplib.SMTPRecipientsRefused:
        raise NotSent("recipient") from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, UnicodeEncodeError):
        # The server offers no signing in, or smtplib sends no such password: its error would quote it.
        raise NotSent("sign_in") from None
    except ssl.SSLCertVerificationError:
        raise NotSent("certificate") from None
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, OSError) as error:
        raise NotSent("refused" if isinstance(error, smtplib.SMTPResponseException) else "unreachable") from None
    except smtplib.SMTPException:
        raise NotSent("refused") from None


def _send(server: MailServer, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    with line:
        if server.scheme == "smtp":
            _encrypt(line, context)
        if server.user:
            line.login(server.user, server.password)
        line.send_message(message)


def _encrypt(line: smtplib.SMTP, context: ssl.SSLContext) -> None:
    try:
        line.starttls(context=context)
    except smtplib.SMTPNotSupportedError:
        raise NotSent("unencrypted") from None
