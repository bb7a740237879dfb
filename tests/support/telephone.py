"""A telephone with an authenticator: it shows the codes of a secret that was typed in."""

from base64 import b32decode
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


@dataclass(frozen=True)
class Telephone:
    """Holds a secret as it was typed in and shows the code of an instant."""

    secret: str

    def code(self, at: datetime) -> str:
        """Return the six digits of an instant."""
        totp = TOTP(b32decode(self.secret), 6, SHA1(), 30)
        return totp.generate(int(at.timestamp())).decode()
