"""Whoever is killed while the tables are prepared leaves none of them, and the next start goes on."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from support.copies import Copies, opened
from support.nursery import MAIN, Nursery
from support.served import environment
from xiuhua.site.migrating import bring_to, bring_up_to_date, pending_migrations

MOMENTS = ("accounts.0001_places_people_and_posts", "registry.0001_register", "needs.0001_needs")
"""Migrations that Django writes down after their transaction, since their indexes and references came last."""

Started = tuple[str, Nursery, Copies]


@pytest.fixture
def started(
    database_engine: str, empty_database: Any, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[Started]:
    """Return the address of an empty database, and processes that work in it."""
    url = empty_database()
    settings.HOME = home = tmp_path / "home"
    with Nursery(tmp_path, environment(home, url)) as nursery, django_db_blocker.unblock():
        yield url, nursery, Copies(database_engine, tmp_path, empty_database)


@pytest.mark.slow
def test_killed_before_a_migration_is_written_down_it_leaves_nothing(started: Started) -> None:
    """Slow because the tables are prepared once for each moment, and once to the end."""
    url, nursery, copies = started
    for name in MOMENTS:
        child = nursery.start("data.dying:die_before_recording", name)
        assert nursery.end_of(child) == -signal.SIGKILL, child.err.read_text("utf-8")
        copies.wait_alone(url)
        with opened("default", url):
            assert connection.introspection.table_names() == []
    nursery.run(MAIN, ["verify"])
    with opened("default", url):
        assert pending_migrations("default") == []


def test_one_on_the_way_goes_on_and_references_are_checked_again(
    database_engine: str, empty_database: Any, tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), opened("default", empty_database()):
        bring_to("default", [("accounts", "0001_places_people_and_posts")])
        before = MigrationRecorder(connection).applied_migrations()
        assert ("registry", "0001_register") not in before
        bring_up_to_date("default")
        assert before.keys() < MigrationRecorder(connection).applied_migrations().keys()
        if database_engine == "sqlite":
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
