"""Bringing the tables of a database up to date: every open migration, or none.

Django writes down that a migration was done after the transaction that did it. Whoever is killed in between leaves a
database that has the tables and does not know it, and can never go on. So all of it is one transaction here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor


def pending_migrations(alias: str) -> list[str]:
    """Return the names of the migrations that a database does not have yet."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date(alias: str, *, told: TextIO | None = None) -> None:
    """Do every migration that a database does not have yet, saying each where somebody listens."""
    with _one_transaction(alias):
        call_command(_Migrate(), database=alias, interactive=False, verbosity=1 if told else 0, stdout=told)


def bring_to(alias: str, migrations: Sequence[tuple[str, str]]) -> None:
    """Do these migrations and all that they need, where a database does not have them yet."""
    with _one_transaction(alias):
        MigrationExecutor(connections[alias], lambda *step: _settle(alias, step[0])).migrate(migrations)


class _Migrate(migrate.Command):
    """Django's own command, with what one transaction needs between two migrations."""

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Say the step, and settle what it left open."""
        super().migration_progress_callback(action, migration, fake)
        _settle(self.connection_alias, action)

    def handle(self, *args: Any, **options: Any) -> None:
        """Remember which database it is."""
        self.connection_alias = options["database"]
        super().handle(*args, **options)


def _settle(alias: str, action: str) -> None:
    """Check what a migration wrote: PostgreSQL changes no table of which rows are still to be checked."""
    if action == "apply_success":
        connections[alias].check_constraints()


@contextmanager
def _one_transaction(alias: str) -> Iterator[None]:
    """SQLite rebuilds tables only while it checks no references, and turns that on and off only outside."""
    connection = connections[alias]
    with connection.constraint_checks_disabled(), transaction.atomic(using=alias, durable=True):
        yield
        connection.check_constraints()
