"""What the journal's pages may say of households, their people and villages: names of what the viewer sees."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.once import looked_up
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import place_names
from xiuhua.platform.accounts.scope import seen_values, within
from xiuhua.platform.journal.browsing import RecordName
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import AccessReport, Comparison, Household, Person, Reveal, Statement, Village
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.reveals import reports_named, reveals_named
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.erasing import ERASED_HOUSEHOLD
from xiuhua.registry.stored import STATED_FIELDS

_HOUSEHOLDS, _VILLAGES = QUERIES["registry.households"], QUERIES["registry.villages"]


def households_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the households that the viewer may see are called: by their head, else by their code."""

    def read(wanted: set[UUID]) -> Mapping[UUID, RecordName]:
        rows = seen_values(Household, ("id", "code", "erased_on"), {"id": wanted}, viewer, _HOUSEHOLDS)
        heads = heads_of(row["id"] for row in rows)
        return {
            row["id"]: RecordName(_called(heads.get(row["id"], ""), row), "household", str(row["id"])) for row in rows
        }

    return looked_up(("households named", viewer), ids, read)


def villages_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the villages that the viewer may see are called."""
    rows = seen_values(Village, ("id", "place_code"), {"id": set(ids)}, viewer, _VILLAGES)
    codes = {row["id"]: row["place_code"] for row in rows}
    names = place_names(viewer, codes.values())
    return {key: RecordName(names.get(code, code), "place", code) for key, code in codes.items()}


def comparisons_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the comparisons made in places of the viewer are called: by the list of a department, and its day."""
    names = ("id", "kind", "listed_on")
    rows = seen_values(Comparison, names, {"id": set(ids)}, viewer, QUERIES["registry.comparisons"])
    called = {row["id"]: (KINDS.get(row["kind"]), row["listed_on"]) for row in rows}
    return {
        key: RecordName(
            Text(f"{kind.name.zh} {day}", f"{kind.name.en}, {day}") if kind else str(day), "comparison", str(key)
        )
        for key, (kind, day) in called.items()
    }


def people_of(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of those of these people of households whom the viewer may see; one query."""

    def read(wanted: set[UUID]) -> Mapping[UUID, str]:
        rows = seen_values(Person, ("id", "name"), {"id": wanted}, viewer, _HOUSEHOLDS)
        return {row["id"]: row["name"] for row in rows}

    return looked_up(("names of members", viewer), ids, read)


def statements_of(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return what these statements say, as far as the viewer may see their households; one query."""
    rows = within(Statement.objects.filter(id__in=set(ids)), viewer, _HOUSEHOLDS)
    return {row["id"]: row for row in rows.values("id", "origin", *STATED_FIELDS)}


NAMED: Mapping[str, Callable[[Actor, Iterable[UUID]], Mapping[UUID, RecordName]]] = {
    Household._meta.db_table: households_named,
    Village._meta.db_table: villages_named,
    Comparison._meta.db_table: comparisons_named,
    Reveal._meta.db_table: reveals_named,
    AccessReport._meta.db_table: reports_named,
}
"""By table, who names its records."""


def _called(head: str, row: Mapping[str, Any]) -> Text:
    if row["erased_on"]:
        return ERASED_HOUSEHOLD
    code = row["code"]
    return Text(f"{head}户", f"household of {head}") if head else Text(f"户 {code}", f"household {code}")
