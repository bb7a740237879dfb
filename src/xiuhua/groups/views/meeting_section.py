"""The meetings of a year on the page of a group."""

import re
from typing import Any

from django.http import HttpRequest

from xiuhua.groups.access import QUERIES
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.queries.meeting_year import mark_said, meeting_year
from xiuhua.groups.queries.meetings import may_plan
from xiuhua.groups.rules.meetings import MeetingState
from xiuhua.groups.rules.regular import MARK_NAMES, Mark
from xiuhua.platform.accounts.scope import reaches, today_of

_YEAR = re.compile(r"[0-9]{4}")
_TONES = {MeetingState.CLOSED: "good", MeetingState.NOT_QUORATE: "care", MeetingState.CANCELLED: "muted"}


def meetings_section(request: HttpRequest, page: GroupPage) -> dict[str, Any]:
    """Return what the page of a group shows of its meetings; nothing to whoever may not see any."""
    if not reaches(request.viewer, QUERIES["groups.meetings"], page.place_code):
        return {"meetings": None}
    today = today_of(request)
    asked = request.GET.get("year", "")
    year = int(asked) if _YEAR.fullmatch(asked) and page.valid_from.year <= int(asked) <= today.year + 1 else today.year
    found = meeting_year(request.viewer, page.id, page.place_code, since=page.valid_from, year=year, on=today)
    return {
        "meetings": found,
        "meeting_rows": [{"line": each, "tone": _TONES.get(each.state, "")} for each in found.meetings],
        "lines": [
            {
                "line": each,
                "stitches": [{"mark": period.mark.value, "said": mark_said(period)} for period in each.periods],
            }
            for each in found.regulars
        ],
        "legend": [
            {"mark": mark.value, "said": MARK_NAMES[mark]}
            for mark in Mark
            if any(period.mark is mark for each in found.regulars for period in each.periods)
        ],
        "months": range(1, 13),
        "years": [each for each in (year - 1, year + 1) if page.valid_from.year <= each <= today.year],
        "may_plan": may_plan(request.viewer, page.id, on=today) is None,
    }
