"""The doors by which a list goes out as a sheet: one for each kind of sheet whose rows the viewer sees there."""

from collections.abc import Mapping
from typing import Any

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.exchange.contract import export_kind
from xiuhua.registry.views.requests import address


def export_doors(viewer: Actor, code: str, **filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the doors of a place: by kind of sheet, the filters of the list beside which it stands."""
    doors = []
    for kind, chosen in filters.items():
        exported = export_kind(kind)
        if exported is not None and reaches(viewer, exported.access, code):
            called, href = exported.called, address("export-new", kind=kind, place=code, **chosen)
            doors.append({"label": Text(f"导出{called.zh}", f"Export the {called.en}"), "href": href})
    return doors
