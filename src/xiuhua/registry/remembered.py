"""What is remembered beside the domain rows and goes with a person who is erased: texts searched for, row digests."""

from collections.abc import Callable
from uuid import UUID

from xiuhua.platform.accounts.sessions import forget_texts
from xiuhua.registry.models import SheetDigest

SEARCHES = "searches"
"""Under this name a session keeps what was searched for, by the name in the address."""


def forget_searches(was_looked_for: Callable[[str], bool]) -> None:
    """Take out of every session what somebody typed to find the person."""
    forget_texts(SEARCHES, was_looked_for)


def forget_all_rows() -> None:
    """Delete the digests of all households: they are made anew when a sheet is taken in."""
    SheetDigest.objects.all().delete()


def forget_rows(household_id: UUID, *, using: str) -> None:
    """Delete the digest of the household's rows as they were last taken in."""
    SheetDigest.objects.using(using).filter(household_id=household_id).delete()
