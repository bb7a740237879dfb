"""Deciding what becomes of plots: what may stand together, what changes, what is asked about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, Context, Decided, Refused, Unchanged
from xiuhua.registry.evidence import evidence_changes
from xiuhua.registry.models import Plot, VillagePlot
from xiuhua.registry.plots import PLOT_FIELDS, Held, Row, parcel_of, root_of
from xiuhua.registry.questions import Asked, asked_changes
from xiuhua.registry.rules.plots import (
    SIDES,
    Use,
    Willing,
    asked_about,
    check_plot,
    find_twice,
    largest_plot,
    read_since,
)

_STATED = ("name", "code", "area", "land_class", "land_use", "willing", *SIDES)
_BLANK: Mapping[str, Any] = {
    **dict.fromkeys(PLOT_FIELDS, ""),
    "area": None,
    "idle_from": None,
    "idle_to": None,
    "willing": Willing.NOT_ASKED.value,
}


@dataclass(frozen=True, slots=True)
class Land:
    """The plots of one household or village. ``code`` and ``questions`` are a household's.

    ``elsewhere`` names whose plots those are that do not count here: somebody else's whom the actor sees, or ones that
    were here until they were taken out.
    """

    model: type[Plot] | type[VillagePlot]
    root: UUID
    place_code: str
    plots: Sequence[Row]
    elsewhere: Mapping[UUID, UUID]
    code: str = ""
    questions: Sequence[Mapping[str, Any]] = ()
    unknown_files: Mapping[UUID, Problem] = field(default_factory=dict)

    def after(self, outcome: Accepted) -> list[Row]:
        """Return the plots that there are once an outcome is carried out."""
        rows = {row["id"]: dict(row) for row in self.plots}
        for change in outcome.changes:
            if change.model is not self.model:
                continue
            if isinstance(change, Insert):
                rows[change.values["id"]] = dict(change.values)
            elif isinstance(change, Update):
                rows[change.key].update(change.after)
        return [row for row in rows.values() if row.get("ended_on") is None]


def decide_in_turn(commands: Sequence[Any], lands: Sequence[Land], held: Held, context: Context) -> list[Decided]:
    """Decide about the plots of some households; one that names the plot of another one before it is asked about it."""
    outcomes: list[Decided] = []
    for command, land in zip(commands, lands, strict=True):
        outcome = decide(command, land, context, held)
        if isinstance(outcome, Accepted):
            codes = {row["code"] for row in land.after(outcome)} - {""}
            held.note(land.place_code, codes, land.root, land.code)
        outcomes.append(outcome)
    return outcomes


def decide(command: Any, land: Land, context: Context, held: Held | None = None) -> Decided:
    """Return the changes by which the plots come to be as stated, or why they cannot.

    ``held`` says who else holds a plot; without it nothing is asked.
    """
    wish = _Wish(command, land, context)
    wish.read()
    if wish.problems:
        return Refused(tuple(wish.problems))
    changes: list[Change] = list(wish.changes())
    questions = wish.questions(held) if held is not None else []
    result = {
        "household" if land.model is Plot else "village": str(land.root),
        "plots": len(wish.remaining),
        "asks": sorted({change.values["code"] for change in questions if isinstance(change, Insert)}),
    }
    changes.extend(questions)
    return Accepted(changes, (land.place_code,), result) if changes else Unchanged(result)


@dataclass(slots=True)
class _Wish:
    """One wish on its way: ``before`` and ``after`` are the columns of each plot that it names."""

    command: Any
    land: Land
    context: Context
    problems: list[Problem] = field(default_factory=list)
    before: list[Row | None] = field(default_factory=list)
    after: list[Row] = field(default_factory=list)
    remaining: list[Row] = field(default_factory=list)
    """The plots that there will be: those that are not named, then those that are."""

    def read(self) -> None:
        """Put stated plots on top of stored ones, and check each by itself and all together."""
        known = {row["id"]: row for row in self.land.plots}
        named = [*(each.id for each in self.command.plots), *self.command.removed]
        if len(set(named)) < len(named) or not known.keys() >= set(self.command.removed):
            self.problems.append(Problem("plot_not_here", "plots"))
            return
        for at, stated in enumerate(self.command.plots):
            stored = known.get(stated.id)
            self.before.append(stored)
            self.after.append(_merged(stated, stored or _BLANK))
            self.problems.extend(_named(problem, at) for problem in self._check(stated, stored, self.after[-1]))
        staying = [row for row in self.land.plots if row["id"] not in named]
        self.remaining = [*staying, *self.after]
        for later, name in find_twice([parcel_of(row) for row in self.remaining]):
            if later >= len(staying):
                self.problems.append(_named(Problem("plot_twice", name), later - len(staying)))

    def changes(self) -> list[Change]:
        """Return the changes of the plots."""
        changes: list[Change] = []
        for stated, before, after in zip(self.command.plots, self.before, self.after, strict=True):
            different = [name for name in PLOT_FIELDS if before and before[name] != after[name]]
            if before is None:
                changes.append(Insert(self.land.model, self._new(stated.id, after)))
            elif different:
                changes.append(self._updated(stated.id, *({n: side[n] for n in different} for side in (before, after))))
            changes.extend(self._evidence(stated, before))
        today = self.context.today
        changes.extend(self._updated(plot, {"ended_on": None}, {"ended_on": today}) for plot in self.command.removed)
        return changes

    def questions(self, held: Held) -> list[Insert | Update]:
        """Return the changes of what is asked about the household's plots."""
        land, context = self.land, self.context
        largest = largest_plot(context.policy, on=context.today, region=land.place_code)
        asked = [
            Asked(problem)
            for row in self.remaining
            for problem in asked_about(
                parcel_of(row), largest=largest, other=held.other(land.place_code, row["code"], land.root)
            )
        ]
        return asked_changes(
            asked,
            command_id=self.command.id,
            household_id=land.root,
            household_code=land.code,
            place_code=land.place_code,
            known=land.questions,
            origin=self.command.origin,
            today=context.today,
            keyring=context.keyring,
            about=(),
            of_plots=True,
        )

    def _check(self, stated: Any, stored: Row | None, after: Row) -> Collection[Problem]:
        if stored is None and stated.id in self.land.elsewhere:
            here = self.land.elsewhere[stated.id] == self.land.root
            return [Problem("plot_not_here" if here else "plot_of_other", "id")]
        if stated.idle_since and read_since(stated.idle_since) is None:
            return [Problem("idle_since_unreadable", "idle_since")]
        found = list(check_plot(parcel_of(after), today=self.context.today))
        if stated.file is not None and stated.file.id in self.land.unknown_files:
            found.append(Problem(self.land.unknown_files[stated.file.id].code, "file"))
        return found

    def _evidence(self, stated: Any, before: Row | None) -> list[Change]:
        return evidence_changes(
            stated,
            before,
            kind="plot",
            household_id=self.land.root,
            place_code=self.land.place_code,
            command_id=self.command.id,
            today=self.context.today,
        )

    def _new(self, plot: UUID, after: Row) -> Row:
        return {
            "id": plot,
            root_of(self.land.model): self.land.root,
            "place_code": self.land.place_code,
            "origin": self.command.origin,
            "stated_on": self.context.today,
            "ended_on": None,
            **after,
        }

    def _updated(self, plot: UUID, before: Row, after: Row) -> Update:
        return Update(self.land.model, plot, self.land.root, before, after, subject=self.land.root)


def _merged(stated: Any, stored: Mapping[str, Any]) -> Row:
    """Return the columns of a plot as stated on top of what is stored."""
    values = {name: stored[name] for name in PLOT_FIELDS}
    values.update({name: value for name in _STATED if (value := getattr(stated, name)) is not None})
    values.update({name: _BLANK[name] for name in stated.cleared if name in _BLANK})
    since = read_since(stated.idle_since) if stated.idle_since else None
    if since is not None:
        values["idle_from"], values["idle_to"] = since
    elif "idle_since" in stated.cleared or stated.land_use not in (None, Use.IDLE):
        values["idle_from"], values["idle_to"] = None, None
    return values


def _named(problem: Problem, at: int) -> Problem:
    """Return a problem whose field says which of the named plots it is about: ``plots.0.area``."""
    return Problem(problem.code, f"plots.{at}.{problem.field}", problem.values)
