"""One entry, change by change, in words: what may be shown, what is masked, what is kept back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal.browsing import Record, RecordName
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.stored import subject_of
from xiuhua.platform.journal.tables import TableSpec, json_form, spec_of
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, Unreadable
from xiuhua.registry.access import QUERIES
from xiuhua.site.journal.words import (
    column_name,
    kept_back,
    lies_with_its_record,
    may_tell_of_health,
    table_name,
    value_said,
)

HIDDEN = Text("（不显示）", "(not shown)")
ERASED = Text("（已删除）", "(erased)")
MASKED_ALIKE = Text("已更正（遮住的部分）", "corrected (in the masked part)")

_HEALTH, _HOUSEHOLDS = QUERIES["registry.health"], QUERIES["registry.households"]
_ABOUT_HOUSEHOLDS = "registry_household"
_STATEMENTS = "registry_statement"
_LINES = "registry_ledger_line"
_CORRECTIONS = "registry_correction"
_LAND_OF_VILLAGES = "registry_village_plot"
_COMPARED = "registry_comparison_line"
_MASKS: Mapping[str, Callable[[str], str]] = {
    "identity": masks.identity,
    "phone": masks.phone,
    "phone_sealed": masks.phone,
    "bank_account": masks.account,
}
_SEALED_ELSEWHERE = {"accounts_account": ("phone_sealed",)}
"""Ciphertext under the person's own key in columns that are ordinary text to the journal."""


class What(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row, before and after; ``None`` on the side where there was nothing."""

    column: str
    name: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class RowTold:
    """One row that an entry changed. ``open`` is false where the viewer sees only which fields changed."""

    table: str
    kind: Text
    name: str
    what: What
    open: bool
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Teller:
    """Tells the changes of one entry to one viewer. ``names`` are the records that the viewer may see.

    ``former`` holds what the statements said that the entry ended, so that a new one is told as a difference.
    """

    viewer: Actor
    place_code: str
    names: Mapping[Record, RecordName]
    people: Mapping[UUID, str]
    former: Mapping[UUID, Mapping[str, Any]]
    keyring: Keyring
    _belonging: dict[str, str] = field(default_factory=dict)

    def rows(self, changes: Iterable[Change]) -> tuple[RowTold, ...]:
        """Return every row that changed, in the order of the entry."""
        found = [change for change in changes if not _is_counted(change)]
        self.keyring.load(filter(None, map(subject_of, found)))
        for change in found:
            if isinstance(change, Insert) and "person_id" in change.values and spec_of(change.model).name != _LINES:
                self._belonging[str(change.values["id"])] = str(change.values["person_id"] or "")
        other = {root: key for root, key in other_statements(found).items() if key in self.former}
        return tuple(self._row(change, other) for change in found if not _is_one_of(change, other.values()))

    def _row(self, change: Change, other: Mapping[str, UUID]) -> RowTold:
        spec = spec_of(change.model)
        before, after = _sides(change)
        what = _what(change)
        household = _household_of(change)
        if household in other:
            known = self.former[other[household]]
            before, after = _differing(known, after) if what is What.NEW else reversed(_differing(known, before))
            what = What.CHANGED
        shown = self._may_open(change, spec)
        if self._is_erased(change):
            return RowTold(spec.name, table_name(spec.name), "", what, shown, ())
        columns = [name for name in spec.fields if name in {**before, **after} and name not in _left_out(spec)]
        cells = [self._cell(change, spec, name, before, after, shown) for name in columns]
        return RowTold(
            table=spec.name,
            kind=table_name(spec.name),
            name=self._name(change, spec, {**before, **after}) if shown else "",
            what=what,
            open=shown,
            cells=tuple(cell for cell in cells if cell is not None),
        )

    def _is_erased(self, change: Change) -> bool:
        """Say whether the row is about somebody whose key is gone: then nothing of it is told, plain or not."""
        subject = subject_of(change)
        return subject is not None and subject not in self.keyring

    def _may_open(self, change: Change, spec: TableSpec) -> bool:
        """Say whether the viewer sees the record that the row belongs to, where rows of its kind are about people."""
        table = spec.root_model._meta.db_table
        if spec.name == _LAND_OF_VILLAGES and not reaches(self.viewer, _HOUSEHOLDS, self.place_code):
            return False  # what lies around it can name people
        if table != _ABOUT_HOUSEHOLDS and spec.subject is None:
            return True
        return any((table, UUID(str(root))) in self.names for root in _roots(change, spec))

    def _cell(
        self,
        change: Change,
        spec: TableSpec,
        column: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        shown: bool,
    ) -> Cell | None:
        """Return a field, or nothing where a new or vanished row has nothing in it."""
        blank = not any(_filled(side.get(column)) for side in (before, after))
        if blank:
            return None
        name = column_name(spec.name, column)
        if not shown:
            return Cell(column, name, *(HIDDEN if _filled(side.get(column)) else None for side in (before, after)))
        sides = [self._said(change, spec, column, side[column]) if column in side else None for side in (before, after)]
        if len(before) and len(after) and sides[0] == sides[1] and sides[0] != HIDDEN:
            return Cell(column, name, sides[0], MASKED_ALIKE)
        return Cell(column, name, sides[0], sides[1])

    def _said(self, change: Change, spec: TableSpec, column: str, value: Any) -> Text:
        sealed = column in spec.sealed or column in _SEALED_ELSEWHERE.get(spec.name, ())
        if value in (None, ""):
            return value_said(spec.name, column, None)
        if self._tells_of_health(spec.name, column):
            return HIDDEN
        if column.endswith("_id") or column == "answered_by":
            return self._referred(column, value)
        if not sealed:
            return value_said(spec.name, column, json_form(value))
        if column == "values" or spec.name == _CORRECTIONS:
            return HIDDEN
        try:
            plain = self.keyring.open(_subject(change, spec), f"{spec.name}.{column}", str(value))
        except KeyDestroyed:
            return ERASED
        except Unreadable:
            return HIDDEN
        mask = _MASKS.get(column)
        return value_said(spec.name, column, mask(plain) if mask else plain)

    def _tells_of_health(self, table: str, column: str) -> bool:
        telling = may_tell_of_health(table, column)
        return telling and not reaches(self.viewer, _HEALTH, self.place_code)

    def _referred(self, column: str, value: Any) -> Text:
        key = UUID(str(value))
        table = {"organisation_id": "accounts_organisation", "file_id": "files_stored"}.get(column, "accounts_place")
        name = self.people.get(key) or getattr(self.names.get((table, key)), "label", None)
        return name if isinstance(name, Text) else Text(name, name) if name else HIDDEN

    def _name(self, change: Change, spec: TableSpec, values: Mapping[str, Any]) -> str:
        """Return what tells rows of one kind apart: a person's name, a year, a login."""
        key = str(values.get(spec.key) or getattr(change, "key", ""))
        person = key if spec.name == "registry_person" else self._belonging.get(key, "")
        if person:
            known = values.get("name") if spec.name == "registry_person" else None
            return str(known or self.people.get(UUID(person), ""))
        return str(
            next((values[name] for name in ("year", "project", "name", "login", "label") if values.get(name)), "")
        )


def referred(changes: Iterable[Change]) -> tuple[set[UUID], set[Record]]:
    """Return the people and the other records that changes speak of without being theirs, to look up their names."""
    people: set[UUID] = set()
    records: set[Record] = set()
    for change in changes:
        before, after = _sides(change)
        if spec_of(change.model).name == "registry_person":
            people.add(UUID(str(change.values["id"] if isinstance(change, Insert) else change.key)))
        for side in (before, after):
            people.update(UUID(str(side[name])) for name in ("person_id", "answered_by") if side.get(name))
            for name, table in _REFERENCES.items():
                if side.get(name):
                    records.add((table, UUID(str(side[name]))))
    return people, records


_REFERENCES = {
    "organisation_id": "accounts_organisation",
    "file_id": "files_stored",
    "predecessor_id": "accounts_place",
    "successor_id": "accounts_place",
}


def other_statements(changes: Iterable[Change]) -> dict[str, UUID]:
    """Return, by household, the statement that ends where another begins, or opens again where another goes."""
    found = list(changes)
    households = {_household_of(change) for change in found}
    return {
        str(change.root): UUID(str(change.key))
        for change in found
        if _is_statement(change) and isinstance(change, Update) and "valid_to" in change.after
        if str(change.root) in households
    }


def _is_counted(change: Change) -> bool:
    """Say whether a row comes or goes with a comparison, which tells how many there are; hundreds tell nobody more."""
    return spec_of(change.model).name == _COMPARED and not isinstance(change, Update)


def _household_of(change: Change) -> str:
    """Return the household of a statement that begins or goes, or nothing."""
    if not _is_statement(change) or isinstance(change, Update):
        return ""
    return str(change.values["household_id"] if isinstance(change, Insert) else change.root)


def _is_statement(change: Change) -> bool:
    return spec_of(change.model).name == _STATEMENTS


def _is_one_of(change: Change, statements: Iterable[UUID]) -> bool:
    return isinstance(change, Update) and _is_statement(change) and UUID(str(change.key)) in set(statements)


def _differing(known: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the fields in which two statements differ, with the values of each."""
    names = [name for name in known if name != "id" and known[name] != other.get(name)]
    return {name: known[name] for name in names}, {name: other.get(name) for name in names}


def _sides(change: Change) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if isinstance(change, Insert):
        return {}, change.values
    return change.before, {} if isinstance(change, Delete) else change.after


def _what(change: Change) -> What:
    if isinstance(change, Insert):
        return What.NEW
    return What.GONE if isinstance(change, Delete) else What.CHANGED


def _left_out(spec: TableSpec) -> frozenset[str]:
    """Return the columns that say nothing: rows of a household or village lie where their record lies."""
    beside = frozenset({"place_code", "person_id"}) if lies_with_its_record(spec.name) else frozenset()
    if spec.name == _LINES:
        beside = frozenset({"place_code"})  # whose income it is, is not told by anything else
    return kept_back(spec.name) | frozenset(spec.derived) | beside


def _roots(change: Change, spec: TableSpec) -> list[Any]:
    if isinstance(change, Insert):
        return [change.values[spec.root]]
    moved = [] if isinstance(change, Delete) else [change.after[spec.root]] if spec.root in change.after else []
    return [change.root, *moved]


def _subject(change: Change, spec: TableSpec) -> UUID:
    if isinstance(change, Insert):
        nearer = change.values.get(spec.about) if spec.about else None
        return UUID(str(nearer or change.values[spec.subject or spec.key]))
    return change.subject or UUID(str(change.key))


def _filled(value: Any) -> bool:
    return value not in (None, "")
