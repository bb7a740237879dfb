"""``xiuhua rotate-key``: a new master key in the place of the present one, while others go on working."""

import argparse
from pathlib import Path

from django.conf import settings

from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.rotation.changing import Rotated, RotationRefused, finish, rotate
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "rotate-key", zh="更换主密钥", en="change the master key")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Change the master key, or go on where that was interrupted; return 1 where it was refused."""
    ensure_ready()
    progress = ConsoleProgress("重新加密钥匙", "keys wrapped anew")
    try:
        done = rotate(Path(settings.HOME), progress=progress.step)
    except RotationRefused as refused:
        progress.end()
        say_text(catalogue().word(refused.problem).sentence())
        return 1
    progress.end()
    _tell(done)
    print_result(
        {
            "generation": done.new.generation,
            "key": done.new.fingerprint,
            "old_key": done.old.fingerprint,
            "old_key_file": str(done.side_file),
            "keys": done.keys,
            "unreadable": done.unreadable,
            "staged": done.staged,
            "heads": done.heads,
            "households": done.households,
        }
    )
    return 1 if done.unreadable else 0


def finish_rotation() -> None:
    """Go on with a change of the master key that was interrupted, and say so."""
    done = finish(Path(settings.HOME))
    if done is not None:
        say("上次更换主密钥没有做完，现在做完了", "the interrupted change of the master key is complete now")
        _tell(done)


def _tell(done: Rotated) -> None:
    say(
        f"主密钥换好了，新的指纹是 {done.new.fingerprint}。请马上另行备份 master.key",
        f"the master key is changed; the new one has the fingerprint {done.new.fingerprint}. Back up master.key now",
    )
    say(
        f"旧的在 {done.side_file}（指纹 {done.old.fingerprint}）：以前的备份只有它打得开。请移到那些备份旁边，这里删掉",
        f"the old one lies in {done.side_file} (fingerprint {done.old.fingerprint}): only it opens earlier backups."
        " Move it to them and delete it here",
    )
    if done.unreadable:
        say(
            f"有 {done.unreadable} 把个人的钥匙哪一把主密钥都打不开，原样留着：请运行 xiuhua verify --rows",
            f"{done.unreadable} keys of people open under no master key and were left alone: run xiuhua verify --rows",
        )
