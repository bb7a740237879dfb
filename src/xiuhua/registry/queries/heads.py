"""Who stands for a household in lists: its head."""

from collections.abc import Iterable
from uuid import UUID

from xiuhua.registry.models import Person
from xiuhua.registry.rules.codes import RELATIONS

HEAD = "head"


def heads_of(households: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of the present heads of households that the viewer sees; one query."""
    present = Person.objects.filter(household_id__in=set(households), left_on=None)
    return {
        household: name
        for household, relation, name in present.values_list("household_id", "relation", "name")
        if RELATIONS.code(relation) == HEAD
    }
