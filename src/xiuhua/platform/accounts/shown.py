"""What the journal's pages may say of people, places and organisations: names inside the viewer's territory."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.access import ORGANISATIONS, PEOPLE, PLACES
from xiuhua.platform.accounts.models import Account, Organisation, Place
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal.browsing import RecordName


def people_shown(viewer: Actor, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of those of these people whom the viewer may see, himself included; one query."""
    wanted = {each for each in ids if each is not None}
    return dict(_seen(viewer).filter(id__in=wanted).values_list("id", "name"))


def accounts_kept(viewer: Actor, access: Access) -> QuerySet[Account]:
    """Return the ids of the accounts that are kept where the viewer holds a role of ``access``, for a larger query."""
    return within(Account.objects.all(), viewer, access).values("id")


def accounts_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the accounts that the viewer may see are called."""
    rows = _seen(viewer).filter(id__in=set(ids)).values_list("id", "name")
    linked = PEOPLE.allows(viewer.roles()) or viewer.operator
    return {key: RecordName(name, "person" if linked else "", str(key)) for key, name in rows}


def places_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the places that the viewer may see are called."""
    rows = within(Place.objects.filter(id__in=set(ids)), viewer, PLACES, field="code").values_list("id", "code", "name")
    return {key: RecordName(name or code, "place", code) for key, code, name in rows}


def organisations_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the organisations that the viewer may see are called."""
    rows = within(Organisation.objects.filter(id__in=set(ids)), viewer, ORGANISATIONS).values_list("id", "name")
    return {key: RecordName(name) for key, name in rows}


NAMED: Mapping[str, Callable[[Actor, Iterable[UUID]], Mapping[UUID, RecordName]]] = {
    Account._meta.db_table: accounts_named,
    Place._meta.db_table: places_named,
    Organisation._meta.db_table: organisations_named,
}
"""By table, who names its records."""


def _seen(viewer: Actor) -> QuerySet[Account]:
    return within(Account.objects.all(), viewer, PEOPLE) | Account.objects.filter(Q(id=viewer.person_id))
