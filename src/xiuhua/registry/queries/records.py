"""What a household's page shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.registry.queries.bank import Bank
from xiuhua.registry.queries.events import Event
from xiuhua.registry.queries.income_records import IncomeBars, IncomeOfYear
from xiuhua.registry.rules.plots import ASKED_OF_PLOTS
from xiuhua.registry.rules.shown import value_words


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household. Numbers are masked; ``health`` is ``None`` where the viewer may not see it.

    ``stated`` holds the other facts by field as they were stated, blank ones left out.
    """

    id: UUID
    code: str
    name: str
    relation: Text
    is_head: bool
    age: int | None
    female: bool | None
    identity: str
    phone: str
    health: Text | None
    stated: Mapping[str, Any]
    joined_on: date | None
    origin: str = ""

    @property
    def said(self) -> Mapping[str, Text]:
        """Return the stated facts in words."""
        return {name: value_words(name, value) for name, value in self.stated.items()}


@dataclass(frozen=True, slots=True)
class Former:
    """A person who belonged to the household; ``household_id`` is where they belong now, if that can be opened."""

    id: UUID
    name: str
    since: date
    until: date
    cause: Text
    household_id: UUID | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states of the household, from a day until the next statement.

    ``entry`` names the journal's entry that recorded it, ``who`` the person who did.
    """

    id: UUID
    valid_from: date
    valid_to: date | None
    source: Text
    batch: UUID | None
    values: Mapping[str, Any]
    entry: str = ""
    who: str = ""
    recorded: datetime | None = None

    @property
    def income(self) -> int | None:
        """Return the stated net income per head in cents."""
        cents: int | None = self.values["per_head_income"]
        return cents


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the household or one of its people, with its answer where there is one."""

    id: UUID
    problem: Problem
    kind: Text
    person_id: UUID | None
    person: str
    raised_on: date
    source: Text
    reason: str = ""
    answered_by: str = ""
    answered_on: date | None = None

    @property
    def of_plots(self) -> bool:
        """Say whether it is asked of the household's plots, and mended there."""
        return self.problem.code in ASKED_OF_PLOTS


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done with the household; ``why_not`` says who may, where the viewer may not."""

    code: str
    label: Text
    why_not: Text | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """A household that joined this one on a day, and who came with it: what was begun with it stands on its page."""

    id: UUID
    on: date
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """The page of one household.

    ``income`` is the stated net income per head, ``incomes`` the ledgers, the newest year first. ``statement`` is what
    is stated now, ``statements`` all of them, the newest first. ``withheld`` counts open questions that speak of
    health, for a viewer who may not see it. ``day`` is one gone by for which it is shown. Of one that is erased nothing
    but its days is told.
    """

    id: UUID
    code: str
    place_code: str
    places: tuple[PlaceLine, ...]
    natural_village: str
    valid_from: date
    valid_to: date | None
    end_cause: Text | None
    version: UUID | None
    as_of: date
    day: date | None
    bank: Bank | None
    head: str
    state: Text
    tone: str
    members: tuple[Member, ...]
    former: tuple[Former, ...]
    labour: Figure
    income: Figure
    incomes: tuple[IncomeOfYear, ...]
    bars: IncomeBars | None
    statement: Stated | None
    statements: tuple[Stated, ...]
    open: tuple[Asked, ...]
    answered: tuple[Asked, ...]
    withheld: int
    missing: tuple[Problem, ...]
    events: tuple[Event, ...]
    actions: Mapping[str, Action]
    sees_health: bool
    health_reason: Text
    origin: str = ""
    erased_on: date | None = None
    joined: tuple[Joined, ...] = ()

    @property
    def ended(self) -> bool:
        """Say whether the household is over."""
        return self.valid_to is not None

    @property
    def began_later(self) -> bool:
        """Say whether there was no such household yet on the day for which it is asked."""
        return self.day is not None and self.day < self.valid_from

    def member(self, person_id: UUID) -> Member | None:
        """Return a present member."""
        return next((each for each in self.members if each.id == person_id), None)
