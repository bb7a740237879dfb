"""Names of places and people that other modules show on their pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.platform.accounts.access import PLACES
from xiuhua.platform.accounts.models import Account, Organisation, Place, Post
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import within


def villages_in(viewer: Actor, code: str, *, on: date | None = None) -> dict[str, str]:
    """Return code and shown name of the open villages in a place, as far as the viewer sees them, in code order.

    With a day they are those that were open on it.
    """
    rows = Place.objects.filter(open_on(on), code__range=bounds(code), level=Level.VILLAGE)
    named = within(rows, viewer, PLACES, field="code").order_by("code").values_list("code", "name")
    return {village: name or village for village, name in named}


def open_on(day: date | None) -> Q:
    """Return which places are open on a day, or now without one; most have always been."""
    if day is None:
        return Q(valid_to=None)
    return Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))


def names_of_places(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the shown names of places of records that the viewer sees already; one query."""
    rows = Place.objects.filter(code__in=set(codes)).values_list("code", "name")
    return {code: name or code for code, name in rows}


def names_of_people(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of people who acted on records that the viewer sees already; one query, none for nobody."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    return dict(Account.objects.filter(id__in=wanted).values_list("id", "name"))


def people_serving(code: str, *, on: date, using: str = "default") -> Mapping[UUID, str]:
    """Return who has a post on a day that holds in a place, by account: for whoever chooses one of them there."""
    codes = {ancestor(code, level) for level in Level}
    held = Post.objects.using(using).filter(
        Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, place_code__in=codes, account__active=True
    )
    return dict(held.order_by("account__name", "account_id").values_list("account_id", "account__name"))


def names_of_organisations(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of organisations that records name which the viewer sees already; one query, none for none."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    return dict(Organisation.objects.filter(id__in=wanted).values_list("id", "name"))
