"""The streams of the journal: which of them get an entry of a command, and their heads, locked."""

from collections.abc import Iterator, Sequence

from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.places import county_of
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.models import Ledger, Stream

SYSTEM = "system"


def streams_at(place_codes: Sequence[str], concerned: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each stream that gets an entry, and its places; the first one keeps the changes.

    An entry of the system keeps the places that its command concerned, so that a territory holds for it too.
    """
    if not place_codes:
        yield SYSTEM, concerned
    for stream in dict.fromkeys(map(county_of, (place_codes[0], *sorted(place_codes)) if place_codes else ())):
        yield stream, [code for code in place_codes if county_of(code) == stream]


def locked_streams(using: str, names: list[str]) -> dict[str, Stream]:
    """Return the streams of these names, locked in their order; those that do not exist yet are begun."""
    known = _streams_of(using, names)
    if len(known) < len(names):
        missing = [Stream(name=name) for name in names if name not in known]
        Stream.objects.using(using).bulk_create(missing, ignore_conflicts=True)
        known = _streams_of(using, names)
    return known


def _streams_of(using: str, names: list[str]) -> dict[str, Stream]:
    rows = sql.select_in(using, Stream._meta.db_table, ("name", "sequence", "hash"), "name", names, lock=True)
    return {row[0]: Stream(*row) for row in rows}


def ledger_of(using: str) -> str:
    """Return the id of the database's journal, which signed heads name."""
    found = sql.select_all(using, Ledger._meta.db_table, ("id",))
    if not found:
        raise RuntimeError("this database has no ledger: run its migrations")
    return str(as_uuid(found[0][0]))
