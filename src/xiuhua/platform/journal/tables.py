"""Which tables are domain rows, and how their values travel between rows and entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import NOT_PROVIDED

TABLES: dict[str, "TableSpec"] = {}
_SPECS: dict[type[models.Model], "TableSpec"] = {}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class TableSpec:
    """What the journal knows of one table of domain rows."""

    model: type[models.Model]
    root: str
    subject: str | None
    about: str | None
    personal: tuple[str, ...]
    derived: tuple[str, ...]
    sealed: tuple[str, ...]
    excluded: tuple[str, ...]
    derive: Callable[[dict[str, Any]], dict[str, Any]] | None

    @cached_property
    def name(self) -> str:
        """The table's name in the database."""
        return str(self.model._meta.db_table)

    @cached_property
    def key(self) -> str:
        """The name of the primary key column."""
        return str(self.model._meta.pk.attname)

    @cached_property
    def is_root(self) -> bool:
        """Whether rows of this table are the records that people look at as a whole."""
        return self.root == self.key

    @cached_property
    def root_model(self) -> type[models.Model]:
        """The model of the records that this table's rows belong to."""
        if self.is_root:
            return self.model
        related = next(f for f in self.model._meta.concrete_fields if f.attname == self.root).related_model
        if not isinstance(related, type):
            raise ValueError(f"{self.name}.{self.root} must be a foreign key to the record")
        return related

    @cached_property
    def fields(self) -> dict[str, models.Field[Any, Any]]:
        """Journalled columns by attribute name, in the order of the model; ``version`` is kept apart."""
        return {
            field.attname: field
            for field in self.model._meta.concrete_fields
            if field.attname not in self.excluded and not (self.is_root and field.attname == "version")
        }

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Columns whose values stand in entries as they are."""
        hidden = {*self.personal, *self.derived}
        return tuple(name for name in self.fields if name not in hidden)

    @cached_property
    def pick_stored(self) -> Callable[[Row], tuple[Any, ...]]:
        """Takes the values of :attr:`stored` out of a whole row, in order."""
        return _picker(self.stored)

    @cached_property
    def pick_personal(self) -> Callable[[Row], tuple[Any, ...]]:
        """Takes the values of :attr:`personal` out of a whole row, in order."""
        return _picker(self.personal)

    @cached_property
    def label(self) -> str:
        """What sealed values in entries are bound to, besides their subject."""
        return f"journal.{self.name}"

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """Values of columns that an entry, written by older code, does not have."""
        return {name: _default(field) for name, field in self.fields.items()}

    @cached_property
    def outside(self) -> dict[str, tuple[str, Any]]:
        """Excluded columns: attribute name to column name and the value of a new row."""
        fields = {field.attname: field for field in self.model._meta.concrete_fields}
        return {name: (str(fields[name].column), _default(fields[name])) for name in self.excluded}

    def encoders(self, vendor: str) -> dict[str, Callable[[Any], Any] | None]:
        """Return, for each column, how a value (Python or from an entry's JSON, never ``None``) becomes a parameter."""
        return {name: encoder(field, vendor) for name, field in self.fields.items()}

    def canonical(self, name: str, value: Any) -> Any:
        """Return a JSON value in its one form: instants written by another library are rewritten."""
        field = self.fields.get(name)
        if value is None or field is None or field.get_internal_type() != "DateTimeField":
            return value
        return instant(datetime.fromisoformat(value))

    @staticmethod
    def as_uuid(value: Any) -> str:
        """Return a raw identifier of either database as hyphenated text; what is none stays, for verifying to name."""
        try:
            return str(value if isinstance(value, UUID) else UUID(value))
        except (ValueError, TypeError, AttributeError):
            return str(value)

    @cached_property
    def decoders(self) -> dict[str, Callable[[Any], Any] | None]:
        """How a value read by a raw cursor becomes the JSON form of an entry."""
        return {name: decoder(field) for name, field in self.fields.items()}


def journalled(
    *,
    root: str,
    subject: str | None = None,
    about: str | None = None,
    personal: tuple[str, ...] = (),
    derived: tuple[str, ...] = (),
    sealed: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
) -> Callable[[type[models.Model]], type[models.Model]]:
    """Declare a model's rows as domain rows, written by the journal alone.

    ``root`` names the column with the id of the record they belong to. ``personal`` columns are plain in
    the row and sealed under ``subject``'s key in entries. Where the column ``about`` names somebody, it is that
    person's key instead. ``derived`` columns are computed by the model's
    static ``derive(values)`` from other columns and never stand in entries. ``sealed`` columns hold ciphertext
    under ``subject``'s key, labelled ``table.column``, and stand in entries as they are. ``excluded`` columns
    (a password) are not domain data at all and get their default on insert.
    """

    def register(model: type[models.Model]) -> type[models.Model]:
        if (personal or sealed) and subject is None:
            raise ValueError(f"{model.__name__}: personal columns need a subject")
        derive = getattr(model, "derive", None)
        spec = TableSpec(model, root, subject, about, personal, derived, sealed, excluded, derive)
        TABLES[spec.name] = _SPECS[model] = spec
        return model

    return register


def spec_of(model: type[models.Model]) -> TableSpec:
    """Return the specification of a journalled model."""
    return _SPECS[model]


def instant(value: datetime) -> str:
    """Return the one text form of an instant: UTC, microseconds, ``Z``."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def uuid_hex(value: UUID | str) -> str:
    """Return an identifier as both databases take it, in hexadecimal digits alone: the text with hyphens costs more."""
    return f"{value.int:032x}" if isinstance(value, UUID) else value.replace("-", "")


def json_form(value: Any) -> Any:
    """Return the JSON form of a value as entries hold it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _picker(names: tuple[str, ...]) -> Callable[[Row], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple([row[name] for name in names])


def _default(field: models.Field[Any, Any]) -> Any:
    if field.default is not NOT_PROVIDED:
        return field.default() if callable(field.default) else field.default
    return None if field.null else ""


def encoder(field: models.Field[Any, Any], vendor: str) -> Callable[[Any], Any] | None:
    """Return how a value (Python or from JSON) becomes a parameter of a database; ``None`` where it is one already."""
    kind = _base(field).get_internal_type()
    if kind == "UUIDField":
        return uuid_hex
    if kind == "DateTimeField":
        return _sqlite_instant if vendor == "sqlite" else json_form
    if kind == "DateField":
        return _date_text
    if kind == "BooleanField":
        return int if vendor == "sqlite" else _boolean_text
    return None


def decoder(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return how a value read by a raw cursor becomes JSON, the same from both databases; ``None`` where it is."""
    kind = _base(field).get_internal_type()
    if kind == "UUIDField":
        return _uuid_text
    if kind == "DateTimeField":
        return _instant_text
    if kind == "DateField":
        return json_form
    if kind == "BooleanField":
        return _boolean
    return None


def _base(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _uuid_text(value: Any) -> Any:
    return None if value is None else TableSpec.as_uuid(value)


def _date_text(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _boolean(value: Any) -> Any:
    return None if value is None else bool(value)


def _boolean_text(value: bool) -> str:
    return "t" if value else "f"


def _sqlite_instant(value: datetime | str) -> str:
    text = instant(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return text[:10] + " " + text[11:-1].removesuffix(".000000")


def _instant_text(value: Any) -> Any:
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return instant(found if found.tzinfo else found.replace(tzinfo=UTC))
