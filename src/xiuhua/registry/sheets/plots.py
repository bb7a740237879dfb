"""The sheet of plots: rows become plots of households, taken in household by household."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from xiuhua.kernel.area import mu
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.names import normal_name
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import CellChange, Confirmed, Judged, Run, Verdict
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, Context, Receipt, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.plot_keeping import decide
from xiuhua.registry.commands.plots import RecordPlots
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.models import Plot
from xiuhua.registry.plots import Row as StoredPlot
from xiuhua.registry.plots import parcel_of
from xiuhua.registry.questions import CONFIRMED, OPEN, Asked, fingerprint
from xiuhua.registry.rules.plots import SIDES, Parcel, asked_about, largest_plot
from xiuhua.registry.sheets.confirmations import confirmations
from xiuhua.registry.sheets.plot_columns import PLOTS
from xiuhua.registry.sheets.plot_households import Holder, Holders
from xiuhua.registry.sheets.plot_rows import Group, Reader, Row
from xiuhua.registry.sheets.plots_export import PlotsExport, plot_cells

AT_ONCE = 1000
"""Households compared with what is stored at once."""

_STATED = ("name", "land_class", "land_use", "idle_since", "willing", *SIDES)


class PlotsKind:
    """One row a plot. Plots that the sheet does not name stay; nothing is taken out by a sheet."""

    sheet = PLOTS
    access = COMMANDS[RecordPlots.code]
    unit = Text("户", "household")
    exported = PlotsExport()

    def judge(self, found: Recognised, run: Run) -> Iterator[Judged]:
        """Yield the households in the order in which they first appear."""
        reader = Reader(found, run.today)
        for part in chunks(reader.groups(run), AT_ONCE):
            parcels = {row.parcel.code for group in part for row in group.rows}
            holders = Holders.read([group.code for group in part], parcels, run, self.access)
            for group in part:
                yield _Judging(group, reader, holders, run).judged()

    def accepted(self, marks: Iterable[tuple[str, Receipt]], run: Run) -> None:
        """Nothing is skipped next time: what a household holds is compared plot by plot."""

    def confirmations(self, confirmed: Iterable[Confirmed], run: Run) -> Iterator[AnswerQuestion]:
        """Yield the answers to the questions behind confirmed warnings."""
        return confirmations(confirmed, run)


@dataclass(slots=True)
class _Judging:
    """One household of the sheet on its way from rows to a wish."""

    group: Group
    reader: Reader
    holders: Holders
    run: Run

    def judged(self) -> Judged:
        """Return what would become of the household's plots."""
        holder = self._holder()
        if holder is None or not all(row.readable for row in self.group.rows):
            return self._result(Verdict.WRONG, holder)
        command = self._command(holder)
        if command is None:
            return self._result(Verdict.WRONG, holder)
        if not self.run.comparing:
            return self._result(Verdict.NEW, holder, command)
        return self._compared(holder, command)

    def _holder(self) -> Holder | None:
        first, code = self.group.rows[0], self.group.code
        found = self.holders.by_code.get(code, ())
        if len(found) == 1:
            for row in self.group.rows:
                self._check_head(row, found[0])
            return found[0]
        if code.startswith("?"):
            self.reader.add(first, Problem("household_code_missing", "household_code"))
        else:
            what = "plot_household_several" if found else "household_not_registered"
            for row in self.group.rows:
                self.reader.add(row, Problem(what, "household_code", {"value": code}))
        return None

    def _check_head(self, row: Row, holder: Holder) -> None:
        head = row.values.get("head")
        if head and holder.head and normal_name(head) != holder.head:
            self.reader.add(row, Problem("plot_head_differs", "head", {"value": head[:40]}), severity="warning")

    def _command(self, holder: Holder) -> RecordPlots | None:
        rows, keys = self.group.rows, self.run.keys
        named = {keys[row.number][1] for row in rows if row.number in keys}
        left = [plot for plot in holder.land.plots if plot["id"] not in named]
        origin = (self.run.session, "plots", self.group.code)
        plots = []
        for at, row in enumerate(rows):
            whose = keys.get(row.number)
            known = None if whose else _same_plot(row, left)
            if known is not None:
                left.remove(known)
            plot = whose[1] if whose else known["id"] if known else derived_id(*origin, str(at))
            plots.append(_stated(row, plot))
        try:
            return RecordPlots(id=derived_id(*origin), household_id=holder.land.root, origin=PLOTS.code, plots=plots)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                row = rows[next((part for part in each["loc"] if isinstance(part, int)), 0)]
                name = next((part for part in reversed(each["loc"]) if isinstance(part, str)), "")
                self.reader.add(row, Problem("value_not_taken", name, {"value": ""}))
            return None

    def _compared(self, holder: Holder, command: RecordPlots) -> Judged:
        run, rows, land = self.run, self.group.rows, holder.land
        context = Context(run.actor, run.received_at, run.today, run.policy, run.keyring, run.using, run.session)
        outcome = decide(command, land, context)
        if isinstance(outcome, Refused):
            for problem in outcome.problems:
                parts = (problem.field or "").split(".")
                self.reader.add(rows[int(parts[1]) if len(parts) == 3 else 0], problem)
            return self._result(Verdict.WRONG, holder)
        changes = outcome.changes if isinstance(outcome, Accepted) else ()
        after = {row["id"]: row for row in (land.after(outcome) if isinstance(outcome, Accepted) else land.plots)}
        for row, plot in zip(rows, command.plots, strict=True):
            self._ask(row, parcel_of(after[plot.id]), holder, anew=bool(changes))
        self.holders.held.note(land.place_code, {row["code"] for row in after.values()} - {""}, land.root, land.code)
        new = changes and all(isinstance(change, Insert) for change in changes) and not land.plots
        verdict = Verdict.NEW if new else Verdict.CHANGED if changes else Verdict.SAME
        cells = () if verdict is Verdict.NEW else self._cells(command, land.plots, after)
        return self._result(verdict, holder, command, changes, tuple(cells))

    def _ask(self, row: Row, parcel: Parcel, holder: Holder, *, anew: bool) -> None:
        """Add what is asked about the plot of a row and not confirmed already; ``anew`` says that it will be asked."""
        land, run = holder.land, self.run
        largest = largest_plot(run.policy, on=run.today, region=land.place_code)
        other = self.holders.held.other(land.place_code, parcel.code, land.root)
        for problem in asked_about(parcel, largest=largest, other=other):
            mark = fingerprint(Asked(problem), household_code=land.code, keyring=run.keyring)
            state = self.holders.states.get(mark)
            if state == OPEN or (anew and state != CONFIRMED):
                self.reader.add(row, problem, severity="warning", mark=mark)

    def _result(
        self,
        verdict: Verdict,
        holder: Holder | None,
        command: RecordPlots | None = None,
        changes: Sequence[Change] = (),
        cells: Sequence[CellChange] = (),
    ) -> Judged:
        rows = self.group.rows
        return Judged(
            key=self.group.code,
            label=holder.head if holder else "",
            rows=tuple(row.number for row in rows),
            verdict=verdict,
            new_rows=sum(isinstance(each, Insert) and each.model is Plot for each in changes),
            findings=[finding for row in rows for finding in row.findings],
            changes=list(cells),
            commands=(command,) if command is not None and verdict is not Verdict.SAME else (),
            place_code=holder.land.place_code if holder else "",
        )

    def _cells(
        self, command: RecordPlots, stored: Sequence[StoredPlot], after: Mapping[UUID, StoredPlot]
    ) -> Iterator[CellChange]:
        """Yield what the sheet states differently from what is stored, cell by cell."""
        before = {row["id"]: row for row in stored}
        for plot, row in zip(command.plots, self.group.rows, strict=True):
            if plot.id in before:
                sides = [plot_cells(side[plot.id]) for side in (before, after)]
                for name, old in sides[0].items():
                    if old != sides[1][name]:
                        yield self.reader.change(row, name, old, sides[1][name])


def _same_plot(row: Row, stored: Sequence[StoredPlot]) -> StoredPlot | None:
    """Return the stored plot of which a row speaks: that with its code, else that with its name and no other code."""
    parcel = row.parcel
    by_code = next((each for each in stored if parcel.code and each["code"] == parcel.code), None)
    named = (each for each in stored if each["name"] == parcel.name and not (parcel.code and each["code"]))
    return by_code or next(named, None)


def _stated(row: Row, plot: UUID) -> dict[str, Any]:
    """Return the fields of a ``StatedPlot``; the command checks them together with its own."""
    values = row.values
    return {
        "id": plot,
        "code": values.get("parcel_code"),
        "area": mu(values["area"]),
        **{name: values.get(name) for name in _STATED},
    }
