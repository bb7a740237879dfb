"""A yearly snapshot as it was kept, village by village, for whoever takes it out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Snapshot, SnapshotVillage

_HOUSEHOLDS = QUERIES["registry.households"]


@dataclass(frozen=True, slots=True)
class KeptVillage:
    """A village of a snapshot with its figures, by their codes."""

    code: str
    name: str
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KeptFigures:
    """The villages of a snapshot that lie in a place; ``digest`` and ``policy`` are those of the whole snapshot."""

    year: int
    as_of: date
    taken_on: date
    policy: str
    digest: str
    villages: tuple[KeptVillage, ...]


def kept_figures(viewer: Actor, snapshot_id: UUID, *, place: str) -> KeptFigures | None:
    """Return what a snapshot kept of a place, as far as the viewer sees it; ``None`` where that is nothing."""
    rows = within(SnapshotVillage.objects.filter(snapshot_id=snapshot_id), viewer, _HOUSEHOLDS, place=place)
    found = rows.order_by("place_code").values_list("place_code", "name", "figures")
    villages = tuple(KeptVillage(code, name, json.loads(text)) for code, name, text in found)
    if not villages:
        return None
    head = Snapshot.objects.filter(id=snapshot_id).values("year", "as_of", "taken_on", "policy", "digest").get()
    return KeptFigures(**head, villages=villages)
