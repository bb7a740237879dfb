"""What the pages of meetings share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiuhua.groups.queries.meeting_records import MeetingPage
from xiuhua.groups.queries.meetings import meeting_page
from xiuhua.groups.views.asking import way
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import SAVE
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.forms import CommandForm
from xiuhua.platform.pages import Crumb, Here

HIDDEN = ("group_id", "meeting_id", "session_id", "motion_id", "decision_id", "observed_at")


def meeting_or_404(request: HttpRequest, meeting_id: UUID, *, acts: bool = False) -> MeetingPage:
    """Return the meeting; absent, outside, and one with which the viewer may do nothing, answer alike."""
    page = meeting_page(request.viewer, meeting_id, on=today_of(request))
    if page is None or (acts and page.may_act is not None):
        raise Http404
    return page


def way_to_meeting(page: MeetingPage, *more: Text) -> Here:
    """Return the way to a meeting, or to a page below it."""
    group = Crumb(page.group, reverse("group", args=[page.group_id]))
    if not more:
        return way(page.places[:-1], group, Crumb(page.topic))
    below = (Crumb(page.topic, reverse("meeting", args=[page.id])), *(Crumb(each) for each in more))
    return way(page.places[:-1], group, *below)


def lines_of(text: str) -> list[str]:
    """Return the lines of what was typed that hold something.

    >>> lines_of("看现场\\r\\n\\r\\n 表决 ")
    ['看现场', '表决']
    """
    return [line.strip() for line in text.splitlines() if line.strip()]


def rows_page(
    request: HttpRequest,
    template: str,
    form: CommandForm,
    title: Text,
    *,
    here: Here,
    cancel_url: str,
    more: Mapping[str, Any],
    submit: Text = SAVE,
) -> HttpResponse:
    """Show a form with rows of its own below the fields that follow from the command."""
    context = {"title": title, "form": form, "here": here, "cancel_url": cancel_url, "submit": submit, **more}
    return render(request, template, context)
