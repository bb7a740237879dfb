"""Where a household is, for pages that ask nothing else of it."""

from dataclasses import dataclass
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.erasing import ERASED_HOUSEHOLD

ROOT = Household._meta.db_table
"""The table of households: commands whose record lies in it change a household."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A household by its name and the village in which it stands; ``ended`` where it is a household no more."""

    id: UUID
    name: Text
    place_code: str
    ended: bool


def whereabouts(viewer: Actor, household_id: UUID) -> Whereabouts | None:
    """Return a household, ended ones too, or ``None`` where it is absent or out of the viewer's sight."""
    rows = within(Household.objects.filter(id=household_id), viewer, QUERIES["registry.households"])
    found = rows.values_list("code", "place_code", "valid_to", "erased_on").first()
    if found is None:
        return None
    code, place_code, valid_to, erased_on = found
    if erased_on is not None:
        return Whereabouts(household_id, ERASED_HOUSEHOLD, place_code, ended=True)
    head = heads_of((household_id,)).get(household_id)
    name = Text(f"{head} 户", f"Household of {head}") if head else Text(f"户 {code}", f"Household {code}")
    return Whereabouts(household_id, name, place_code, valid_to is not None)
