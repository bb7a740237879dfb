"""``field__prefix="…"``: starts with, served by an index on both databases and equal on both."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

_LAST = "\U0010ffff"


@CharField.register_lookup
class Prefix(Lookup[Any]):
    """SQLite compares a range of bytes; PostgreSQL uses the pattern index of a ``db_index`` field."""

    lookup_name = "prefix"
    prepare_rhs = True

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (*parameters, self.rhs, *parameters, f"{self.rhs}{_LAST}")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return a ``LIKE`` with its wildcards escaped."""
        column, parameters = self.process_lhs(compiler, connection)
        plain = str(self.rhs).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{column} LIKE %s", (*parameters, f"{plain}%")
