"""Names of places and people that other modules show on their pages."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level
from xiuhua.platform.accounts.access import PLACES
from xiuhua.platform.accounts.models import Account, Place
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import within


def villages_in(viewer: Actor, code: str) -> dict[str, str]:
    """Return code and shown name of the open villages in a place, as far as the viewer sees them, in code order."""
    rows = Place.objects.filter(code__range=bounds(code), level=Level.VILLAGE, valid_to=None)
    named = within(rows, viewer, PLACES, field="code").order_by("code").values_list("code", "name")
    return {village: name or village for village, name in named}


def names_of_people(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of people who acted on records that the viewer sees already; one query, none for nobody."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    return dict(Account.objects.filter(id__in=wanted).values_list("id", "name"))
