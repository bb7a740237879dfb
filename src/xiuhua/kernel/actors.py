"""Who acts: a person through posts held at the time. Passed explicitly to every command and query."""

from dataclasses import dataclass, field
from uuid import UUID

from xiuhua.kernel.places import lies_in


@dataclass(frozen=True, slots=True)
class Post:
    """A post held now: a role in a territory (full place code), for an organisation."""

    id: UUID
    role: str
    place_code: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person with the posts in force, and the door (``web``, ``api``, ``command_line``).

    ``operator`` marks the local operator of the command line, who has no account and may do everything.
    """

    person_id: UUID | None
    posts: tuple[Post, ...] = ()
    door: str = "web"
    operator: bool = False
    label: str = field(default="", compare=False)

    def territories(self, roles: frozenset[str]) -> tuple[str, ...]:
        """Return the places in which the actor holds one of these roles, widest first, none inside another."""
        codes = sorted({post.place_code for post in self.posts if post.role in roles})
        return tuple(c for c in codes if not any(o != c and lies_in(c, o) for o in codes))

    def reaches(self, code: str, roles: frozenset[str]) -> bool:
        """Say whether the place lies in a territory in which the actor holds one of these roles."""
        return self.operator or any(post.role in roles and lies_in(code, post.place_code) for post in self.posts)

    def post_in(self, code: str, roles: frozenset[str]) -> Post | None:
        """Return the narrowest post with one of these roles in whose territory the place lies."""
        held = [post for post in self.posts if post.role in roles and lies_in(code, post.place_code)]
        return max(held, key=lambda post: len(post.place_code.rstrip("0")), default=None)

    def roles(self) -> frozenset[str]:
        """Return the roles held in any territory."""
        return frozenset(post.role for post in self.posts)
