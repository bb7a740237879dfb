"""``xiuhua backup``: everything but the master key, in one sealed file, while others go on working."""

import argparse
from pathlib import Path

from django.conf import settings

from xiuhua.platform.vault.keyring import master
from xiuhua.site import clock
from xiuhua.site.backups.making import make_backup
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "backup", zh="备份到一个加密文件", en="back up into one sealed file")
    parser.add_argument("file", type=Path, metavar="FILE", help="要写的新文件 / the new file to write")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup; return 1 where it was refused or the content of a file was not there."""
    progress = ConsoleProgress("备份行数", "rows saved")
    key = master()
    try:
        made = make_backup(
            arguments.file,
            home=Path(settings.HOME),
            master=key,
            made=clock.now(),
            demo=settings.DEMO_MARK.exists(),
            progress=progress.step,
        )
    except BackupRefused as refused:
        progress.end()
        say_text(catalogue().word(refused.problem).sentence())
        return 1
    progress.end()
    if made.missing:
        count = len(made.missing)
        say(
            f"有 {count} 份材料的内容已经不在，其余都备份了", f"the content of {count} files is gone; the rest is saved"
        )
    say(
        f"备份好了。恢复时要用指纹为 {key.fingerprint} 的 master.key，它不在备份里",
        f"done; to restore it, the master.key with the fingerprint {key.fingerprint} is needed, which is not in it",
    )
    print_result(
        {
            "file": str(arguments.file),
            "bytes": arguments.file.stat().st_size,
            "key": key.fingerprint,
            "rows": made.rows,
            "files": made.files,
            "missing": len(made.missing),
            "tables": {name: each.rows for name, each in made.tables.items()},
        }
    )
    return 1 if made.missing else 0
