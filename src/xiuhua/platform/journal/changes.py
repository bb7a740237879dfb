"""What a handler returns: changes of rows, in plain Python values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row. ``values`` holds every journalled column that has no default."""

    model: type[models.Model]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """Columns of one row that change, with the value before and after, and the record they belong to."""

    model: type[models.Model]
    key: UUID
    root: UUID
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """A row that goes: only undo does this, facts end by ``valid_to``. ``before`` holds the whole row."""

    model: type[models.Model]
    key: UUID
    root: UUID
    before: Mapping[str, Any]
    subject: UUID | None = None


Change = Insert | Update | Delete
