"""Migrations are there, were named by a person, and do not lean on code that will change."""

import ast
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from support.source import modules
from xiuhua.platform.journal.tables import TABLES

MIGRATIONS = [(name, tree) for name, tree in modules() if re.search(r"/migrations/\d{4}_", name)]
LASTING = ("xiuhua.platform.columns",)
"""Column types live as long as the tables that use them."""


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    assert "No changes detected" in said.getvalue()


def test_every_app_with_tables_has_migrations() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("xiuhua.") and list(config.get_models()):
            assert list((Path(config.path) / "migrations").glob("0001_*.py")), config.name


def test_what_points_to_a_domain_row_is_found_by_an_index() -> None:
    """A row that goes is looked up in every table that may point to it: undoing a large import would never end."""
    unfound = [
        f"{table}.{field.column}"
        for table, spec in TABLES.items()
        for field in spec.model._meta.concrete_fields
        if field.remote_field and field.db_constraint and not leads_an_index(spec.model, field)
    ]
    assert unfound == []


def leads_an_index(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Say whether an index begins with the column and holds every row in which it points anywhere."""
    whole = (None, models.Q(**{f"{field.name}__isnull": False}))
    indexes = [
        *(index for index in model._meta.indexes if index.condition in whole),
        *(each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint) and not each.condition),
    ]
    return field.db_index or field.unique or any(index.fields[0] == field.name for index in indexes)


def test_names_say_what_a_migration_does() -> None:
    assert MIGRATIONS
    made_up = re.compile(r"_auto_|/\d{4}_initial\.py|_and_more\.py")
    assert [name for name, _ in MIGRATIONS if made_up.search(name)] == []


@pytest.mark.parametrize(("name", "tree"), MIGRATIONS, ids=[name.rpartition("/")[2] for name, _ in MIGRATIONS])
def test_a_migration_imports_no_living_code(name: str, tree: ast.Module) -> None:
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
    assert {module for module in imported if module.startswith("xiuhua.") and module not in LASTING} == set()


def test_tables_of_the_register_hold_whole_numbers_for_money_and_area() -> None:
    """SQLite keeps a decimal as a float, so there is none."""
    inexact = [
        (model.__name__, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("xiuhua.")
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField | models.DecimalField)
    ]
    assert inexact == []
