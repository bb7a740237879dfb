"""The households of which a sheet of plots speaks, read in bulk, only inside the importer's territory."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import Run
from xiuhua.registry.commands.plot_keeping import Land
from xiuhua.registry.models import Household, Plot, Question
from xiuhua.registry.plots import Held, load_plots
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.plots import ASKED_OF_PLOTS


@dataclass(frozen=True, slots=True)
class Holder:
    """A present household with its plots."""

    land: Land
    head: str


@dataclass(frozen=True, slots=True)
class Holders:
    """The households by code (a code that several villages hold names several), and who holds which plot."""

    by_code: Mapping[str, Sequence[Holder]]
    held: Held
    states: Mapping[str, str]
    """By fingerprint: what became of the questions about plots that were asked already."""

    @classmethod
    def read(cls, codes: Collection[str], parcels: Collection[str], run: Run, access: Access) -> "Holders":
        """Read the present households with these codes in which the actor may write plots; five queries."""
        present = Household.objects.using(run.using).filter(code__in=codes, valid_to=None)
        rows = list(within(present, run.actor, access).order_by("code", "id").values_list("id", "code", "place_code"))
        ids = [household for household, _, _ in rows]
        plots, heads = load_plots(Plot, ids, using=run.using), heads_of(ids)
        questions: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
        asked = Question.objects.using(run.using).filter(household_id__in=ids, code__in=ASKED_OF_PLOTS)
        for row in asked.values("id", "household_id", "person_id", "code", "fingerprint", "state"):
            questions[row["household_id"]].append(row)
        by_code: defaultdict[str, list[Holder]] = defaultdict(list)
        for household, code, place_code in rows:
            land = Land(Plot, household, place_code, plots.get(household, []), {}, code, questions[household])
            by_code[code].append(Holder(land, heads.get(household, "")))
        known = {row["code"] for some in plots.values() for row in some}
        held = Held.read({*parcels, *known}, {place for _, _, place in rows}, using=run.using)
        states = {row["fingerprint"]: row["state"] for some in questions.values() for row in some}
        return cls(by_code, held, states)
