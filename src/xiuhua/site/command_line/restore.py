"""``xiuhua restore``: a backup into an empty installation, or only read and checked."""

import argparse
from pathlib import Path

from django.conf import settings

from xiuhua.platform.vault.master import Master, MasterKeyMissing, load_master
from xiuhua.site.backups.reading import Backup, Read, check_backup
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.backups.restoring import restore_backup
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "restore", zh="把备份恢复到空的系统", en="restore a backup into an empty installation")
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件 / the backup")
    parser.add_argument(
        "--check", action="store_true", help="只通读核对，不恢复 / only read and check it, restore nothing"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore or check; return 1 where it was refused: then nothing has changed."""
    progress = ConsoleProgress("读取行数", "rows read")
    try:
        backup, read = _done(arguments, _master(), progress)
    except BackupRefused as refused:
        progress.end()
        say_text(catalogue().word(refused.problem).sentence())
        return 1
    progress.end()
    if arguments.check:
        say("备份完整，可以恢复", "the backup is whole and can be restored")
    else:
        say(
            "恢复好了，逐行核对一致。请再做 xiuhua verify --rows",
            "restored and compared row by row; now run xiuhua verify --rows",
        )
    print_result(
        {
            "made": backup.made,
            "version": backup.version,
            "engine": backup.head.engine,
            "rows": read.rows,
            "files": read.files,
            "missing": read.missing,
            "tables": {name: each.rows for name, each in read.tables.items()},
        }
    )
    return 0


def _done(arguments: argparse.Namespace, master: Master, progress: ConsoleProgress) -> tuple[Backup, Read]:
    if arguments.check:
        return check_backup(arguments.file, master=master, progress=progress.step)
    home, mark = Path(settings.HOME), settings.DEMO_MARK
    return restore_backup(arguments.file, home=home, master=master, demo_mark=mark, progress=progress.step)


def _master() -> Master:
    home = Path(settings.HOME)
    try:
        return load_master(home, create=False)[0]
    except MasterKeyMissing:
        raise BackupRefused("restore_key_missing", folder=str(home)) from None
