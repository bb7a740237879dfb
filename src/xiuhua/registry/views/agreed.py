"""What the page of a household says of what it agreed to, and who may record more."""

from typing import Any, Final

from django.http import HttpRequest

from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.queries.consents import consents
from xiuhua.registry.queries.records import Household

RECORD: Final = COMMANDS["registry.record_consent"]
REVOKE: Final = COMMANDS["registry.revoke_consent"]


def agreed_here(request: HttpRequest, page: Household) -> dict[str, Any]:
    """Return the consents that hold, those that are over, and whether the viewer may record and withdraw them."""
    agreed = consents(request.viewer, page.id, on=page.as_of)
    return {
        "agreed": [each for each in agreed if each.holds],
        "agreed_before": [each for each in agreed if not each.holds],
        "may_record_consent": not page.ended and reaches(request.viewer, RECORD, page.place_code),
        "may_revoke_consent": reaches(request.viewer, REVOKE, page.place_code),
    }
