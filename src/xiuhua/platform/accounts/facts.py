"""What the handlers read before they decide: each kind once for a whole list of commands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Model, Q

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.places import Level, ancestor
from xiuhua.platform.accounts.access import ORGANISATIONS, PEOPLE
from xiuhua.platform.accounts.models import Account, Organisation, Place, Post, Token
from xiuhua.platform.accounts.rules.appointing import HeldPost
from xiuhua.platform.accounts.rules.periods import Period
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal import sql


def places_by_code(codes: Iterable[str], *, using: str = "default", lock: bool = False) -> dict[str, Place]:
    """Return the known ones of these places; ``lock`` keeps other writers from changing them meanwhile."""
    places = Place.objects.using(using).filter(code__in=set(codes)).order_by("id")
    return {place.code: place for place in (places.select_for_update() if lock else places)}


def place_ids(codes: Iterable[str], *, using: str = "default") -> dict[str, UUID]:
    """Return the ids of the places in use among these codes."""
    rows = sql.select_in(using, Place._meta.db_table, ("code", "id", "valid_to"), "code", set(codes))
    return {code: as_uuid(key) for code, key, valid_to in rows if valid_to is None}


def place_names_by_code(*, using: str = "default") -> dict[str, str]:
    """Return the name of every place in use; the empty text where it has none yet."""
    return dict(Place.objects.using(using).filter(valid_to=None).values_list("code", "name"))


def village_names(*, using: str = "default") -> list[tuple[str, str, str, str]]:
    """Return (county, township, village, code of the village) for every village in use; one query."""
    rows = Place.objects.using(using).filter(valid_to=None).values_list("code", "name", "level")
    names = {code: name or code for code, name, _ in rows}
    return [
        (names.get(ancestor(code, Level.COUNTY), ""), names.get(ancestor(code, Level.TOWNSHIP), ""), name or code, code)
        for code, name, level in rows
        if level == Level.VILLAGE
    ]


def accounts_by_id(ids: Iterable[UUID], *, using: str = "default") -> dict[UUID, Account]:
    """Return the known ones of these accounts."""
    return Account.objects.using(using).in_bulk(list(set(ids)))


def posts_by_id(ids: Iterable[UUID], *, using: str = "default") -> dict[UUID, Post]:
    """Return the known ones of these posts, with their accounts."""
    return Post.objects.using(using).select_related("account").in_bulk(list(set(ids)))


def tokens_by_id(ids: Iterable[UUID], *, using: str = "default") -> dict[UUID, Token]:
    """Return the known ones of these tokens, with their accounts."""
    return Token.objects.using(using).select_related("account").in_bulk(list(set(ids)))


def posts_of(account_ids: Iterable[UUID], *, using: str = "default") -> dict[UUID, list[HeldPost]]:
    """Return every post of these accounts, past and future ones included."""
    found: defaultdict[UUID, list[HeldPost]] = defaultdict(list)
    for post in Post.objects.using(using).filter(account_id__in=set(account_ids)):
        found[post.account_id].append(held(post))
    return found


def administrators(*, using: str = "default") -> list[tuple[UUID, HeldPost]]:
    """Return the administrators' posts of people who may sign in, with their account ids."""
    posts = Post.objects.using(using).filter(role=Role.ADMINISTRATOR, account__active=True)
    return [(post.account_id, held(post)) for post in posts]


def held(post: Post) -> HeldPost:
    """Return the post as rules see it."""
    return HeldPost(post.id, post.role, post.place_code, Period(post.valid_from, post.valid_to))


def account_places(ids: Sequence[UUID], *, using: str = "default") -> Mapping[UUID, str]:
    """Return the place that keeps each of these accounts."""
    return dict(Account.objects.using(using).filter(id__in=set(ids)).values_list("id", "place_code"))


def organisations_seen(actor: Actor, ids: Iterable[UUID | None], *, using: str = "default") -> set[UUID]:
    """Return the ids among these of the organisations that the actor may choose."""
    rows = Organisation.objects.using(using).filter(id__in={each for each in ids if each is not None})
    return set(within(rows, actor, ORGANISATIONS).values_list("id", flat=True))


def people_seen(actor: Actor, ids: Iterable[UUID | None], *, using: str = "default") -> set[UUID]:
    """Return the ids among these of the people with an open account whom the actor may choose."""
    rows = Account.objects.using(using).filter(id__in={each for each in ids if each is not None}, active=True)
    return set(within(rows, actor, PEOPLE).values_list("id", flat=True))


def account_records(ids: Iterable[UUID]) -> set[tuple[type[Model], UUID]]:
    """Return the accounts as records that a command of another module locks, because it gives or ends their posts."""
    return {(Account, each) for each in ids}


def people_working_for(
    organisations: Iterable[UUID | None], *, on: date, using: str = "default"
) -> Mapping[UUID, set[UUID]]:
    """Return who has a post for each of these organisations on a day, by its id; no query for none."""
    wanted = {each for each in organisations if each is not None}
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if not wanted:
        return found
    held = Post.objects.using(using).filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    for organisation, account in held.filter(organisation_id__in=wanted).values_list("organisation_id", "account_id"):
        found[organisation].add(account)
    return found
