"""Land goes along where a household joins another: contracted land is a household's, whoever of it is head."""

from typing import Any

from xiuhua.kernel.ids import derived_id
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.registry.commands.cases import Case
from xiuhua.registry.models import Evidence, Plot
from xiuhua.registry.plots import PLOT_FIELDS, Row, load_plots, parcel_of
from xiuhua.registry.rules.plots import find_twice

LONGEST_NAME = 60


def plots_along(case: Case, into: Case) -> list[Change]:
    """Return the end of a household's plots and their begin with the one that it joins, on the day of the wish.

    A plot whose code the other household holds already is the same land and is not written twice. One that is merely
    called alike keeps apart: the code of the former household is added to its name. Files are named as before.
    """
    held = load_plots(Plot, (case.stored.id, into.stored.id), using=case.context.using)
    own, theirs = held.get(case.stored.id, []), held.get(into.stored.id, [])
    changes: list[Change] = []
    for row in own:
        end = max(case.command.on, row["stated_on"])
        changes.append(
            Update(Plot, row["id"], case.stored.id, {"ended_on": None}, {"ended_on": end}, subject=case.stored.id)
        )
        doubled = [name for _, name in find_twice([*map(parcel_of, theirs), parcel_of(row)])]
        if "code" not in doubled:
            name = _called(row, case) if doubled else row["name"]
            changes.extend(_begun({**row, "name": name, "stated_on": end}, case, into))
    return changes


def _begun(row: Row, case: Case, into: Case) -> list[Change]:
    plot = derived_id(case.command.id, "plot", str(row["id"]))
    values: dict[str, Any] = {
        "id": plot,
        "household_id": into.stored.id,
        "place_code": into.place_code,
        "ended_on": None,
        **{name: row[name] for name in (*PLOT_FIELDS, "origin", "stated_on")},
    }
    changes: list[Change] = [Insert(Plot, values)]
    if row["file_id"]:
        named = {
            "id": derived_id(case.command.id, "evidence", str(row["id"])),
            "household_id": into.stored.id,
            "place_code": into.place_code,
            "line_id": None,
            "plot_id": plot,
            "file_id": row["file_id"],
            "named_on": row["stated_on"],
            "ended_on": None,
        }
        changes.append(Insert(Evidence, named))
    return changes


def _called(row: Row, case: Case) -> str:
    beside = f"（{case.stored.household['code']}）"
    return f"{row['name'][: LONGEST_NAME - len(beside)]}{beside}"
