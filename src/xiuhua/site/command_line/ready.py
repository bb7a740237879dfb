"""Bringing an installation to where any verb can work: its tables, and its master key."""

import sys
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection

from xiuhua.platform.vault.keyring import master, prove_master
from xiuhua.platform.vault.master import FILE_NAME
from xiuhua.site.command_line.console import say
from xiuhua.site.locks import file_lock
from xiuhua.site.migrating import bring_up_to_date, pending_migrations


def ensure_ready() -> None:
    """Migrate the database if it needs it and make the master key of a new installation, one process at a time.

    Raise ``MasterKeyMissing`` where the database holds data but its master key is gone, ``MasterKeyWrong`` where
    the key is another's or damaged.
    """
    home = Path(settings.HOME)
    if not (home / FILE_NAME).exists() or pending_migrations(DEFAULT_DB_ALIAS):
        _prepare(home)
    prove_master()


def _prepare(home: Path) -> None:
    with file_lock(home / "migrate.lock"):
        if pending := pending_migrations(DEFAULT_DB_ALIAS):
            say(f"正在准备数据表（{len(pending)} 步）", f"preparing the tables ({len(pending)} steps)")
            bring_up_to_date(DEFAULT_DB_ALIAS, told=sys.stderr)
        _ensure_master_key(home)
    connection.close()


def _ensure_master_key(home: Path) -> None:
    path = home / FILE_NAME
    known = path.exists()
    master()
    if not known:
        say(
            f"已生成主密钥 {path}。请马上另行备份：丢了它，个人信息谁也打不开；不要和数据库放在一起",
            "the master key was made. Back it up now, apart from the database: without it nobody can ever read the"
            " personal data",
        )
