"""Where the people and households are that something else, such as an evidence file, is about."""

from collections.abc import Collection, Mapping
from uuid import UUID

from xiuhua.registry.models import Household, Person


def places_of_subjects(ids: Collection[UUID], using: str) -> Mapping[UUID, str]:
    """Return the place codes of those of these ids that are households or people, ended and former ones included."""
    households = Household.objects.using(using).filter(id__in=ids).values_list("id", "place_code")
    people = Person.objects.using(using).filter(id__in=ids).values_list("id", "place_code")
    return {**dict(households), **dict(people)}
