"""The doors by which a list goes out as a sheet: one for each kind of sheet whose rows the viewer sees there."""

from collections.abc import Mapping
from typing import Any

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.exchange.contract import going_out
from xiuhua.registry.views.requests import address

_DOWNLOAD = Text("下载成表格", "Download as a sheet")


def export_doors(viewer: Actor, code: str, **filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the doors of a place: by kind of sheet, the filters of the list beside which it stands."""
    doors = []
    for kind, chosen in filters.items():
        exported = going_out(kind)
        if exported is not None and reaches(viewer, exported.access, code):
            called, href = exported.called, address("export-new", kind=kind, place=code, **chosen)
            doors.append({"label": Text(f"导出{called.zh}", f"Export the {called.en}"), "href": href})
    return doors


def one_way_doors(viewer: Actor, kind: str, code: str, **filters: str) -> list[dict[str, Any]]:
    """Return the doors of a sheet that only goes out, of a place, or of each part of it that the viewer sees."""
    exported = going_out(kind)
    if exported is None:
        return []
    if reaches(viewer, exported.access, code):
        return [{"label": _DOWNLOAD, "href": address("export-new", kind=kind, place=code, **filters)}]
    mine = [place for place in viewer.territories(exported.access.roles) if lies_in(place, code)]
    names = accounts.place_names(viewer, mine) if len(mine) > 1 else {}
    return [
        {
            "label": Text(f"{_DOWNLOAD.zh}：{names[place]}", f"{_DOWNLOAD.en}: {names[place]}") if names else _DOWNLOAD,
            "href": address("export-new", kind=kind, place=place, **filters),
        }
        for place in mine
    ]
