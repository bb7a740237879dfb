"""Which consents are in force on a day, for rows of a query and for whoever decides about households in bulk."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiuhua.registry.models import Consent
from xiuhua.registry.rules.comparison_grounds import Needed

AT_ONCE: Final = 5000

Agreed = Mapping[UUID, frozenset[UUID | None]]
"""Who agreed, by household; ``None`` is the whole household."""


def in_force_among(rows: QuerySet[Consent], needed: Needed, *, on: date) -> QuerySet[Consent]:
    """Return those of some consents that are what is needed, and in force on a day."""
    return rows.filter(
        Q(until=None) | Q(until__gte=on),
        Q(revoked_on=None) | Q(revoked_on__gt=on),
        data_set=needed.data_set,
        purpose=needed.purpose,
        scope=needed.scope,
        given_on__lte=on,
    )


def agreed_among(rows: QuerySet[Consent], households: Collection[UUID], needed: Needed, *, on: date) -> Agreed:
    """Return who agreed, by household; one query for each five thousand. Who has not agreed is absent."""
    found: defaultdict[UUID, set[UUID | None]] = defaultdict(set)
    wanted = sorted(set(households))
    for start in range(0, len(wanted), AT_ONCE):
        among = in_force_among(rows.filter(household_id__in=wanted[start : start + AT_ONCE]), needed, on=on)
        for household, person in among.values_list("household_id", "person_id"):
            found[household].add(person)
    return {household: frozenset(people) for household, people in found.items()}


def agreed_to_line(needed: Needed, *, on: date) -> Exists:
    """Return the condition that a row's household, or its person, has agreed."""
    own = Consent.objects.filter(Q(person_id=None) | Q(person_id=OuterRef("person_id")))
    return Exists(in_force_among(own.filter(household_id=OuterRef("household_id")), needed, on=on))
