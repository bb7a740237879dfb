"""What a group works on, as sections of its page."""

from typing import Any

from django.http import HttpRequest

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.queries.findings import findings_of_group
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.queries.tasks import TASKS, tasks_of_group
from xiuhua.groups.queries.visits import VISITS
from xiuhua.platform.accounts.scope import reaches, today_of

FEW = 8
"""Tasks and findings that the page of a group shows; the others are a page further."""


def tasks_here(request: HttpRequest, page: GroupPage) -> dict[str, Any]:
    """Return what the sections of tasks and findings show; nothing for whoever sees neither."""
    if not reaches(request.viewer, TASKS, page.place_code):
        return {}
    found = tasks_of_group(request.viewer, page.id, on=today_of(request), size=FEW)
    may_give = page.valid_to is None and reaches(request.viewer, COMMANDS["groups.set_task"], page.place_code)
    may_see_visits = reaches(request.viewer, VISITS, page.place_code)
    findings = findings_of_group(request.viewer, page.id, on=today_of(request), size=FEW)
    return {"tasks": found, "findings": findings, "may_give": may_give, "may_see_visits": may_see_visits}
