"""Every table is in the backup, or named with the reason why not."""

import pytest
from django.apps import apps
from django.db import connection

from xiuhua.site.backups.tables import LEFT_OUT, MADE_BY_MIGRATIONS, applied, tables_at

pytestmark = pytest.mark.django_db


def test_a_backup_holds_every_table_that_is_not_named_with_a_reason() -> None:
    held = set(tables_at(applied("default")))
    assert held.isdisjoint(LEFT_OUT)
    assert held | set(LEFT_OUT) == set(connection.introspection.table_names())
    own = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("xiuhua.")}
    assert held == own - set(LEFT_OUT)


def test_before_anybody_did_anything_only_the_named_tables_hold_a_row() -> None:
    tables = tables_at(applied("default"))
    assert {name for name, table in tables.items() if not table.is_empty("default")} == MADE_BY_MIGRATIONS


def test_the_columns_of_a_table_are_those_of_its_model() -> None:
    now = {model._meta.db_table: [f.column for f in model._meta.concrete_fields] for model in apps.get_models()}
    for name, table in tables_at(applied("default")).items():
        assert sorted(table.columns) == sorted(now[name])
