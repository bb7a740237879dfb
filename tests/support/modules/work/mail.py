"""One's own mailbox, and whether mail gets through."""

from collections.abc import Mapping
from typing import Any

from support.cast import Cast, Viewer, fresh
from support.declared import Page, Photo, asked
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.work.models import MailBox


def belongings(cast: Cast, viewer: Viewer) -> Mapping[str, Any]:
    """Let somebody have a mailbox; it is no domain row, so that no command makes it."""
    sealed = keyring().seal(viewer.account, "work_mail_box.address", f"{viewer.login}@mail.example")
    MailBox.objects.get_or_create(account_id=viewer.account, defaults={"address": sealed, "pace": "daily"})
    return {"mail": fresh()}


PAGES = (
    Page("own-mail", (asked(5),), photos=(Photo("own-mail", "leader", "account/mail"),)),
    Page(
        "own-mail-address",
        (asked(3),),
        form={"address": "somebody@mail.example", "pace": "daily"},
        photos=(Photo("own-mail-address", "leader", "account/mail/address"),),
    ),
    Page("own-mail-code", (asked(5),), form={"code": "1"}, elsewhere="test_mail.py"),
    Page("own-mail-pace", (asked(5),), form={"pace": "off"}, elsewhere="test_mail.py"),
    Page("own-mail-stop"),
    Page("mail-state", (asked(5),), photos=(Photo("mail-state", "admin", "mail"),)),
)
