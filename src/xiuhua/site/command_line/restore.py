"""``xiuhua restore``: a backup into an empty installation, or only read and checked."""

import argparse
from datetime import datetime
from pathlib import Path

from django.conf import settings

from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.vault.master import Master, MasterKeyMissing, load_master
from xiuhua.registry.erased import FILE_NAME, complete, younger_than
from xiuhua.registry.restored import erase_again
from xiuhua.site import clock
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
    erased: dict[str, int] = {}
    if arguments.check:
        say("备份完整，可以恢复", "the backup is whole and can be restored")
        erased["erased_since"] = _erased_since(backup)
    else:
        erased |= _erased_again()
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
            **erased,
        }
    )
    return 1 if erased.get("not_erased") else 0


def _erased_since(backup: Backup) -> int:
    """Return how often somebody or a household was erased since the backup, as far as the list here knows."""
    count = len(younger_than(datetime.fromisoformat(backup.made)))
    if count:
        say(
            f"这份备份之后删除过 {count} 次（个人或户）：恢复时会按 {FILE_NAME} 重新删除，请不要丢掉这个文件",
            f"{count} people or households were erased since: a restore erases them again by {FILE_NAME}, so keep it",
        )
    return count


def _erased_again() -> dict[str, int]:
    """Erase again whom the backup brought back; say who could not be, by the number of the reason."""
    again = erase_again(LOCAL_OPERATOR, received_at=clock.now())
    complete()
    if again.erased:
        say(
            f"备份之后删除过的 {again.erased} 个人或户，已重新删除",
            f"{again.erased} people or households erased since, erased again",
        )
    for each in again.left:
        wording = catalogue().word(each.problem).sentence()
        say(f"户 {each.household}：{wording.zh}", f"household {each.household}: {wording.en}")
    return {"erased_again": again.erased, "not_erased": len(again.left)}


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
