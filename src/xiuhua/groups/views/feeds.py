"""The calendar of one's own telephone: a secret address, shown once, and what it answers."""

import re
import secrets
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiuhua.groups.commands.feeds import CloseFeed, OpenFeed
from xiuhua.groups.queries.feeds import calendar_of, feed_of, own_feed
from xiuhua.groups.views.asking import SECTION
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of, token_digest
from xiuhua.platform.pages import Crumb, Here

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_BYTES: Final = 32
_SECRET: Final = re.compile(rf"[A-Za-z0-9_-]{{{len(secrets.token_urlsafe(_BYTES))}}}")
_TITLE: Final = Text("把会议放进手机日历", "Meetings in your own calendar")


@require_http_methods(["GET", "POST"])
@signed_in()
def own_calendar(request: HttpRequest) -> HttpResponseBase:
    """Show whether there is an address; open one, and show it this once."""
    context = {"here": Here(SECTION, (Crumb(_TITLE),)), "title": _TITLE}
    if request.method == "POST":
        secret, command_id = request.POST.get("secret", ""), command_id_of(request)
        if _SECRET.fullmatch(secret):
            command = OpenFeed(
                id=command_id,
                feed_id=derived_id(command_id, "feed"),
                account_id=request.viewer.person_id,
                digest=token_digest(secret),
                language="en" if language().startswith("en") else "zh-hans",
            )
            if carry_out(request, command).accepted:
                context["address"] = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    carried = {"id": new_id(request), "secret": secrets.token_urlsafe(_BYTES)}
    return render(request, "groups/calendar.html", {**context, "feed": own_feed(request.viewer), "carried": carried})


@require_POST
@signed_in()
def close_calendar(request: HttpRequest, feed_id: UUID) -> HttpResponseBase:
    """Close one's own address."""
    command = CloseFeed(id=command_id_of(request), feed_id=feed_id, account_id=request.viewer.person_id)
    receipt = carry_out(request, command)
    if not receipt.accepted:
        raise Http404
    done(request, receipt, _("日历地址已作废。手机里的会议不再更新。"))
    return redirect("own-calendar")


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar that asks at a secret address; one that is unknown or over is as if it were not there."""
    request.path = reverse("own-calendar")  # what is logged of a request must not tell the secret
    found = feed_of(secret, on=today_of(request))
    if found is None:
        raise Http404
    data = calendar_of(found, at=received_at(request), zone=get_default_timezone())
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(data, content_type=MEDIA_TYPE, headers=headers)
