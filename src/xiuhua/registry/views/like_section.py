"""What the page of a household says of its people who may be recorded twice."""

from xiuhua.kernel.actors import Actor
from xiuhua.registry.beside import Home
from xiuhua.registry.models import Likeness
from xiuhua.registry.queries.likeness import likenesses_of
from xiuhua.registry.views.requests import address


def likenesses_here(viewer: Actor, home: Home) -> list[tuple[str, str]]:
    """Return each undecided pair by the name of the household's person, with its page."""
    if not home.has(Likeness):
        return []
    return [(name, address("likeness", str(key))) for key, name in likenesses_of(viewer, home.id)]
