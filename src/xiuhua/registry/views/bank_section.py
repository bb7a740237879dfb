"""What the page of a household says of the account into which it is paid, and who else has the same number."""

from typing import Any

from django.http import HttpRequest

from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.queries.bank import same_account
from xiuhua.registry.queries.records import Household
from xiuhua.registry.views.looked import REVEAL
from xiuhua.registry.views.requests import address


def bank_here(request: HttpRequest, page: Household) -> dict[str, Any]:
    """Return what the section of the bank account needs besides the account itself."""
    head = next((member for member in page.members if member.is_head), None)
    shown = page.bank is not None and bool(page.bank.account)
    may_look = shown and head is not None and not page.ended and reaches(request.viewer, REVEAL, page.place_code)
    may_correct = not page.ended and page.actions["registry.correct_household"].why_not is None
    return {
        "same_accounts": () if page.ended or not shown else same_account(request.viewer, page.id),
        "bank_look_url": address("member-reveal", str(page.id), str(head.id)) if may_look and head else "",
        "bank_correct_url": address("household-correct", str(page.id)) if may_correct else "",
    }
