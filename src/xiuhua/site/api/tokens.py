"""Who calls: a person, by the token that a program carries. Sessions of the pages count for nothing here."""

from typing import NoReturn

from django.http import HttpRequest
from ninja.security import HttpBearer

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import actor_for_token, received_at, token_problem
from xiuhua.site.api.problems import ApiProblem


class PersonalToken(HttpBearer):
    """Lets in whoever holds a working token, as the person it was issued to, through the door ``api``."""

    def __call__(self, request: HttpRequest) -> Actor:
        """Return the person; raise the problem of a missing token."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            _refuse(Problem("token_missing"))
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the person; raise why the token lets nobody in."""
        at = received_at(request)
        actor = actor_for_token(token, at=at)
        if actor is None:
            _refuse(token_problem(token, at=at))
        return actor


def caller(request: HttpRequest) -> Actor:
    """Return the person for whom a program calls; the token was checked before."""
    actor: Actor = request.auth
    return actor


def require(actor: Actor, access: Access) -> None:
    """Raise the problem of a role that may not ask at all; what lies outside of a territory is absent instead."""
    if not access.allows(actor.roles()):
        raise ApiProblem(403, Problem("not_your_role", values=access.who()))


def _refuse(problem: Problem) -> NoReturn:
    raise ApiProblem(401, problem, headers={"WWW-Authenticate": "Bearer"})
