"""A real mail server for tests: it keeps what it is handed, or refuses it."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from xiuhua.platform.work.mail_server import MailServer


@dataclass
class PostOffice:
    """What was handed over, and what is answered to the next letters."""

    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = ""
    refuse: str = ""

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
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def post_office() -> Iterator[tuple[PostOffice, MailServer]]:
    """Open a mail server on this machine, and return it with how it is named in the settings."""
    office, port = PostOffice(), _free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, named(port)
    finally:
        controller.stop()


def named(port: int) -> MailServer:
    """Return the settings that name a server on this machine."""
    sender, pages = "xiuhua@gaolan.example", "https://xiuhua.gaolan.example"
    return MailServer("smtp-plain", "127.0.0.1", port, "", "", sender, pages)


def closed() -> MailServer:
    """Return the settings of a server that does not answer."""
    return named(_free_port())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
