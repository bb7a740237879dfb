"""``xiuhua replay``: build an empty database from the journal and compare every row."""

import argparse

from django.db import connections
from django.db.utils import ConnectionHandler

from xiuhua.platform.journal.replay import NotEmpty, NotWhole, replay
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.database import database
from xiuhua.site.migrating import bring_up_to_date
from xiuhua.site.wordings import catalogue

TARGET = "replay"


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "replay", zh="用日志重建空库并比对", en="rebuild an empty database from the journal")
    parser.add_argument("into", metavar="DATABASE_URL", help="空的目标数据库 / the empty database to build")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Rebuild and compare; return 1 where the target is not empty, the journal is not whole or a row differs."""
    ensure_ready()
    connections.databases[TARGET] = ConnectionHandler({"default": database(arguments.into)}).databases["default"]
    bring_up_to_date(TARGET)
    progress = ConsoleProgress("重放条目", "entries replayed")
    try:
        done = replay(into=TARGET, progress=progress.step)
    except NotEmpty:
        say("目标数据库里已有数据，没有写入任何内容", "the target holds data; nothing was written")
        return 1
    except NotWhole as broken:
        for problem in broken.findings:
            say_text(catalogue().word(problem).sentence())
        say("日志不完整，没有写入任何内容", "the journal is not whole; nothing was written")
        return 1
    finally:
        connections[TARGET].close()
    progress.end()
    for table, key in done.differing:
        say(f"不一致：{table} {key}", f"differs: {table} {key}")
    print_result({"entries": done.entries, "rows": done.rows, "differing": [list(pair) for pair in done.differing]})
    return 1 if done.differing else 0
