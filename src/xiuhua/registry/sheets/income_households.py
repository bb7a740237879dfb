"""The households of which a sheet of incomes speaks, read in bulk, only inside the importer's territory."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from xiuhua.kernel.access import Access
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import Run
from xiuhua.registry.ledgers import StoredLedger, load_ledgers
from xiuhua.registry.models import Household, Membership, Question
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.questions import OPEN


@dataclass(frozen=True, slots=True)
class Family:
    """A present household with its ledgers and everybody who belongs or belonged to it: (id, code, name)."""

    id: UUID
    place_code: str
    head: str
    ledgers: Sequence[StoredLedger]
    people: Collection[tuple[UUID, str, str]]
    open_questions: int

    @property
    def members(self) -> frozenset[UUID]:
        """Return the ids of its people."""
        return frozenset(person for person, _, _ in self.people)

    def person(self, code: str, name: str) -> UUID | None:
        """Return who is meant: by code, else by a name that only one of them has."""
        found = [person for person, known, _ in self.people if code and known == code]
        found = found or [person for person, _, called in self.people if not code and called == name]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Families:
    """The households by code; a code that several villages hold names several."""

    by_code: Mapping[str, Sequence[Family]]

    @classmethod
    def read(cls, codes: Collection[str], run: Run, access: Access) -> "Families":
        """Read the present households with these codes in which the actor may write a ledger; six queries."""
        present = Household.objects.using(run.using).filter(code__in=codes, valid_to=None)
        rows = list(within(present, run.actor, access).order_by("code", "id").values_list("id", "code", "place_code"))
        ids = [household for household, _, _ in rows]
        ledgers, heads = load_ledgers(ids, using=run.using), heads_of(ids)
        people: defaultdict[UUID, list[tuple[UUID, str, str]]] = defaultdict(list)
        belonging = Membership.objects.using(run.using).filter(household_id__in=ids).distinct()
        for household, *person in belonging.values_list("household_id", "person_id", "person__code", "person__name"):
            people[household].append((person[0], person[1], person[2]))
        asked = Question.objects.using(run.using).filter(household_id__in=ids, state=OPEN)
        questions = dict(asked.values_list("household_id").annotate(n=Count("*")).order_by())
        by_code: defaultdict[str, list[Family]] = defaultdict(list)
        for household, code, place_code in rows:
            family = Family(
                household,
                place_code,
                heads.get(household, ""),
                ledgers.get(household, ()),
                people[household],
                questions.get(household, 0),
            )
            by_code[code].append(family)
        return cls(by_code)
