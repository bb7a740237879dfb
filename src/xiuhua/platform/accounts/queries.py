"""What is read of places, organisations and people: frozen, scoped to the viewer, in code order, page by page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet

from xiuhua.kernel.access import ROLE_NAMES, Access, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.once import looked_up
from xiuhua.kernel.places import Level
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import ORGANISATIONS, PEOPLE, PLACES
from xiuhua.platform.accounts.models import Account, Organisation, Place, Post, Token
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.accounts.rules.organisations import KIND_NAMES, OrganisationKind
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.accounts.scope import reaches, seen_values, within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal.sql import select_values

Line = TypeVar("Line")
PAGE_SIZE = 100
FOUND = 20
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Some rows, and the key after which the next ones come, or ``None`` at the end."""

    rows: tuple[Line, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place as lists show it; ``name`` is its code while nobody has named it."""

    id: UUID
    code: str
    name: str
    level: Level
    parent_code: str
    valid_to: date | None
    version: UUID | None

    @property
    def named(self) -> bool:
        """Say whether somebody has named the place."""
        return self.name != self.code


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation as lists and pickers show it."""

    id: UUID
    name: str
    kind: OrganisationKind
    place_code: str

    @property
    def kind_name(self) -> Text:
        """Return the words for its kind."""
        return KIND_NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with the names that people know."""

    id: UUID
    account_id: UUID
    person: str
    role: str
    place_code: str
    place: str
    organisation: str
    valid_from: date
    valid_to: date | None
    basis: str

    @property
    def role_name(self) -> Text:
        """Return the words for the role."""
        return ROLE_NAMES[Role(self.role)]

    def is_over(self, on: date) -> bool:
        """Say whether the post has ended by the day."""
        return self.valid_to is not None and self.valid_to <= on


@dataclass(frozen=True, slots=True)
class TokenLine:
    """An API token without its secret, which nobody can show again."""

    id: UUID
    label: str
    created: date
    expires: date
    revoked: date | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person who works here, with the posts that the viewer may see."""

    id: UUID
    login: str
    name: str
    place_code: str
    place: str
    active: bool
    version: UUID | None
    second_step: bool
    second_step_changed: date | None
    second_step_by: UUID | None
    posts: tuple[PostLine, ...] = ()


def place(viewer: Actor, code: str) -> PlaceLine | None:
    """Return one place, or ``None`` where it does not exist or lies outside."""
    row = _PLACE.first(viewer, code=code)
    return row and _place(row)


_PLACE: Final = Seen(lambda gap, seen: seen(Place.objects.filter(code=gap("code")), PLACES, field="code"), PLACES)


def territories(viewer: Actor, access: Access = PLACES) -> tuple[PlaceLine, ...]:
    """Return the widest known places that the viewer sees: the starting points of every page."""
    codes = viewer.territories(access.roles)
    chosen = {"level": [Level.PREFECTURE.value]} if viewer.operator else {"code": codes}
    return tuple(_place(_Row(**row)) for row in select_values(Place, _Row._fields, chosen, order=("code",)))


def children(
    viewer: Actor, code: str, *, on: date | None = None, after: str | None = None, size: int = PAGE_SIZE
) -> Page[PlaceLine]:
    """Return the places directly inside one that are open, now or on a day, in code order."""
    names = (*_Row._fields, "valid_from")
    rows = seen_values(Place, names, {"parent_code": [code]}, viewer, PLACES, order=("code",), field="code")
    opened = [_Row(**row) for row in rows if _is_open(row.pop("valid_from"), row["valid_to"], on)]
    # Three digits tell the places inside one apart, so that all of them are few.
    found = [row for row in opened if not after or row.code > after]
    return _page(found, _place, key=lambda row: row.code, size=size)


def _is_open(since: date | None, until: date | None, on: date | None) -> bool:
    """Say what :func:`open_on` asks for of a place that was read."""
    if on is None:
        return until is None
    return (since is None or since <= on) and (until is None or until > on)


def breadcrumb(viewer: Actor, code: str) -> tuple[PlaceLine, ...]:
    """Return the places that hold this one and itself, widest first, as far as the viewer sees them."""
    seen = [each for each in chain(code) if reaches(viewer, PLACES, each)]
    return tuple(_place(_Row(**row)) for row in select_values(Place, _Row._fields, {"code": seen}, order=("code",)))


def place_names(viewer: Actor, codes: Iterable[str]) -> Mapping[str, str]:
    """Return the shown names of the places that the viewer sees; one query for a whole page."""

    def read(wanted: set[str]) -> Mapping[str, str]:
        rows = seen_values(Place, ("code", "name"), {"code": wanted}, viewer, PLACES, field="code")
        return {row["code"]: row["name"] or row["code"] for row in rows}

    return looked_up(("names of places", viewer), codes, read)


def find_places(viewer: Actor, text: str, *, limit: int = FOUND) -> tuple[PlaceLine, ...]:
    """Return open places whose code, name, pinyin or initials start with the text, in code order."""
    wanted = starts_with(text)
    if wanted is None:
        return ()
    rows = within(Place.objects.filter(wanted, valid_to=None), viewer, PLACES, field="code")
    return tuple(_place(row) for row in rows.order_by("code")[:limit])


def starts_with(text: str) -> Q | None:
    """Return the condition by which a place is found: code for digits, pinyin or initials for letters, else name."""
    plain = text.strip()
    if not plain:
        return None
    if plain.isascii() and plain.isdigit():
        return _prefix("code", plain)
    if plain.isascii():
        key = "".join(plain.lower().split())
        return _prefix("name_pinyin", key) | _prefix("name_initials", key)
    return _prefix("name", plain)


def _prefix(field: str, text: str) -> Q:
    """Return the range of a byte-wise column that starts with the text; an index serves it."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST})


def organisations(viewer: Actor, *, after: str | None = None, size: int = PAGE_SIZE) -> Page[OrganisationLine]:
    """Return organisations in the order of their places."""
    rows = within(Organisation.objects.all(), viewer, ORGANISATIONS)
    chosen = _after(rows, after, "place_code", "id")
    return _page(chosen.order_by("place_code", "id"), _organisation, key=_by_place_and_id, size=size)


def people(viewer: Actor, *, on: date, after: str | None = None, size: int = PAGE_SIZE) -> Page[PersonLine]:
    """Return the people whose accounts are kept in the viewer's territory, in the order of place and login."""
    rows = within(Account.objects.all(), viewer, PEOPLE)
    chosen = _after(rows, after, "place_code", "login").order_by("place_code", "login")
    page = _page(chosen, lambda row: row, key=lambda row: f"{row.place_code}/{row.login}", size=size)
    return Page(_people(viewer, page.rows, in_force_on=on), page.after)


def people_to_choose(viewer: Actor, place_code: str) -> tuple[tuple[UUID, str], ...]:
    """Return id and name of those with an open account kept in a place, as far as the viewer sees them, by name."""
    rows = within(Account.objects.filter(active=True), viewer, PEOPLE, place=place_code)
    return tuple(rows.order_by("name_pinyin", "id").values_list("id", "name"))


def organisations_to_choose(viewer: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return id and name of the organisations that the viewer may choose, in the order of their places."""
    rows = within(Organisation.objects.all(), viewer, ORGANISATIONS)
    return tuple(rows.order_by("place_code", "name_pinyin", "id").values_list("id", "name"))


def person(viewer: Actor, account_id: UUID) -> PersonLine | None:
    """Return one person with all posts in the viewer's territory, or ``None`` where absent or outside."""
    rows = list(within(Account.objects.filter(id=account_id), viewer, PEOPLE))
    return next(iter(_people(viewer, rows)), None)


def own_account(viewer: Actor) -> PersonLine | None:
    """Return the viewer with all of their posts; the operator has no account."""
    account = Account.objects.filter(id=viewer.person_id).first()
    if account is None:
        return None
    posts = _posts(Post.objects.filter(account_id=account.id))
    return _person(account, posts, names_of_places([account.place_code]))


def posts(
    viewer: Actor, *, on: date, place_code: str | None = None, after: str | None = None, size: int = PAGE_SIZE
) -> Page[PostLine]:
    """Return the posts in force on a day in the viewer's territory, or in a place inside it, by place."""
    rows = _in_force(within(Post.objects.all(), viewer, PEOPLE, place=place_code), on)
    chosen = _after(rows, after, "place_code", "id").order_by("place_code", "id")
    page = _page(chosen.select_related("account", "organisation"), lambda row: row, key=_by_place_and_id, size=size)
    return Page(tuple(_post_lines(page.rows)), page.after)


def tokens(viewer: Actor) -> tuple[TokenLine, ...]:
    """Return the viewer's own tokens, the newest first."""
    rows = Token.objects.filter(account_id=viewer.person_id).order_by("-created", "id")
    return tuple(TokenLine(row.id, row.label, row.created, row.expires, row.revoked) for row in rows)


def account_of_login(login: str) -> UUID | None:
    """Return the id of the account with a login, for whoever may act on any: the command decides."""
    return Account.objects.filter(login=login).values_list("id", flat=True).first()


def _people(viewer: Actor, accounts: Sequence[Account], *, in_force_on: date | None = None) -> tuple[PersonLine, ...]:
    held = within(Post.objects.filter(account_id__in=[each.id for each in accounts]), viewer, PEOPLE)
    lines = _posts(held if in_force_on is None else _in_force(held, in_force_on))
    names = names_of_places(each.place_code for each in accounts)
    return tuple(_person(each, [line for line in lines if line.account_id == each.id], names) for each in accounts)


def _person(account: Account, posts: Sequence[PostLine], names: Mapping[str, str]) -> PersonLine:
    return PersonLine(
        account.id,
        account.login,
        account.name,
        account.place_code,
        names.get(account.place_code, account.place_code),
        account.active,
        account.version,
        account.second_step,
        account.second_step_changed,
        account.second_step_by,
        tuple(posts),
    )


def _in_force(rows: QuerySet[Post], on: date) -> QuerySet[Post]:
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def _posts(rows: QuerySet[Post]) -> list[PostLine]:
    """Return posts as pages show them; one that ended on the day it began was never held and is left out."""
    held = rows.exclude(valid_to=F("valid_from")).select_related("account", "organisation")
    return _post_lines(held.order_by("place_code", "valid_from", "id"))


def _post_lines(rows: Iterable[Post]) -> list[PostLine]:
    read = list(rows)
    names = names_of_places(row.place_code for row in read)
    return [
        PostLine(
            row.id,
            row.account_id,
            row.account.name,
            row.role,
            row.place_code,
            names.get(row.place_code, row.place_code),
            row.organisation.name if row.organisation else "",
            row.valid_from,
            row.valid_to,
            row.basis,
        )
        for row in read
    ]


class _Row(NamedTuple):
    """What is read of a place."""

    id: UUID
    code: str
    name: str
    level: str
    parent_code: str
    valid_to: date | None
    version: UUID | None


def _place(row: Place | _Row) -> PlaceLine:
    return PlaceLine(
        row.id, row.code, row.name or row.code, Level(row.level), row.parent_code, row.valid_to, row.version
    )


def _organisation(row: Organisation) -> OrganisationLine:
    return OrganisationLine(row.id, row.name, OrganisationKind(row.kind), row.place_code)


def _by_place_and_id(row: Any) -> str:
    return f"{row.place_code}/{row.id}"


def _after(rows: QuerySet[Any], after: str | None, first: str, second: str) -> QuerySet[Any]:
    """Return the rows that come after a key of two columns; a key of another form starts from the beginning."""
    one, separator, two = (after or "").partition("/")
    if not separator or (second == "id" and read_uuid(two) is None):
        return rows
    return rows.filter(Q(**{f"{first}__gt": one}) | Q(**{first: one, f"{second}__gt": two}))


def _page(
    rows: QuerySet[Any] | Sequence[Any], line: Callable[[Any], Line], *, key: Callable[[Any], str], size: int
) -> Page[Line]:
    found = list(rows[: size + 1])
    shown = found[:size]
    return Page(tuple(line(row) for row in shown), key(shown[-1]) if len(found) > size else None)
