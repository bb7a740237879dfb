"""Bringing the database to the tables of this version, whoever comes first."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from xiuhua.site.command_line.console import say
from xiuhua.site.locks import file_lock


def pending_migrations() -> list[str]:
    """Return the names of the migrations that the database does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def ensure_ready() -> None:
    """Migrate the database if it needs it, one process at a time, with a line per migration on standard error."""
    if not pending_migrations():
        return
    with file_lock(Path(settings.HOME) / "migrate.lock"):
        if pending := pending_migrations():
            say(f"正在准备数据表（{len(pending)} 步）", f"preparing the tables ({len(pending)} steps)")
            call_command("migrate", interactive=False, verbosity=1, stdout=sys.stderr)
    connection.close()
