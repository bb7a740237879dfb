"""Verifying the journal as a job, and the reports of it: kept beside the data, free of personal values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import CODE_LENGTH
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.browsing import written
from xiuhua.platform.journal.streams import SYSTEM
from xiuhua.platform.journal.verification import Verification, verify
from xiuhua.platform.work import kinds
from xiuhua.platform.work.kinds import Finished
from xiuhua.platform.work.progress import Progress
from xiuhua.site.journal.access import SYSTEM_ENTRIES, VERIFY

KIND = "journal.verify"
LABEL = Text("核对日志", "verifying the journal")
KEPT_FINDINGS = 1000
"""Findings that a report lists; the number of all of them is kept too."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found: ``findings`` about the viewer's territory, and the number of those ``elsewhere``."""

    id: UUID
    at: datetime
    with_rows: bool
    entries: int
    rows: int
    found: int
    findings: tuple[Problem, ...]
    elsewhere: int

    @property
    def whole(self) -> bool:
        """Say whether nothing at all was found."""
        return self.found == 0


def register() -> None:
    """Add the kind of job; site calls this at start."""
    unit = Text("条", "entries")
    kinds.register(KIND, check, label=LABEL, unit=unit, resumable=True, result_route="journal-check")


def check(arguments: Mapping[str, Any], progress: Progress) -> Finished:
    """Verify the journal (``rows`` asks for the rows too) and keep the report under the id ``report``."""
    total = written()
    progress.step(0, total)
    found = verify(rows=bool(arguments["rows"]), progress=lambda done: progress.step(done, max(total, done)))
    report = UUID(arguments["report"])
    _write(report, found, with_rows=bool(arguments["rows"]), at=kinds.now())
    return Finished(result=str(report))


def report_of(viewer: Actor, report: UUID) -> Report | None:
    """Return a report as the viewer may see it, or ``None`` where there is none or the viewer may not verify."""
    if not VERIFY.allows(viewer.roles()):
        return None
    return _read(viewer, _folder() / f"{report}.json")


def last_report(viewer: Actor) -> Report | None:
    """Return the newest report as the viewer may see it: ids carry their time, so the last name is the newest."""
    if not VERIFY.allows(viewer.roles()):
        return None
    names = sorted(path.name for path in _folder().glob("*.json")) if _folder().is_dir() else []
    return _read(viewer, _folder() / names[-1]) if names else None


def _write(report: UUID, found: Verification, *, with_rows: bool, at: datetime) -> None:
    content = {
        "at": at.isoformat(),
        "with_rows": with_rows,
        "entries": found.entries,
        "rows": found.rows,
        "found": len(found.findings),
        "findings": [{"code": each.code, "values": dict(each.values)} for each in found.findings[:KEPT_FINDINGS]],
    }
    path = _folder() / f"{report}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(orjson.dumps(content))
    beside.replace(path)


def _read(viewer: Actor, path: Path) -> Report | None:
    try:
        content = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    kept = [Problem(each["code"], values=each["values"]) for each in content["findings"]]
    shown = tuple(_seen(viewer, kept))
    return Report(
        id=UUID(path.stem),
        at=datetime.fromisoformat(content["at"]),
        with_rows=content["with_rows"],
        entries=content["entries"],
        rows=content["rows"],
        found=content["found"],
        findings=shown,
        elsewhere=content["found"] - len(shown),
    )


def _seen(viewer: Actor, findings: Iterable[Problem]) -> Iterable[Problem]:
    """Yield the findings about streams of the viewer's territory; those about rows and people go to fewer."""
    system = viewer.operator or SYSTEM_ENTRIES.allows(viewer.roles())
    for finding in findings:
        stream = str(finding.values.get("stream", SYSTEM))
        if system if stream == SYSTEM else viewer.reaches(stream.ljust(CODE_LENGTH, "0"), VERIFY.roles):
            yield finding


def _folder() -> Path:
    return Path(settings.HOME) / "checks"
