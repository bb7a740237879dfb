"""What a later version adds: a column that may be unknown, and columns with a default, of several kinds."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

COLUMNS: Mapping[str, Mapping[str, Callable[[], "models.Field[Any, Any]"]]] = {
    "Person": {
        "nickname": lambda: models.CharField(max_length=40, null=True),
        "seen_at": lambda: models.DateTimeField(null=True),
        "retired": lambda: models.BooleanField(default=False),
    },
    "Household": {
        "visits": lambda: models.IntegerField(default=3),
        "note": lambda: models.CharField(max_length=40, blank=True, default="未填"),
    },
}
