"""Recurring commitments as pages show them: of a place, of a household, one with every period."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import QUERIES
from xiuhua.needs.commitments_facts import SEALED, Recorded
from xiuhua.needs.models import Commitment
from xiuhua.needs.queries.needs import HEALTH, opened
from xiuhua.needs.rules.commitments import LACKING, RHYTHM_NAMES, Mark, Period
from xiuhua.needs.rules.kinds import NeedKind, kinds
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.queries.named import households_named, people_of

COMMITMENTS = QUERIES["needs.commitments"]
PAGE_SIZE: Final = 50
SHOWN_PERIODS: Final = 12
"""So many periods are drawn in a list: a year of months."""


class Show(StrEnum):
    """Which commitments a list shows."""

    IN_FORCE = ""
    DUE = "due"
    LATE = "late"
    ASKED = "asked"
    ENDED = "ended"


_MARKS: Final[Mapping[Show, Collection[Mark]]] = {
    Show.DUE: (Mark.DUE,),
    Show.LATE: (Mark.MISSED, Mark.UNSAID),
    Show.ASKED: (Mark.ASKED,),
}


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment as lists show it, with its last periods.

    Of one that is ``sealed`` from the viewer the kind and the household are told, and nothing else.
    """

    id: UUID
    for_kind: str
    subject_id: UUID
    household: Text
    person: str
    place_code: str
    place: str
    kind: Text
    sealed: bool
    what: str
    provider: str
    name: str
    rhythm: str
    each: int
    valid_from: date
    until: date | None
    ended_on: date | None
    end_reason: str
    periods: tuple[Period, ...]

    @property
    def often(self) -> Text:
        """How often how many come, in words."""
        every = RHYTHM_NAMES[self.rhythm]
        people = "person" if self.each == 1 else "people"
        return Text(f"{every.zh} {self.each} 人", f"{self.each} {people} {every.en}")

    @property
    def is_pairing(self) -> bool:
        """Whether it is with a household or one of its people."""
        return self.for_kind != "village"

    def is_shown(self, show: Show) -> bool:
        """Say whether a list of this kind shows it."""
        if show is Show.ENDED:
            return self.ended_on is not None
        if show is Show.IN_FORCE:
            return self.ended_on is None
        if show is not Show.ASKED and self.ended_on is not None:
            return False
        return any(each.mark in _MARKS[show] for each in self.periods)


@dataclass(frozen=True, slots=True)
class PlaceCommitments:
    """The commitments of a place, as far as asked for; the counts are of all of them."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    lines: tuple[CommitmentLine, ...]
    after: str | None
    counts: Mapping[Show, int]


def place_commitments(
    viewer: Actor,
    code: str,
    *,
    on: date,
    show: Show = Show.IN_FORCE,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> PlaceCommitments | None:
    """Return the commitments of a place, or ``None`` where it is absent or outside; the same queries for every one."""
    found = place(viewer, code)
    if found is None or (not COMMITMENTS.allows(viewer.roles()) and not viewer.operator):
        return None
    rows = within(Commitment.objects.all(), viewer, COMMITMENTS, place=code)
    lines = commitment_lines(viewer, rows.order_by("place_code", "id"), on=on)
    listed = [each for each in lines if each.is_shown(show) and _cursor(each) > (after or "")]
    return PlaceCommitments(
        place=found,
        places=breadcrumb(viewer, code),
        lines=tuple(listed[:size]),
        after=_cursor(listed[size - 1]) if len(listed) > size else None,
        counts={each: sum(line.is_shown(each) for line in lines) for each in Show},
    )


def household_commitments(
    viewer: Actor, household_id: UUID, *, on: date, whole: bool = True
) -> tuple[CommitmentLine, ...]:
    """Return what is promised to a household and its people, what holds first; ``whole`` with its periods."""
    rows = within(Commitment.objects.filter(subject_id=household_id), viewer, COMMITMENTS)
    lines = commitment_lines(viewer, rows.order_by("-valid_from", "id"), on=on, whole=whole)
    return tuple(sorted(lines, key=lambda each: each.ended_on is not None))


def commitments_waiting(viewer: Actor, on: date) -> tuple[tuple[str, Show, date], ...]:
    """Return village, list and day of every period in which somebody has to do something, of what the viewer reads.

    Who recorded somebody's coming does not ask about it, so that those are left out.
    """
    rows = _ALL.answers(viewer)
    recorded = Recorded({each.id for each in rows})
    names = kinds(catalogue.policy(), on=on)
    waiting = []
    for row in rows:
        if is_sealed(viewer, row, names):
            continue
        for period in recorded.periods(row, on):
            own = {each.recorded_by for each in recorded.counted(row.id) if each.period == period.first}
            show = next((show for show, marks in _MARKS.items() if period.mark in marks), None)
            if show is None or (show is Show.ASKED and own == {viewer.person_id}):
                continue
            if show is Show.ASKED or row.ended_on is None:
                waiting.append((row.place_code, show, period.last))
    return tuple(waiting)


_ALL: Final = Seen(lambda gap, seen: seen(Commitment.objects.all(), COMMITMENTS), COMMITMENTS)


def is_sealed(viewer: Actor, row: Commitment, names: Mapping[str, NeedKind]) -> bool:
    """Say whether the viewer may know no more than that somebody is paired: it is about a household's health."""
    kind = names.get(row.kind)
    told = row.for_kind == "village" or (kind is not None and not kind.health)
    return not told and not reaches(viewer, HEALTH, row.place_code)


def commitment_lines(
    viewer: Actor, found: Iterable[Commitment], *, on: date, whole: bool = True
) -> Sequence[CommitmentLine]:
    """Return commitments as lists show them; what is not ``whole`` stands on a page that names place and household."""
    rows = list(found)
    recorded = Recorded({each.id for each in rows} if whole else ())
    names = kinds(catalogue.policy(), on=on)
    paired = [each for each in rows if each.for_kind != "village"]
    households = households_named(viewer, (each.subject_id for each in paired)) if whole else {}
    ids = {each.person_id for each in paired if each.person_id is not None}
    people = people_of(viewer, ids) if ids else {}
    providers = names_of_organisations(each.provider_id for each in rows)
    places = names_of_places(each.place_code for each in rows) if whole else {}
    keys = keyring()
    keys.load({each.subject_id for each in rows})
    lines = []
    for row in rows:
        sealed = is_sealed(viewer, row, names)
        home = households.get(row.subject_id)
        label = home.label if home is not None else Text("", "")
        texts = {
            name: opened(None if sealed else keys, row.subject_id, SEALED.format(name), getattr(row, name)) or ""
            for name in ("what", "name", "end_reason")
        }
        lines.append(
            CommitmentLine(
                id=row.id,
                for_kind=row.for_kind,
                subject_id=row.subject_id,
                household=label if isinstance(label, Text) else Text(label, label),
                person=people.get(row.person_id, "") if row.person_id and not sealed else "",
                place_code=row.place_code,
                place=places.get(row.place_code, row.place_code),
                kind=names[row.kind].name if row.kind in names else Text(row.kind, row.kind),
                sealed=sealed,
                provider="" if sealed or row.provider_id is None else providers.get(row.provider_id, ""),
                rhythm=row.rhythm,
                each=row.each,
                valid_from=row.valid_from,
                until=row.until,
                ended_on=row.ended_on,
                periods=() if sealed or not whole else recorded.periods(row, on),
                **texts,
            )
        )
    return lines


def lacking(line: CommitmentLine) -> tuple[Period, ...]:
    """Return the periods of a commitment for which somebody is still to come."""
    return tuple(each for each in line.periods if each.mark in LACKING)


def _cursor(line: CommitmentLine) -> str:
    return f"{line.place_code}_{line.id}"
