"""``xiuhua demo``: invented people in real places, loaded through the import into an empty database."""

import argparse
from pathlib import Path

from django.conf import settings

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.tables import read_table
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, say, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.demo import cast
from xiuhua.site.demo.loading import SHEETS, is_loaded, load, may_load


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "demo", zh="在空库里装入演示数据", en="load the demo into an empty database")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load the demo, or say why not; return 1 where the database holds something else."""
    ensure_ready()
    if is_loaded(settings.DEMO_MARK):
        say("演示数据已经在了", "the demo is there already")
    elif not load_if_empty():
        say("库里已有别的数据，没有装入演示", "the database holds other data; the demo was not loaded")
        return 1
    say_accounts()
    return 0


def load_if_empty() -> bool:
    """Load the demo where the database is empty or a load was cut off; return whether the demo is there now."""
    if is_loaded(settings.DEMO_MARK):
        return True
    if not may_load(settings.DEMO_MARK):
        return False
    load(settings.DEMO_MARK, show=lambda text: ConsoleProgress(text.zh, text.en))
    sheets = Path(settings.HOME) / SHEETS
    say(f"可以拿来试导入的表：{sheets}", f"sheets to try the import with: {sheets}")
    return True


def say_accounts() -> None:
    """Say who can sign in, one for each role."""
    document = read_table(Path(cast.__file__).with_name("cast.yaml"))
    say(f"演示账号，密码都是 {document['password']}", f"demo accounts, all with the password {document['password']}")
    for account in document["accounts"]:
        role = ROLE_NAMES[Role(account["role"])]
        say(f"  {account['login']:<13} {role.zh}", role.en)
