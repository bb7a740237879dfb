"""Names of places and people that other modules show on their pages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.once import kept, looked_up
from xiuhua.kernel.places import Level, ancestor, prefix_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import ORGANISATIONS, PLACES
from xiuhua.platform.accounts.models import Account, Organisation, Place, Post
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal.sql import select_values
from xiuhua.platform.journal.worded import Gaps


def villages_in(viewer: Actor, code: str, *, on: date | None = None) -> dict[str, str]:
    """Return code and shown name of the open villages in a place, as far as the viewer sees them, in code order.

    With a day they are those that were open on it.
    """
    asked = {} if on is None else {"on": on}
    found = kept(("villages", viewer, code, on), lambda: _VILLAGES.answers(viewer, place=code, **asked))
    return {village: name or village for village, name in found}


def _villages(gap: Gaps, seen: Inside) -> QuerySet[Place, tuple[str, str]]:
    rows = seen(
        Place.objects.filter(open_on(gap("on") if "on" in gap else None), level=Level.VILLAGE), PLACES, field="code"
    )
    return rows.order_by("code").values_list("code", "name")


_VILLAGES: Final = Seen(_villages, PLACES)


def open_on(day: date | None) -> Q:
    """Return which places are open on a day, or now without one; most have always been."""
    if day is None:
        return Q(valid_to=None)
    return Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))


def names_of_places(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the shown names of places of records that the viewer sees already; one query."""
    return looked_up("names of places", codes, _places)


def names_of_people(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of people who acted on records that the viewer sees already; one query, none for nobody."""
    return looked_up("names of people", (each for each in ids if each is not None), _people)


def roles_of_posts(ids: Iterable[UUID | None]) -> Mapping[UUID, Text]:
    """Return the roles of the posts through which people acted, in words; one query, none for none."""
    return looked_up("roles of posts", (each for each in ids if each is not None), _roles)


SERVING: Final = frozenset(role.value for role in Role) - {Role.ADMINISTRATOR.value, Role.AUDITOR.value}
"""The roles of those who do something for people: whoever looks after the system, or audits, does not."""


def people_serving(code: str, *, on: date, roles: frozenset[str] = SERVING, using: str = "default") -> frozenset[UUID]:
    """Return the accounts of those whose post serves a place on a day: who can be chosen there."""
    return frozenset(_serving(code, on, roles, using).values_list("account_id", flat=True))


def serving_named(code: str, *, on: date, roles: frozenset[str] = SERVING) -> Mapping[UUID, Text]:
    """Return the same people as one chooses them: name · post · unit, those nearest to the place first.

    The unit is the organisation, or else the place, of the post. Where two would read alike their logins follow.
    """
    rows = list(_serving(code, on, roles).select_related("account", "organisation"))
    rows.sort(key=lambda each: (-len(prefix_of(each.place_code)), each.account.name_pinyin, each.account.login))
    places = names_of_places(each.place_code for each in rows)
    said: dict[UUID, Text] = {}
    for each in rows:
        unit = each.organisation.name if each.organisation else places.get(each.place_code, each.place_code)
        role, before = ROLE_NAMES[Role(each.role)], said.get(each.account_id)
        held = Text(f"{role.zh} · {unit}", f"{role.en} · {unit}")
        name = each.account.name
        said[each.account_id] = (
            Text(f"{before.zh}；{held.zh}", f"{before.en}; {held.en}")
            if before
            else Text(f"{name} · {held.zh}", f"{name} · {held.en}")
        )
    logins, alike = {each.account_id: each.account.login for each in rows}, Counter(said.values())
    return {
        key: text if alike[text] == 1 else Text(f"{text.zh}（{logins[key]}）", f"{text.en} ({logins[key]})")
        for key, text in said.items()
    }


def _serving(code: str, on: date, roles: frozenset[str], using: str = "default") -> QuerySet[Post]:
    codes = {ancestor(code, level) for level in Level}
    held = Post.objects.using(using).filter(role__in=roles, place_code__in=codes, account__active=True)
    return held.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def organisations_around(code: str, *, using: str = "default") -> Mapping[UUID, str]:
    """Return the names of the organisations of the county in which a place lies: for whoever asks one to help there."""
    county = bounds(ancestor(code, Level.COUNTY))
    rows = Organisation.objects.using(using).filter(place_code__range=county)
    return dict(rows.order_by("place_code", "name_pinyin", "id").values_list("id", "name"))


def organisations_coming(viewer: Actor, code: str, *, using: str = "default") -> Mapping[UUID, str]:
    """Return the names of the organisations that may come to a place of the viewer: those seen, those it lies under."""
    rows = Organisation.objects.using(using)
    over = {ancestor(code, level) for level in Level} if reaches(viewer, PLACES, code) else set()
    there = within(rows.all(), viewer, ORGANISATIONS) | rows.filter(place_code__in=over)
    return dict(there.order_by("place_code", "name_pinyin", "id").values_list("id", "name"))


def organisations_at(viewer: Actor, codes: Iterable[str]) -> tuple[tuple[str, str, UUID, str], ...]:
    """Return place code, kind, id and name of the organisations of just these places, as far as the viewer sees."""
    rows = within(Organisation.objects.filter(place_code__in=set(codes)), viewer, ORGANISATIONS)
    return tuple(rows.order_by("place_code", "id").values_list("place_code", "kind", "id", "name"))


def names_of_organisations(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return the names of organisations that records name which the viewer sees already; one query, none for none."""
    return looked_up("names of organisations", (each for each in ids if each is not None), _organisations)


def _places(codes: set[str]) -> Mapping[str, str]:
    rows = select_values(Place, ("code", "name"), {"code": codes})
    return {row["code"]: row["name"] or row["code"] for row in rows}


def _people(ids: set[UUID]) -> Mapping[UUID, str]:
    return {row["id"]: row["name"] for row in select_values(Account, ("id", "name"), {"id": ids})}


def _roles(ids: set[UUID]) -> Mapping[UUID, Text]:
    return {row["id"]: ROLE_NAMES[Role(row["role"])] for row in select_values(Post, ("id", "role"), {"id": ids})}


def _organisations(ids: set[UUID]) -> Mapping[UUID, str]:
    return {row["id"]: row["name"] for row in select_values(Organisation, ("id", "name"), {"id": ids})}
