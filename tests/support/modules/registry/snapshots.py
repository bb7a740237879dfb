"""Yearly snapshots."""

from uuid import UUID

from support.cast import TODAY
from support.declared import Page, Read, Sample, asked
from support.standing import BESIDE, Standing, at_county, at_place, nowhere
from xiuhua.registry.access import QUERIES


def _snapshot(s: Standing) -> UUID:
    """Return the snapshot of the zone's county; it holds both of its villages, so that nothing lies beside it."""
    return (nowhere() if s.where == BESIDE else s.zone).snapshot


PARTS = {
    "snapshot_id": _snapshot,
}

PAGES = (
    Page("place-snapshots", (asked(6),), elsewhere="test_snapshots.py"),
    Page(
        "snapshot-take",
        (
            asked(6, place=at_county),
            asked(6, place=at_county, replaces=_snapshot),
        ),
        form={"year": "2018", "reason": "补上一个村"},
        elsewhere="test_snapshots.py",
    ),
    Page(
        "snapshot",
        (
            asked(18),
            asked(18, figure="people", after="6"),
        ),
        elsewhere="test_snapshots.py",
    ),
    Page(
        "figure-snapshot",
        (asked(30, snapshot=_snapshot, village=at_place, figure="people"),),
        elsewhere="test_snapshots.py",
    ),
)

SAMPLES = {
    "registry.take_snapshot": Sample(
        lambda s: {
            "place_code": f"{s.zone.place_code[:6]}000000",
            "year": TODAY.year,
            "replaces": str(s.zone.snapshot),
            "reason": "补上一个村",
        }
    ),
}

READS = (
    Read("/places/{code}/snapshots", QUERIES["registry.households"]),
    Read("/snapshots/{snapshot_id}", QUERIES["registry.households"]),
)

FIXED = {
    "figure": "people",
}

ALIKE = {
    "figure": "people",
}
