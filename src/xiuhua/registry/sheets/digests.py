"""What a later reading of the same rows may skip: a digest of each household's rows, beside its version."""

from collections.abc import Collection, Iterable, Set
from typing import NamedTuple
from uuid import UUID

from django.db import connections, transaction
from django.db.models import F

from xiuhua.kernel.access import Access
from xiuhua.kernel.iteration import chunks
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.tables import spec_of
from xiuhua.registry.models import Correction, Household, Question, SheetDigest
from xiuhua.registry.questions import CONFIRMED, OPEN
from xiuhua.registry.rules.corrections import UNRESOLVED

AT_ONCE = 5000


class Remembered(NamedTuple):
    """A household as it was taken in: the digest of its rows, and the marks of its questions."""

    digest: str
    open: Collection[str] = ()
    confirmed: Collection[str] = ()

    @property
    def asked(self) -> bool:
        """Say whether anything is asked about the household, or was asked and confirmed."""
        return bool(self.open or self.confirmed)

    def asks(self, marks: Set[str]) -> bool:
        """Say whether exactly these are the questions that are open, apart from those that were confirmed."""
        return marks.issuperset(self.open) and marks.issubset({*self.open, *self.confirmed})


def read_digests(run: Run, access: Access) -> dict[str, Remembered]:
    """Return what is remembered by household code, in the territory, where nothing has touched the household since.

    A code that two villages hold is left out, and one of which corrections are asked for: it must be looked at.
    """
    rows = within(Household.objects.using(run.using), run.actor, access).filter(
        valid_to__isnull=True, sheetdigest__version=F("version")
    )
    asked_for = within(Correction.objects.using(run.using), run.actor, access).filter(state__in=UNRESOLVED)
    unresolved = set(asked_for.values_list("household__code", flat=True))
    found: dict[str, Remembered] = {}
    for code, digest in rows.values_list("code", "sheetdigest__digest").iterator(AT_ONCE):
        found[code] = Remembered("" if code in found or code in unresolved else digest)
    asked = within(Question.objects.using(run.using), run.actor, access).filter(
        household__valid_to__isnull=True, state__in=(OPEN, CONFIRMED)
    )
    for code, mark, state in asked.values_list("household__code", "fingerprint", "state").iterator(AT_ONCE):
        held = found.get(code)
        if held is not None:
            open_, confirmed = ((mark,), ()) if state == OPEN else ((), (mark,))
            found[code] = Remembered(held.digest, (*held.open, *open_), (*held.confirmed, *confirmed))
    return found


def write_digests(marks: Iterable[tuple[str, Receipt]], run: Run) -> None:
    """Store the digests of households taken in, with the version each has now."""
    for part in chunks(marks, AT_ONCE):
        taken_in = [(mark, receipt) for mark, receipt in part if receipt.accepted]
        by_id = {UUID(str(receipt.result["household"])): (mark, receipt) for mark, receipt in taken_in}
        so_already = [id_ for id_, (_, receipt) in by_id.items() if receipt.unchanged]
        versions = dict(Household.objects.using(run.using).filter(id__in=so_already).values_list("id", "version"))
        versions.update({id_: receipt.command_id for id_, (_, receipt) in by_id.items() if not receipt.unchanged})
        encode = spec_of(Household).encoders(connections[run.using].vendor)["id"] or str
        rows = [(encode(id_), mark, encode(versions[id_])) for id_, (mark, _) in by_id.items()]
        with transaction.atomic(using=run.using):
            SheetDigest.objects.using(run.using).filter(household_id__in=list(by_id)).delete()
            sql.insert_rows(run.using, SheetDigest._meta.db_table, ("household_id", "digest", "version"), rows)
