"""What the page of a household says of its own words, and who may write them down and reply."""

from typing import Any, Final

from django.http import HttpRequest

from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.beside import Home
from xiuhua.registry.models import HouseholdAnswer
from xiuhua.registry.queries.household_answers import household_answers
from xiuhua.registry.queries.records import Household

RECORD: Final = COMMANDS["registry.record_household_answer"]
HANDLE: Final = COMMANDS["registry.handle_household_answer"]


def answers_here(request: HttpRequest, page: Household, home: Home | None = None) -> dict[str, Any]:
    """Return what the household answered, and whether the viewer may write more down and reply."""
    some = home is None or home.has(HouseholdAnswer)
    return {
        "own_words": household_answers(request.viewer, page.id) if some else (),
        "may_write_answer": bool(page.members or page.former) and reaches(request.viewer, RECORD, page.place_code),
        "may_reply": reaches(request.viewer, HANDLE, page.place_code),
    }
