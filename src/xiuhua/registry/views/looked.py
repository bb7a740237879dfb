"""What the page of a household says of those who looked at what is masked, and who may ask to look."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest

from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.beside import everybody_who_looked
from xiuhua.registry.queries.records import Household, Member

REVEAL: Final = COMMANDS["registry.reveal"]
MAKE: Final = COMMANDS["registry.make_access_report"]


def who_looked_here(request: HttpRequest, page: Household) -> dict[str, Any]:
    """Return who looked, the newest first, and whether the viewer may make the paper of what is known."""
    return {
        "looked": everybody_who_looked(request.viewer, page.id),
        "may_make_report": not page.ended and bool(page.members) and reaches(request.viewer, MAKE, page.place_code),
    }


def maskable(request: HttpRequest, page: Household) -> frozenset[UUID]:
    """Return the members of whom something is masked that the viewer may ask to see."""
    if page.ended or not reaches(request.viewer, REVEAL, page.place_code):
        return frozenset()
    return frozenset(member.id for member in page.members if masked_fields(page, member))


def masked_fields(page: Household, member: Member) -> list[str]:
    """Return the fields of a member that the viewer sees masked, or not at all; the head's with the account."""
    numbers = [name for name in ("identity", "phone") if getattr(member, name)]
    if member.is_head and page.bank is not None and page.bank.account:
        numbers.append("bank_account")
    return [*numbers, *(() if page.sees_health else ("health",))]
