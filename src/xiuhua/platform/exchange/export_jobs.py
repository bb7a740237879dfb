"""Exports that take longer than a click, and those of programs: made by the worker, fetched when ready."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import actor_for_account
from xiuhua.platform.exchange import parcels, staging
from xiuhua.platform.exchange.exporting import Absent, ExportRefused, Wanted, remember, written
from xiuhua.platform.exchange.jobs import local_date
from xiuhua.platform.work import kinds, services
from xiuhua.platform.work.kinds import Finished, JobFailed
from xiuhua.platform.work.progress import Progress

EXPORT = "exchange.export"


def register() -> None:
    """Add the kind of job; site calls this at start."""
    label, unit = Text("导出一份表", "export a sheet"), Text("行", "rows")
    kinds.register(EXPORT, export_job, label=label, unit=unit, resumable=True, result_route="export")


def start(wanted: Wanted, *, owner: UUID, created: datetime) -> None:
    """Queue an export; the same id again does nothing. The caller holds the transaction."""
    job = derived_id(wanted.id, "export")
    if parcels.create(wanted, owner=owner, job=job, created=created):
        services.start(EXPORT, job_id=job, owner=owner, arguments={"export": str(wanted.id)})


def export_job(arguments: Mapping[str, Any], progress: Progress) -> Finished:
    """Write the file; seal it and have the journal remember it in one transaction. Running it again repeats nothing."""
    export_id, now = UUID(arguments["export"]), kinds.now()
    parcels.sweep(now)
    parcel = parcels.waiting(export_id)
    if parcel is not None:
        actor = actor_for_account(parcel.owner_id, on=local_date(now), door="web")
        if actor is None:
            raise JobFailed("export_owner_gone")
        try:
            wanted = parcels.wanted(parcel)
            with written(actor, wanted, received_at=now, progress=progress.step) as file, staging.writing():
                remember(actor, wanted, file, received_at=now)
                parcels.put(parcel, file.path, ready=now)
        except Absent:
            raise JobFailed("export_out_of_reach") from None
        except ExportRefused as refused:
            raise JobFailed(refused.problem.code) from None
    return Finished(result=str(export_id))
