"""A snapshot in the journal: replayed from nothing it says the same, and its rows are whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.copies import Copies, opened
from support.databases import EmptyDatabase
from support.stage import COUNTY, done, fresh, load, registered
from xiuhua.platform.journal.replay import replay
from xiuhua.platform.journal.verification import verify
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.models import Snapshot, SnapshotVillage


@pytest.fixture(autouse=True)
def database(
    database_engine: str, empty_database: EmptyDatabase, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[Copies]:
    """A database of this test's own, with the places and people of the stage."""
    settings.HOME = tmp_path
    copies = Copies(database_engine, tmp_path, empty_database)
    with django_db_blocker.unblock(), opened("default", copies.migrated()):
        load()
        yield copies


def test_a_replay_brings_back_what_was_kept(database: Copies) -> None:
    registered()
    first = done(TakeSnapshot(id=fresh(), place_code=COUNTY, year=2017), "county").command_id
    again = TakeSnapshot(
        id=fresh(), place_code=COUNTY, year=2017, as_of=date(2017, 11, 30), replaces=first, reason="月末"
    )
    done(again, "county")
    kept = list(SnapshotVillage.objects.order_by("id").values())
    digests = list(Snapshot.objects.order_by("id").values_list("digest", "reason"))
    assert verify(rows=True).findings == ()
    with opened("replayed", database.migrated()):
        assert replay(into="replayed").differing == ()
        assert list(SnapshotVillage.objects.using("replayed").order_by("id").values()) == kept
        assert list(Snapshot.objects.using("replayed").order_by("id").values_list("digest", "reason")) == digests
