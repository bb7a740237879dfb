"""``xiuhua check``: is this installation in order? Reads only, migrates nothing."""

import argparse
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from xiuhua.kernel.text import Text
from xiuhua.platform.vault.keyring import master, prove_master
from xiuhua.platform.vault.master import MasterKeyWrong
from xiuhua.registry.restored import back_again
from xiuhua.site.command_line.console import Subparsers, say, verb
from xiuhua.site.demo.loading import database_is_empty
from xiuhua.site.locks import Held, file_lock
from xiuhua.site.migrating import pending_migrations

FREE_BYTES = 500_000_000

Finding = tuple[bool, Text]
"""Whether it is in order, and what was found."""


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "check", zh="检查这套安装是否正常", en="check that this installation is in order")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say what was found, one line each, and return 1 if something needs mending."""
    looks = (_code, _database, _secrets, _folder, _erasures, _worker, _time)
    findings = [finding for look in looks for finding in look()]
    for fine, text in findings:
        say(f"{'✓' if fine else '✗'} {text.zh}", text.en)
    return 0 if all(fine for fine, _ in findings) else 1


def _code() -> Iterator[Finding]:
    errors = [message for message in checks.run_checks() if message.is_serious()]
    for message in errors:
        yield False, Text(f"程序设置：{message.id}", f"settings: {message.msg}")
    if not errors:
        yield True, Text("程序设置没有问题", "settings are in order")


def _database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError:
        yield False, Text("连不上数据库", "the database cannot be reached")
        return
    pending = len(pending_migrations(connection.alias))
    if pending:
        yield (
            False,
            Text(f"数据表还差 {pending} 步升级，启动时会自动完成", f"{pending} migrations wait for the next start"),
        )
    else:
        yield True, Text(f"数据库可用（{connection.vendor}）", f"the database is ready ({connection.vendor})")


def _secrets() -> Iterator[Finding]:
    home = Path(settings.HOME)
    for path in (home / "master.key", home / "web.secret"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield False, Text(f"{path} 别人也能读，请改为 600", f"others can read {path}; make it mode 600")
    for path in sorted(home.glob("master-*.key")):
        yield (
            False,
            Text(f"旧的主密钥还在 {path}，请和旧备份一起放到别处", f"an old master key lies in {path}; take it away"),
        )
    if (home / "master.key").exists():
        yield _proved()
    elif not pending_migrations(connection.alias) and not database_is_empty():
        yield False, Text("主密钥不见了，请把备份放回原处", "the master key is missing; put its backup back")
    else:
        yield True, Text("主密钥还没有，第一次使用时生成", "the master key is made on first use")


def _proved() -> Finding:
    try:
        if not pending_migrations(connection.alias):
            prove_master()
    except MasterKeyWrong:
        wrong = Text(
            "主密钥已损坏，或者不是这个数据库的，请放回它自己的",
            "the master key is damaged or another database's; put its own back",
        )
        return False, wrong
    if master().before is not None:
        return False, Text("主密钥没有换完，请运行 xiuhua rotate-key", "the key is half changed: run xiuhua rotate-key")
    return True, Text("主密钥在，请确认已另行备份", "the master key is there; keep a copy elsewhere")


def _folder() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    yield (
        free >= FREE_BYTES,
        Text(f"{settings.HOME} 剩余 {free // 1_000_000:,} MB", f"{settings.HOME} has {free // 1_000_000:,} MB left"),
    )


def _erasures() -> Iterator[Finding]:
    """Say which households a restored backup brought back; where the tables are older, nothing can be said."""
    back = () if pending_migrations(connection.alias) else back_again()
    if back:
        yield (
            False,
            Text(
                f"恢复备份后又在了、还没有重新删除的户：{'、'.join(back)}；请照当时的办法办理结束，再启动",
                f"a backup brought them back: {', '.join(back)}; let them end as they did, then start to erase them",
            ),
        )


def _worker() -> Iterator[Finding]:
    try:
        with file_lock(Path(settings.HOME) / "worker.lock", wait=False):
            yield True, Text("现在没有在处理后台工作", "no worker runs at the moment")
    except Held:
        yield True, Text("后台工作正在处理", "a worker runs")


def _time() -> Iterator[Finding]:
    if settings.STANDING_TIME is not None:
        yield (
            True,
            Text(f"时钟停在 {settings.STANDING_TIME:%Y-%m-%d %H:%M} UTC（演示）", "the clock stands still (demo)"),
        )
