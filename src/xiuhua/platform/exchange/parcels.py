"""Exports that are made behind the page: the only place that writes their tables, and that opens what they hold.

A file is sealed piece by piece under the staging key, bound to its export and place in it, and only its owner gets it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import get_default_timezone

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.exchange.contract import going_out
from xiuhua.platform.exchange.exporting import Wanted
from xiuhua.platform.exchange.models import Parcel, ParcelPart
from xiuhua.platform.exchange.staging import writing
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring

PIECE = 1 << 20
KEPT_AFTER_FETCHING = timedelta(days=1)


def create(wanted: Wanted, *, owner: UUID, job: UUID, created: datetime) -> bool:
    """Keep what was asked for; return whether it is new, so that a double click asks once."""
    values = {
        "owner_id": owner,
        "kind": wanted.kind,
        "place_code": wanted.place_code,
        "filters": dict(wanted.filters),
        "purpose": wanted.purpose,
        "job": job,
        "created": created,
    }
    _, made = Parcel.objects.get_or_create(id=wanted.id, defaults=values)
    return made


def is_of_another(parcel_id: UUID, owner: UUID) -> bool:
    """Say whether somebody else has an export with this id."""
    return Parcel.objects.filter(id=parcel_id).exclude(owner_id=owner).exists()


def own(viewer: Actor, parcel_id: UUID) -> Parcel | None:
    """Return one of the viewer's exports, or ``None`` where it is absent, somebody else's, or of a place out of reach.

    Whoever asked for it may hold another post by now.
    """
    if viewer.person_id is None:
        return None
    found = Parcel.objects.filter(id=parcel_id, owner_id=viewer.person_id).first()
    exported = going_out(found.kind) if found is not None else None
    if found is None or exported is None or not viewer.reaches(found.place_code, exported.access.roles):
        return None
    return found


def wanted(parcel: Parcel) -> Wanted:
    """Return what was asked for."""
    return Wanted(parcel.id, parcel.kind, parcel.place_code, parcel.filters, parcel.purpose)


def waiting(parcel_id: UUID) -> Parcel | None:
    """Return an export that is still to be made."""
    return Parcel.objects.filter(id=parcel_id, ready=None).first()


def put(parcel: Parcel, path: Path, *, ready: datetime) -> None:
    """Seal a file piece by piece; the caller holds the transaction."""
    ring, size = keyring(), 0
    ParcelPart.objects.filter(parcel_id=parcel.id).delete()
    with path.open("rb") as file:
        for position, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
            sealed = ring.seal_blob(_label(parcel.id, position), piece)
            ParcelPart.objects.create(parcel_id=parcel.id, position=position, sealed=sealed)
            size += len(piece)
    Parcel.objects.filter(id=parcel.id).update(ready=ready, size=size)


def pieces(parcel: Parcel) -> Iterator[bytes]:
    """Yield the file of an export, piece by piece."""
    ring = keyring()
    rows = ParcelPart.objects.filter(parcel_id=parcel.id).order_by("position")
    for position in list(rows.values_list("position", flat=True)):
        sealed = rows.filter(position=position).values_list("sealed", flat=True).get()
        yield ring.open_blob(_label(parcel.id, position), bytes(sealed))


def note_fetched(parcel: Parcel, *, at: datetime) -> None:
    """Write down that its owner has the file; from now on it is kept for a day."""
    with writing():
        Parcel.objects.filter(id=parcel.id, fetched=None).update(fetched=at)


def drop_holding(place_code: str) -> None:
    """Delete the exports that wait and hold rows of a place: somebody in it is erased. The caller writes as one."""
    Parcel.objects.filter(place_code__in=chain(place_code)).delete()


def sweep(now: datetime) -> int:
    """Delete exports that were fetched a day ago, or are older than policy keeps staged sheets; return their number."""
    on = now.astimezone(get_default_timezone()).date()
    days = catalogue.policy().at("exchange.staging_days", on=on).value
    old = Parcel.objects.filter(Q(fetched__lt=now - KEPT_AFTER_FETCHING) | Q(created__lt=now - timedelta(days=days)))
    if not old.exists():
        return 0
    with writing():
        return old.delete()[1].get(Parcel._meta.label, 0)


def seal_anew() -> int:
    """Seal under the present master key whatever is not; return how many pieces that were. Others go on working."""
    ring, done = keyring(), 0
    for key in list(ParcelPart.objects.order_by("id").values_list("id", flat=True)):
        with writing():
            part = ParcelPart.objects.select_for_update().filter(id=key).first()
            if part is not None and not ring.is_blob_present(bytes(part.sealed)):
                label = _label(part.parcel_id, part.position)
                sealed = ring.seal_blob(label, ring.open_blob(label, bytes(part.sealed)))
                ParcelPart.objects.filter(id=key).update(sealed=sealed)
                done += 1
    return done


def _label(parcel_id: UUID, position: int) -> str:
    return f"exchange/export/{parcel_id}/{position}"
