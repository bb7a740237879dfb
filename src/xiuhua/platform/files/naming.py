"""How a command names a file that was uploaded before it: by id and digest."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Value

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class NamedFile(Value):
    """A file by its id and by the digest that the upload answered: what is named is what was looked at."""

    id: UUID
    digest: Digest

    def __str__(self) -> str:
        """Return the form that travels hidden in a page."""
        return f"{self.id}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> "NamedFile | None":
        """Return the file that :meth:`__str__` wrote, or ``None`` for any other text."""
        identifier, _, digest = text.partition(":")
        try:
            return cls(id=UUID(identifier), digest=digest)
        except ValueError:
            return None
