"""What is read of imports: one's own sheets under review, and the batches taken in inside one's territory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.rules.places import bounds, chain
from xiuhua.platform.accounts.scope import Probe, within
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.access import BATCHES
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.platform.exchange.models import IMPORT, ImportSession
from xiuhua.platform.exchange.review import PAGE, Line, Show
from xiuhua.platform.exchange.rules.states import LABELS, TONES, WAITING, WORKING, SessionState
from xiuhua.platform.journal.worded import Worded
from xiuhua.platform.work.agenda import AgendaLine, offered_for

PAGE_SIZE = 20
WAITING_SHOWN = 20
RECORD = Text("条", "record")
UNKNOWN_KIND = Text("还没有认出是哪种表", "kind not known yet")


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as its owner sees it; to others it is a batch: ``name`` is empty and nothing of the sheet is there.

    ``kind`` is the code of the kind of sheet. Numbers are those of the last look at the sheet: ``records`` by verdict,
    ``lines`` by filter; ``taken_in``, ``unchanged``, ``answered`` and ``held`` those of all rounds of taking in.
    """

    id: UUID
    name: str
    own: bool
    owner: str
    kind: str
    kind_label: Text
    unit: Text
    state: SessionState
    created: datetime
    taken: datetime | None
    settled: datetime | None
    undone: datetime | None
    job: UUID | None
    rows: int
    left_out: int
    records: Mapping[str, int]
    lines: Mapping[str, int]
    asks: Mapping[str, int]
    confirmed: int
    turned_down: int
    taken_in: int
    unchanged: int
    answered: int
    held: int
    undo_refused: int
    undo_problems: tuple[Problem, ...]

    @property
    def working(self) -> bool:
        """Say whether a job is at work."""
        return self.state in WORKING

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        """Return the tone of the state's mark."""
        return TONES.get(self.state, "")

    @property
    def wrong(self) -> int:
        """Return the number of cells and records to be mended."""
        return self.lines.get(Show.WRONG, 0) + self.turned_down

    @property
    def good(self) -> int:
        """Return the number of records that would change something and can be taken in."""
        return self.records.get("new", 0) + self.records.get("changed", 0)

    @property
    def to_confirm(self) -> int:
        """Return the number of warnings that nobody has confirmed."""
        return max(0, self.lines.get(Show.ASK, 0) - self.confirmed)

    @property
    def can_be_undone(self) -> bool:
        """Say whether there is something to take back now."""
        return self.own and self.taken is not None and self.state in (SessionState.SETTLED, SessionState.REVIEWED)

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("import", args=[self.id])


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line of a review with the reason for which its warning was confirmed, if it was."""

    line: Line
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One page of a filter of a review. Pages are numbered from 0."""

    show: Show
    page: int
    pages: int
    lines: tuple[ReviewLine, ...]
    turned_down: tuple[Line, ...] = ()
    kinds: tuple[Line, ...] = ()
    """One warning of each kind, where warnings are shown."""


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Some imports, the newest first, and the id before which the next ones come."""

    rows: tuple[ImportView, ...]
    before: UUID | None


def own_import(viewer: Actor, session_id: UUID) -> ImportView | None:
    """Return one of the viewer's imports, or ``None`` where it is absent or somebody else's."""
    if viewer.person_id is None:
        return None
    row = _rows().filter(id=session_id, owner_id=viewer.person_id).first()
    return None if row is None else _view(row, viewer)


def batch(viewer: Actor, session_id: UUID) -> ImportView | None:
    """Return an import that the viewer may know of: one of their own, or a batch taken in inside their territory."""
    found = own_import(viewer, session_id)
    if found is not None:
        return found
    row = within(_taken(), viewer, BATCHES).filter(id=session_id).first()
    return None if row is None else _view(row, viewer)


def my_imports(viewer: Actor, *, before: UUID | None = None, size: int = PAGE_SIZE) -> ImportPage:
    """Return the viewer's imports, the newest first."""
    if viewer.person_id is None:
        return ImportPage((), None)
    return _page(_rows().filter(owner_id=viewer.person_id), viewer, before, size)


def batches(viewer: Actor, *, before: UUID | None = None, size: int = PAGE_SIZE) -> ImportPage:
    """Return what others took in inside the viewer's territory, the newest first."""
    rows = within(_taken(), viewer, BATCHES)
    others = rows if viewer.person_id is None else rows.exclude(owner_id=viewer.person_id)
    return _page(others, viewer, before, size)


def taken_in(viewer: Actor, code: str, *, size: int) -> tuple[ImportView, ...]:
    """Return the last imports taken in that concern a place, inside it or around it, as far as the viewer may know."""
    concerned = Q(place_code__range=bounds(code)) | Q(place_code__in=chain(code))
    rows = within(_taken(), viewer, BATCHES).filter(concerned).order_by("-id")[:size]
    return tuple(_view(row, viewer) for row in rows)


def review_page(view: ImportView, show: Show, *, page: int) -> ReviewPage:
    """Return one page of a review of one's own; a page beyond the last is the last."""
    count = view.lines.get(show, 0)
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 0), pages - 1)
    lines = staging.lines(view.id, show, page=page) if count else ()
    given = staging.answers(view.id) if show is Show.ASK else {}
    shown = tuple(ReviewLine(line, given[line.mark].reason if line.mark in given else "") for line in lines)
    turned = staging.turned_down(view.id) if show is Show.WRONG and view.turned_down and page == 0 else ()
    kinds = staging.examples(view.id) if show is Show.ASK else ()
    return ReviewPage(show, page, pages, shown, turned, kinds)


def refusal(view: ImportView) -> Problem | None:
    """Return why one's own file was not read."""
    return staging.refusal(view.id)


def keeps_upload(view: ImportView) -> bool:
    """Say whether the file of a refused import is still there, so that its columns can be assigned."""
    return staging.get(view.id, staging.UPLOAD) is not None


_UNREAD = Text("看一看没有读进来的表格", "look at a sheet that was not read")
_REVIEW = Text("核对导入的表格", "review a sheet")


@offered_for(Probe(ImportSession, own="owner_id", values={"state": [*WAITING]}))
def agenda(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the viewer's imports that wait for them; running ones are offered as jobs."""
    if viewer.person_id is None:
        return []
    return [_agenda_line(_view(row, viewer)) for row in _WAITING_ROWS.answers(owner=viewer.person_id)]


_WAITING_ROWS: Final = Worded(
    lambda gap: _rows().filter(owner_id=gap("owner"), state__in=sorted(WAITING)).order_by("-id")[:WAITING_SHOWN]
)


def unit_of(kind: str) -> Text:
    """Return what one record of a kind is called."""
    found = KINDS.get(kind)
    return found.unit if found else RECORD


def amount(unit: Text, count: int) -> Text:
    """Return a number of records as it is said.

    >>> amount(Text("户", "household"), 1200)
    Text(zh='1,200 户', en='1,200 households')
    """
    return Text(f"{count:,} {unit.zh}", f"{count:,} {unit.en}{'' if count == 1 else 's'}")


def _agenda_line(view: ImportView) -> AgendaLine:
    if view.state is SessionState.REFUSED:
        return AgendaLine(
            Text("看一看没有读进来的", "Look at the unread"), view.name, view.label, None, view.url, plain=_UNREAD
        )
    wrong = Text(f"{view.wrong:,} 格要改", f"{view.wrong:,} to mend")
    good = Text(f"{amount(view.unit, view.good).zh}可以接收", f"{amount(view.unit, view.good).en} ready")
    where = wrong if view.wrong else good
    return AgendaLine(Text("核对", "Review"), view.name, where, None, view.url, plain=_REVIEW)


def _rows() -> Any:
    return ImportSession.objects.filter(purpose=IMPORT).select_related("owner").only(*_COLUMNS)


def _taken() -> Any:
    return _rows().filter(taken__isnull=False)


_COLUMNS = (
    "id", "owner_id", "owner__name", "state", "kind", "file_name", "place_code", "counts", "created", "taken",
    "settled", "undone", "job",
)  # fmt: skip


def _page(rows: Any, viewer: Actor, before: UUID | None, size: int) -> ImportPage:
    chosen = rows.filter(id__lt=before) if before is not None else rows
    found = list(chosen.order_by("-id")[: size + 1])
    shown = found[:size]
    return ImportPage(tuple(_view(row, viewer) for row in shown), shown[-1].id if len(found) > size else None)


def _view(row: ImportSession, viewer: Actor) -> ImportView:
    counts: dict[str, Any] = row.counts
    taken, undo, records = counts.get("taken", {}), counts.get("undo", {}), counts.get("records", {})
    kind = KINDS.get(row.kind)
    own = row.owner_id == viewer.person_id
    view = ImportView(
        id=row.id,
        name=staging.file_name(row) if own else "",
        own=own,
        owner=row.owner.name,
        kind=row.kind,
        kind_label=kind.sheet.label if kind else UNKNOWN_KIND,
        unit=unit_of(row.kind),
        state=SessionState(row.state),
        created=row.created,
        taken=row.taken,
        settled=row.settled,
        undone=row.undone,
        job=row.job,
        rows=counts.get("rows", 0),
        left_out=counts.get("left_out", 0),
        records=records,
        lines=counts.get("lines", {}),
        asks=counts.get("asks", {}),
        confirmed=counts.get("answered", 0),
        turned_down=counts.get("turned_down", 0),
        taken_in=taken.get("accepted", 0),
        unchanged=taken.get("unchanged", 0),
        answered=taken.get("answered", 0),
        held=sum(records.values()) if taken.get("held") else 0,
        undo_refused=undo.get("refused", 0),
        undo_problems=tuple(Problem(each["code"], values=each["values"]) for each in undo.get("problems", ())),
    )
    return view if own else replace(view, lines={}, asks={}, job=None, undo_problems=())
