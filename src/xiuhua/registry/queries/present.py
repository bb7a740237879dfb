"""The present households of a place by id, for modules that ask what is missing of some of them."""

from dataclasses import dataclass
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household


@dataclass(frozen=True, slots=True)
class Present:
    """A present household: its id, the code of its village, its own code."""

    id: UUID
    place_code: str
    code: str

    @property
    def key(self) -> str:
        """Where it stands in the order of lists."""
        return f"{self.place_code}/{self.code}"


def present_households(viewer: Actor, code: str) -> tuple[Present, ...]:
    """Return every present household of a place that the viewer sees, in the order of village and code; one query."""
    rows = within(Household.objects.filter(valid_to=None), viewer, QUERIES["registry.households"], place=code)
    return tuple(Present(*row) for row in rows.order_by("place_code", "code").values_list("id", "place_code", "code"))
