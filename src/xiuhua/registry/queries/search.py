"""Finding places, households and people by what one remembers of them, never outside the viewer's territory.

Each kind of key has its own index and is asked by itself in the order of that index, so that a short beginning
costs no more than a long one. Identity numbers are found whole or not at all, and never shown.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.names import normal_name
from xiuhua.kernel.places import Level, ancestor, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine, find_places, place_names
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.access import QUERIES
from xiuhua.registry.changes import IDENTITY_LABEL, identity_indexes
from xiuhua.registry.models import Household, Person
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.identity import check_identity, normal_identity
from xiuhua.registry.rules.shown import value_words

SHOWN = 20
"""Lines of each group on the page of results."""

WIDE = 100
"""Lines where one group is looked at by itself."""

PLACES, HOUSEHOLDS, PEOPLE = "places", "households", "people"
GROUPS = (PLACES, HOUSEHOLDS, PEOPLE)

_LAST = "\U0010ffff"
"""Comes after every character, so that a range of bytes holds all that begins with a text."""

_ACCESS = QUERIES["registry.households"]
_PERSON = ("id", "name", "code", "relation", "left_on", "place_code", "household_id", "household__code")
_HOUSEHOLD = ("id", "code", "place_code", "valid_to")


@dataclass(frozen=True, slots=True)
class HouseholdHit:
    """A household that was found; ``where`` names township and village."""

    id: UUID
    code: str
    head: str
    where: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person who was found, with what tells people of one name apart; no number of theirs is here."""

    id: UUID
    name: str
    relation: Text
    head: str
    household_id: UUID
    household_code: str
    where: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, by group; ``more`` names the groups in which there is more than is listed.

    ``secret`` says that the text was an identity number, which no page repeats.
    """

    places: tuple[PlaceLine, ...] = ()
    households: tuple[HouseholdHit, ...] = ()
    people: tuple[PersonHit, ...] = ()
    more: frozenset[str] = frozenset()
    secret: bool = False

    @property
    def nothing(self) -> bool:
        """Say whether nothing was found."""
        return not (self.places or self.households or self.people)


def search(viewer: Actor, text: str, *, on: date, group: str = "", limit: int = SHOWN) -> Results:
    """Return what begins with the text in the viewer's territory; ``group`` asks for one group only.

    Chinese finds names and given names, letters pinyin and initials, digits codes; the code and the identity
    number of a person are found whole.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return Results()
    wanted = (group,) if group in GROUPS else GROUPS
    secret = _is_identity(plain, on)
    places = find_places(viewer, plain, limit=limit + 1) if PLACES in wanted and not secret else ()
    homes = _households(viewer, plain, limit) if HOUSEHOLDS in wanted else []
    people = _people(viewer, plain, limit, secret=secret) if PEOPLE in wanted else []
    return _results(places, homes, people, limit, secret=secret, viewer=viewer)


def _results(
    places: Sequence[PlaceLine],
    homes: list[dict[str, Any]],
    people: list[dict[str, Any]],
    limit: int,
    *,
    secret: bool,
    viewer: Actor,
) -> Results:
    """Return what was found in words; each group holds one more than is shown, where there is more."""
    found = {PLACES: len(places), HOUSEHOLDS: len(homes), PEOPLE: len(people)}
    homes, people = homes[:limit], people[:limit]
    heads = heads_of([row["id"] for row in homes] + [row["household_id"] for row in people])
    names = place_names(viewer, set(_places_of((*homes, *people))))
    return Results(
        places=tuple(places[:limit]),
        households=tuple(_household_hit(row, heads, names) for row in homes),
        people=tuple(_person_hit(row, heads, names) for row in people),
        more=frozenset(name for name, count in found.items() if count > limit),
        secret=secret,
    )


def of_the_same_number(viewer: Actor, person: str, *, limit: int = SHOWN) -> Results:
    """Return the people of the viewer's territory who share the identity number of one of them, by its id."""
    try:
        known = within(Person.objects.filter(id=UUID(person)), viewer, _ACCESS).exclude(identity_index="")
    except ValueError:
        return Results(secret=True)
    first = known.values_list("id", "identity", "identity_index").first()
    if first is None:
        return Results(secret=True)
    key, sealed, index = first
    keys = keyring()
    shared = identity_indexes(keys.open(key, IDENTITY_LABEL, sealed), keys) if keys.is_changing and sealed else (index,)
    rows = within(Person.objects.filter(identity_index__in=shared), viewer, _ACCESS)
    people = list(rows.order_by("place_code", "id").values(*_PERSON)[: limit + 1])
    return _results([], [], people, limit, secret=True, viewer=viewer)


def looks_secret(text: str) -> bool:
    """Say whether a text may be an identity number, complete or nearly, so that no page and no address repeats it.

    >>> looks_secret("62019919880830015"), looks_secret("620122999999999")
    (True, False)
    """
    number = normal_identity(text)
    return len(number) >= 15 and number[:14].isdigit() and number[6:8] in ("18", "19", "20")


def _is_identity(text: str, on: date) -> bool:
    return not isinstance(check_identity(normal_identity(text), today=on), Problem)


def _households(viewer: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Return households with this code, ended ones too, and present ones whose code begins with it.

    Codes of a county begin alike. Where nearly all of them lie in the territory they are read in the order of
    codes, else in the order of places: so that neither reads past everything that the viewer may not see. In the
    order of codes the place is compared as an expression, or SQLite would sort every household of the territory.
    """
    if not text.isascii() or not any(character.isdigit() for character in text):
        return []
    code = text.upper()
    exact = within(Household.objects.filter(code=code), viewer, _ACCESS).order_by("place_code", "id")
    begun = Household.objects.filter(_begins("code", code), valid_to=None)
    if _is_wide(viewer):
        begun = begun.alias(place=Concat("place_code", Value("")))
        ordered = within(begun, viewer, _ACCESS, field="place").order_by("code", "place_code")
    else:
        ordered = within(begun, viewer, _ACCESS).order_by("place_code", "code")
    found = {row["id"]: row for rows in (exact, ordered) for row in rows.values(*_HOUSEHOLD)[: limit + 1]}
    return list(found.values())


def _is_wide(viewer: Actor) -> bool:
    territories = viewer.territories(_ACCESS.roles)
    return viewer.operator or any(level_of(code) in (Level.PROVINCE, Level.PREFECTURE) for code in territories)


def _people(viewer: Actor, text: str, limit: int, *, secret: bool) -> list[dict[str, Any]]:
    """Return people by each key that the text can be, everybody once."""
    found: dict[UUID, dict[str, Any]] = {}
    for column, condition in _keys(text, secret):
        rows = within(Person.objects.filter(condition), viewer, _ACCESS)
        for row in rows.order_by(column, "place_code", "id").values(*_PERSON)[: limit + 1]:
            found.setdefault(row["id"], row)
    return list(found.values())


def _keys(text: str, secret: bool) -> Iterator[tuple[str, Q]]:
    """Yield the columns in which the text can be found, with the condition on each."""
    if secret:
        yield "identity_index", Q(identity_index__in=identity_indexes(normal_identity(text), keyring()))
        return
    if not text.isascii():
        name = normal_name(text)
        yield from ((column, _begins(column, name)) for column in ("name", "given_name"))
        return
    yield "code", Q(code=text.upper())
    if not text.isdigit():
        letters = "".join(character for character in text.casefold() if character.isalnum())
        columns = ("name_pinyin", "name_initials", "given_pinyin") if letters else ()
        yield from ((column, _begins(column, letters)) for column in columns)


def _begins(column: str, text: str) -> Q:
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})


def _household_hit(row: Mapping[str, Any], heads: Mapping[UUID, str], names: Mapping[str, str]) -> HouseholdHit:
    where = _where(row["place_code"], names)
    return HouseholdHit(row["id"], row["code"], heads.get(row["id"], ""), where, row["valid_to"])


def _person_hit(row: Mapping[str, Any], heads: Mapping[UUID, str], names: Mapping[str, str]) -> PersonHit:
    return PersonHit(
        id=row["id"],
        name=row["name"],
        relation=value_words("relation", row["relation"]),
        head=heads.get(row["household_id"], ""),
        household_id=row["household_id"],
        household_code=row["household__code"],
        where=_where(row["place_code"], names),
        left_on=row["left_on"],
    )


def _places_of(rows: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for row in rows:
        yield from (row["place_code"], ancestor(row["place_code"], Level.TOWNSHIP))


def _where(code: str, names: Mapping[str, str]) -> str:
    township = names.get(ancestor(code, Level.TOWNSHIP), "")
    return " ".join(filter(None, (township, names.get(code, code))))
