"""Every column that holds something about a person belongs to one data set with a purpose, a ground and a consumer."""

from datetime import date
from pathlib import Path

import xiuhua
from xiuhua.kernel.policy import load_policy
from xiuhua.platform.journal.tables import TABLES
from xiuhua.registry.rules.data_sets import data_sets

POLICY = Path(xiuhua.__path__[0]) / "registry" / "policy.yaml"
SETS = data_sets(load_policy(POLICY), on=date(2018, 1, 19))
MODULES = ("registry_", "groups_", "care_", "needs_")
"""Tables of these modules hold what is known of households and of those who work with them."""

ALL_OF_THEM = ("registry_person", "registry_statement")
"""Tables of which every column says something about somebody."""

BOOKKEEPING = frozenset({"id", "household_id", "place_code", "valid_from", "valid_to", "origin", "batch"})
"""Columns of these that say where a row belongs, since when and from which source."""


def personal() -> set[str]:
    """Return every column of these modules that is declared personal or sealed, and all of a person and a statement."""
    found = set()
    for name, spec in TABLES.items():
        if name.startswith(MODULES):
            columns = {*spec.personal, *spec.sealed, *(spec.derived if spec.personal else ())}
            columns |= set(spec.fields) - BOOKKEEPING if name in ALL_OF_THEM else set()
            found |= {f"{name}.{column}" for column in columns}
    return found


def test_every_personal_column_belongs_to_a_data_set() -> None:
    known = {field for each in SETS for field in each.fields}
    assert personal() - known == set(), "add them to a data set in registry/policy.yaml, with who uses them"


def test_a_data_set_names_only_columns_that_there_are() -> None:
    columns = {f"{name}.{column}" for name, spec in TABLES.items() for column in spec.fields}
    assert {field for each in SETS for field in each.fields} - columns == set()


def test_there_is_something_to_look_at() -> None:
    found = personal()
    assert len(found) > 60
    assert all(any(name.startswith(module) for name in found) for module in MODULES)
