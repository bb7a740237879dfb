"""Row scope: the one place that says which rows a viewer sees, and who the viewer is."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.actors import Post as HeldPost
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.models import Account, Post, Token
from xiuhua.platform.accounts.rules.codes import must_have_second_step
from xiuhua.platform.accounts.rules.places import bounds, shared
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.sql import Sought, found_any, select_values

Row = TypeVar("Row", bound=Model)
Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]

LOCAL_OPERATOR = Actor(None, door="command_line", operator=True, label="local operator")
"""Whoever runs the command line on this machine: without an account, with every right, and journalled as such."""


def within(
    queryset: QuerySet[Row], viewer: Actor, access: Access, *, place: str | None = None, field: str = "place_code"
) -> QuerySet[Row]:
    """Return the rows whose place lies in a territory in which the viewer holds a role of ``access``.

    ``place`` asks for those in one place only. ``field`` holds full 12-digit codes. Ranges are compared, so that the
    index on it serves on every database; one range each, since of two SQLite may search by the wider.
    """
    ranges = ranges_of(viewer, access, place)
    if ranges is None:
        return queryset
    return queryset.filter(in_any(ranges, field)) if ranges else queryset.none()


def ranges_of(viewer: Actor, access: Access, place: str | None = None) -> list[tuple[str, str]] | None:
    """Return first and last code of each range of places in which the viewer sees rows; ``None`` for everywhere."""
    if viewer.operator:
        return None if place is None else [bounds(place)]
    territories = viewer.territories(access.roles)
    if place is None:
        return [bounds(each) for each in territories]
    return [bounds(code) for each in territories if (code := shared(each, place)) is not None]


def in_any(ranges: Iterable[tuple[Any, Any]], field: str) -> Q:
    """Return the condition that a code lies in one of some ranges."""
    inside = Q()
    for ends in ranges:
        inside |= Q(**{f"{field}__range": ends})
    return inside


def seen_values(
    model: type[Model],
    names: Sequence[str],
    any_of: Mapping[str, Collection[Any]],
    viewer: Actor,
    access: Access,
    *,
    order: Sequence[str] = (),
    field: str = "place_code",
) -> list[dict[str, Any]]:
    """Return what :func:`within` lets the viewer see of the rows that ``select_values`` finds."""
    if viewer.operator:
        return select_values(model, names, any_of, order=order)
    ranges = [bounds(territory) for territory in viewer.territories(access.roles)]
    return select_values(model, names, any_of, order=order, ranges=(field, ranges)) if ranges else []


@dataclass(frozen=True, slots=True)
class Probe:
    """What would make it worth asking further: a row of a table with these values (nothing: none is set).

    It lies where the viewer holds a role of ``access``, or its column ``own`` names their account.
    """

    model: type[Model]
    access: Access | None = None
    own: str = ""
    values: Mapping[str, Collection[Any]] = field(default_factory=dict)


def probed(viewer: Actor, probes: Sequence[Probe]) -> list[bool]:
    """Say of each whether there is such a row; one query."""
    sought = [_sought(viewer, probe) for probe in probes]
    found = iter(found_any([each for each in sought if each is not None]))
    return [each is not None and next(found) for each in sought]


def _sought(viewer: Actor, probe: Probe) -> Sought | None:
    values = tuple((name, tuple(some)) for name, some in probe.values.items())
    if probe.own:
        return Sought(probe.model, ((probe.own, (viewer.person_id,)), *values)) if viewer.person_id else None
    if probe.access is None or viewer.operator:
        return Sought(probe.model, values)
    ranges = tuple(bounds(territory) for territory in viewer.territories(probe.access.roles))
    return Sought(probe.model, values, "place_code", ranges) if ranges else None


def reaches(viewer: Actor, access: Access, code: str) -> bool:
    """Say whether a place lies in a territory in which the viewer holds a role of ``access``."""
    return viewer.reaches(code, access.roles)


def viewer_of(request: HttpRequest) -> Actor | None:
    """Return who looks at a page, with the posts in force on the day, or ``None`` for a stranger.

    The posts are read once per request.
    """
    account = request.user
    if not isinstance(account, Account):
        return None
    known: Actor | None = getattr(request, "known_viewer", None)
    if known is None or known.person_id != account.id:
        known = _actor(account.id, account.name, on=today_of(request), door="web")
        request.known_viewer = known
    return known


def received_at(request: HttpRequest) -> datetime:
    """Return the instant at which the request came in; the middleware of this module puts it there."""
    instant: datetime = request.received_at
    return instant


def today_of(request: HttpRequest) -> date:
    """Return the local date on which the request came in."""
    return received_at(request).astimezone(get_default_timezone()).date()


def actor_for_login(login: str, *, on: date, door: str = "command_line") -> Actor | None:
    """Return the person with this login and the posts in force on the day, or ``None`` where there is none."""
    account = Account.objects.filter(login=login, active=True).only("id", "name").first()
    return account and _actor(account.id, account.name, on=on, door=door)


def actor_for_account(account_id: UUID, *, on: date, door: str) -> Actor | None:
    """Return a person with the posts in force on the day, or ``None`` where the account is closed: for later work."""
    account = Account.objects.filter(id=account_id, active=True).only("id", "name").first()
    return account and _actor(account.id, account.name, on=on, door=door)


def actor_for_token(secret: str, *, at: datetime) -> Actor | None:
    """Return the person for whom a program acts with this secret, or ``None`` where it is unknown or over."""
    on = at.astimezone(get_default_timezone()).date()
    token = (
        Token.objects.filter(digest=token_digest(secret), revoked=None, expires__gt=on, account__active=True)
        .select_related("account")
        .first()
    )
    return token and _actor(token.account_id, token.account.name, on=on, door="api")


def token_problem(secret: str, *, at: datetime) -> Problem:
    """Return why a secret lets nobody in: it is unknown, over, or revoked, if only because its account was closed."""
    on = at.astimezone(get_default_timezone()).date()
    token = Token.objects.filter(digest=token_digest(secret)).only("revoked", "expires").first()
    if token is None:
        return Problem("token_unknown")
    return Problem("token_expired" if token.revoked is None and token.expires <= on else "token_revoked")


def token_digest(secret: str) -> str:
    """Return the digest by which a token is known; the secret has 256 random bits, so that it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signed_in(
    access: Access | None = None, *, with_temporary_password: bool = False, before_second_step: bool = False
) -> Callable[[View[Arguments]], View[Arguments]]:
    """Let a view be used only by people who hold a role of ``access`` somewhere; it finds them as ``request.viewer``.

    A stranger is led to the sign-in page and back. Whoever lacks the role gets the same answer as for a page
    that does not exist. Without ``access`` everybody who is signed in may come. A person whose password was set
    by somebody else changes it first, except on views that say ``with_temporary_password``. Then whoever must have
    a second step sets it up, except on views that say ``before_second_step``.
    """

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            viewer = viewer_of(request)
            if viewer is None:
                return _led_to(request, "sign-in")
            if getattr(request.user, "password_temporary", False) and not with_temporary_password:
                return _led_to(request, "own-password")
            if not before_second_step and second_step_missing(request, viewer):
                return _led_to(request, "own-second-step")
            if access is not None and not access.allows(viewer.roles()):
                raise Http404
            request.viewer = viewer
            return view(request, *args, **kwargs)

        guarded.access = access
        guarded.signed_in = True
        return guarded

    return decorate


def second_step_missing(request: HttpRequest, viewer: Actor) -> bool:
    """Say whether a post of the viewer demands a second step that the account does not have."""
    if getattr(request.user, "second_step", False):
        return False
    return must_have_second_step(viewer.posts, on=today_of(request), policy=catalogue.policy())


def _actor(account_id: UUID, name: str, *, on: date, door: str) -> Actor:
    in_force = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), account_id=account_id, valid_from__lte=on)
    posts = in_force.order_by("id").values_list("id", "role", "place_code")
    return Actor(account_id, tuple(HeldPost(*post) for post in posts), door=door, label=name)


def _led_to(request: HttpRequest, page: str) -> HttpResponseBase:
    """Lead to a page that must come first, and back afterwards; a part loaded by htmx leads the whole page."""
    partial = "HX-Request" in request.headers
    here = urlsplit(request.headers.get("HX-Current-URL", "")) if partial else urlsplit(request.get_full_path())
    back = here._replace(scheme="", netloc="", fragment="").geturl() if partial or request.method == "GET" else ""
    address = reverse(page) + (f"?{urlencode({'next': back})}" if back else "")
    return HttpResponse(headers={"HX-Redirect": address}) if partial else HttpResponseRedirect(address)
