"""Sessions that know whose they are, so that their owner sees them and ends them.

A session is one row, no domain row. What is shown of it lies inside its data: which browser on which system, when it
began and was last used, and the network address, sealed, for the owner's eyes.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.http import HttpRequest

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.rules.devices import device_code, device_name
from xiuhua.platform.vault.keyring import Unreadable, keyring

SIGNED_IN_AT, SEEN_AT, HANDLE, DEVICE, ADDRESS = "signed_in_at", "seen_at", "handle", "device", "address"
_LABEL = "accounts_session.address"


class Session(AbstractBaseSession):
    """A row of the session store with the account that is signed in by it, if there is one."""

    account_id = models.UUIDField(null=True, db_index=True)

    class Meta:
        app_label = "accounts"
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> type[DatabaseStore]:
        """Return the store that reads and writes these rows."""
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's store of sessions in the database, which also notes whose each one is."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Return the model of the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row of a session."""
        row = super().create_model_instance(data)
        owner = data.get(SESSION_KEY)
        row.account_id = UUID(owner) if owner else None
        return row


@dataclass(frozen=True, slots=True)
class SignIn:
    """One place where a person is signed in; ``address`` is shown to that person alone."""

    handle: str
    device: Text
    address: str
    began: datetime
    seen: datetime
    this: bool


def describe(request: HttpRequest, handle: UUID) -> None:
    """Note in a new session by what device and from where somebody signed in, and the name by which it is ended."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    request.session[HANDLE] = str(handle)
    request.session[DEVICE] = device_code(request.META.get("HTTP_USER_AGENT", ""))
    request.session[ADDRESS] = b64encode(keyring().seal_blob(_LABEL, address.encode())).decode("ascii")


def sign_ins(account_id: UUID, *, at: datetime, this: str) -> tuple[SignIn, ...]:
    """Return where a person is signed in at an instant, the last used first; ``this`` is the key of the present one."""
    moment = int(at.timestamp())
    found = [
        _sign_in(data, this=row.session_key == this)
        for row, data in _of(account_id)
        if moment - data[SEEN_AT] < settings.SESSION_IDLE_SECONDS
        and moment - data[SIGNED_IN_AT] < settings.SESSION_COOKIE_AGE
    ]
    return tuple(sorted(found, key=lambda each: (not each.this, -each.seen.timestamp(), each.handle)))


def end_one(account_id: UUID, handle: str) -> bool:
    """End one session of a person, named by its handle; say whether there was one."""
    keys = [row.session_key for row, data in _of(account_id) if data[HANDLE] == handle]
    return bool(Session.objects.filter(session_key__in=keys).delete()[0])


def end_others(account_id: UUID, *, keep: str | None) -> int:
    """End every session of a person but the one with this key; return how many there were."""
    return Session.objects.filter(account_id=account_id).exclude(session_key=keep or "").delete()[0]


def end_all(account_ids: Iterable[UUID], *, using: str = "default") -> None:
    """End every session of these people."""
    Session.objects.using(using).filter(account_id__in=set(account_ids)).delete()


def forget_texts(name: str, is_meant: Callable[[str], bool]) -> None:
    """Take texts out of what sessions keep under a name, whoever typed them."""
    for row in Session.objects.all():
        data = row.get_decoded()
        known: dict[str, str] = data.get(name, {})
        left = {key: text for key, text in known.items() if not is_meant(text)}
        if len(left) < len(known):
            encoded = SessionStore().encode({**data, name: left})
            Session.objects.filter(session_key=row.session_key).update(session_data=encoded)


def sweep() -> None:
    """Remove the sessions that are over; nobody can use them any more."""
    Session.objects.filter(expire_date__lt=lent.machine_time()).delete()


def _of(account_id: UUID) -> list[tuple[Session, dict[str, Any]]]:
    """Return the sessions of a person that were begun by signing in, with what they hold."""
    rows = list(Session.objects.filter(account_id=account_id))
    return [(row, data) for row in rows if {HANDLE, SEEN_AT, SIGNED_IN_AT} <= (data := row.get_decoded()).keys()]


def _sign_in(data: Mapping[str, Any], *, this: bool) -> SignIn:
    return SignIn(
        data[HANDLE],
        device_name(data.get(DEVICE, "")),
        _address(data.get(ADDRESS, "")),
        datetime.fromtimestamp(data[SIGNED_IN_AT], UTC),
        datetime.fromtimestamp(data[SEEN_AT], UTC),
        this,
    )


def _address(sealed: str) -> str:
    try:
        return keyring().open_blob(_LABEL, b64decode(sealed)).decode()
    except Unreadable:
        return ""
