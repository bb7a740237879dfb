"""What the pages and the API tell of comparisons, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.registry.rules.comparison_kinds import ComparisonKind
from xiuhua.registry.rules.comparison_states import ASKING, LABELS, RESULTS, LineState, Side, state_of


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as far as the viewer sees it: ``counts`` and ``open`` are of the lines of the own territory.

    ``rows`` and ``outside`` are there only where the whole of it lies in the territory.
    """

    id: UUID
    kind: ComparisonKind
    place_code: str
    place: str
    listed_on: date
    compared_on: date
    who: str
    counts: Mapping[Side, int]
    open: int
    rows: int | None
    outside: int | None
    may_delete: bool

    @property
    def looked(self) -> int:
        """Return how many of the lines that ask for something somebody has looked at."""
        return sum(self.counts.get(side, 0) for side in ASKING) - self.open


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Comparisons that concern a place, the newest first; ``before`` is the id before which the next ones come."""

    place: PlaceLine
    crumbs: tuple[PlaceLine, ...]
    rows: tuple[Compared, ...]
    before: UUID | None
    may_compare: bool


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line: who, where, what the list says and what is recorded now, and what came of looking.

    ``number`` is masked, ``row`` the row of the list or 0. ``listed`` and ``recorded`` are said in words, ``cells``
    are the list's own. ``agrees_now``: what is recorded here has come to say the same since. A line that is not
    compared names the household and nothing else; ``needs`` says why and what to do.
    """

    id: UUID
    comparison_id: UUID
    side: Side
    household_id: UUID | None
    household_code: str
    head: str
    person_id: UUID | None
    name: str
    number: str
    village: str
    where: str
    row: int
    listed: Text | None
    cells: tuple[tuple[str, str], ...]
    recorded: Text | None
    agrees_now: bool
    result: str
    note: str
    handled_by: str
    handled_on: date | None
    problem: Problem | None
    needs: Text | None = None

    @property
    def state(self) -> LineState | None:
        """Return whether somebody has looked; nothing where nothing is asked."""
        return state_of(self.side, self.result)

    @property
    def state_said(self) -> Text | None:
        """Return the state in words, or the result where there is one."""
        if self.result:
            return RESULTS[self.side].get(self.result)
        return LABELS[self.state] if self.state else None


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Some lines of a comparison on one side, or with ``every`` on those looked at; by villages and household codes."""

    comparison: Compared
    crumbs: tuple[PlaceLine, ...]
    side: Side
    lines: tuple[ComparedLine, ...]
    after: int | None
    may_handle: bool
    every: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdCompared:
    """What a comparison says of one household: how many lines differ, how many of them are open.

    ``compared`` is false where the consent that its list needs is not in force.
    """

    id: UUID
    kind: ComparisonKind
    listed_on: date
    differing: int
    open: int
    side: Side
    compared: bool
