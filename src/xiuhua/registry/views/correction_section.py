"""The section of a household's page about corrections that are asked of another system."""

from typing import Any

from django.http import HttpRequest

from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.queries.corrections import corrections_of_household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.views.mastered import mastered_facts
from xiuhua.registry.views.requests import address


def corrections_section(request: HttpRequest, page: Household) -> dict[str, Any]:
    """Return the corrections of a household, those that are over apart, and where another one is asked for."""
    lines = corrections_of_household(request.viewer, page.id, on=today_of(request))
    may = not page.ended and page.actions["registry.request_correction"].why_not is None
    mastered = mastered_facts(request, page, None)
    return {
        "corrections_now": [line for line in lines if line.unresolved],
        "corrections_over": [line for line in lines if not line.unresolved],
        "may_withdraw": may,
        "correction_url": address("correction-request", str(page.id)) if may and mastered.rows else "",
        "mastered_by": mastered.system,
        "corrections_url": address("corrections", place=page.place_code),
    }
