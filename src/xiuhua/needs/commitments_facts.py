"""What the handlers of recurring commitments read before they decide: each kind once for a whole list of commands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from xiuhua.needs.facts import Places
from xiuhua.needs.models import Coming, Commitment, Miss
from xiuhua.needs.rules.commitments import Came, Period, Terms, periods

SEALED: Final = "needs_commitment.{}"
COMING_SEALED: Final = "needs_coming.{}"
REASON_LABEL: Final = "needs_miss.reason"


class OfCommitment(Protocol):
    """A command about one commitment."""

    @property
    def commitment_id(self) -> UUID:
        """The commitment's id."""


class Recorded:
    """What is recorded of some commitments: who came, and which periods were missed; two queries, none for none."""

    def __init__(self, ids: Collection[UUID], *, using: str = "default") -> None:
        self._comings: defaultdict[UUID, list[Coming]] = defaultdict(list)
        self._misses: defaultdict[UUID, list[Miss]] = defaultdict(list)
        if not ids:
            return
        for coming in Coming.objects.using(using).filter(commitment_id__in=ids).order_by("came_on", "id"):
            self._comings[coming.commitment_id].append(coming)
        for miss in Miss.objects.using(using).filter(commitment_id__in=ids).order_by("period"):
            self._misses[miss.commitment_id].append(miss)

    def comings(self, commitment_id: UUID) -> list[Coming]:
        """Return who came for a commitment, in the order of days."""
        return self._comings[commitment_id]

    def misses(self, commitment_id: UUID) -> list[Miss]:
        """Return the periods that were missed, in their order."""
        return self._misses[commitment_id]

    def counted(self, commitment_id: UUID) -> list[Coming]:
        """Return who came, without what whoever it was for says did not happen."""
        return [each for each in self._comings[commitment_id] if each.came is not False]

    def periods(self, row: Commitment, today: date) -> tuple[Period, ...]:
        """Return the periods of a commitment that have begun, with what became of each."""
        came = [Came(each.period, each.came_on, each.people, each.came) for each in self._comings[row.id]]
        return periods(terms_of(row), came, (each.period for each in self._misses[row.id]), today)


def terms_of(row: Commitment) -> Terms:
    """Return what was promised."""
    return Terms(row.rhythm, row.each, row.valid_from, row.until, row.ended_on)


def places_of_commitments(commands: Sequence[OfCommitment]) -> Places:
    """Return the village of each commitment."""
    ids = {each.commitment_id for each in commands}
    codes = dict(Commitment.objects.filter(id__in=ids).values_list("id", "place_code"))
    return [(codes[each.commitment_id],) if each.commitment_id in codes else None for each in commands]


def commitments_by_id(commands: Iterable[OfCommitment], *, using: str = "default") -> Mapping[UUID, Commitment]:
    """Return the commitments that commands name."""
    return Commitment.objects.using(using).in_bulk({each.commitment_id for each in commands})
