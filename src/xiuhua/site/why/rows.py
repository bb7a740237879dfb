"""The rows of all access tables: every command that is installed, and every query that a module's table names."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import xiuhua
from xiuhua.kernel.access import Access
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.site.why.words import MODULE_NAMES, QUERY_NAMES


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a command or a query by its code, what it is called, and who may."""

    code: str
    label: Text
    access: Access
    changes: bool


def rows() -> tuple[Row, ...]:
    """Return every row, what is seen before what is changed, each in code order."""
    seen = (Row(code, QUERY_NAMES.get(code, access.reason), access, False) for code, access in queries().items())
    done = (Row(kind.command.code, kind.command.label, kind.access, True) for kind in catalogue.command_types())
    return (*sorted(seen, key=lambda row: row.code), *done)


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of one module, under what it is called."""

    name: Text
    rows: tuple[Row, ...]


def rows_by_module() -> tuple[RowsOf, ...]:
    """Return every row by the module that its code begins with, in the order of the modules' names."""
    every = rows()
    return tuple(
        RowsOf(name, found)
        for module, name in MODULE_NAMES.items()
        if (found := tuple(each for each in every if each.code.partition(".")[0] == module))
    )


def row(code: str) -> Row | None:
    """Return the row with a code, or ``None`` where there is none."""
    return next((each for each in rows() if each.code == code), None)


def changing(table: str) -> tuple[Row, ...]:
    """Return the rows of the commands that change an existing record of a table."""
    codes = {
        kind.command.code
        for kind in catalogue.command_types()
        if kind.root_model is not None and kind.root_model._meta.db_table == table
    }
    return tuple(each for each in rows() if each.code in codes)


@cache
def queries() -> Mapping[str, Access]:
    """Return the table of queries of every module that has one."""
    found: dict[str, Access] = {}
    for module in pkgutil.walk_packages(xiuhua.__path__, "xiuhua."):
        if module.name.endswith(".access"):
            found |= getattr(import_module(module.name), "QUERIES", {})
    return found
