"""Adding a service to the menu of a place, and taking it off."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.services import AddService, EndService
from xiuhua.needs.queries.services import service
from xiuhua.needs.views.asking import SECTION, kinds_to_choose, organisations
from xiuhua.needs.views.lists import MENU
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AddService.code])
def add(request: HttpRequest, code: str) -> HttpResponseBase:
    """Add a service to the menu of a place."""
    place = accounts.place(request.viewer, code) if is_place_code(code) else None
    if place is None or not reaches(request.viewer, COMMANDS[AddService.code], code):
        raise Http404
    receipt, problems = answered(request, AddService, {"place_code": code}, new={"service_id": "service"})
    if receipt is not None:
        done(request, receipt, _("已加进服务菜单。"))
        return redirect("place-services", code)
    form = form_for(
        request,
        AddService,
        values={"valid_from": today_of(request)},
        problems=problems,
        references={"kind": kinds_to_choose(request, code), "provider_id": organisations(request)},
        leave_out=("service_id", "place_code", "observed_at"),
        draft=f"service-{code}",
    )
    title = Text(f"给{place.name}登记服务", f"Add a service for {place.name}")
    return form_page(request, form, title, here=_way(code, title), cancel_url=reverse("place-services", args=[code]))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndService.code])
def end(request: HttpRequest, service_id: UUID) -> HttpResponseBase:
    """Take a service off the menu."""
    found = service(request.viewer, service_id, on=today_of(request))
    if (
        found is None
        or found.valid_to is not None
        or not reaches(request.viewer, COMMANDS[EndService.code], found.place_code)
    ):
        raise Http404
    receipt, problems = answered(request, EndService, {"service_id": service_id})
    if receipt is not None:
        done(request, receipt, _("这项服务已停止。"))
        return redirect("place-services", found.place_code)
    form = form_for(
        request,
        EndService,
        values={"valid_to": today_of(request)},
        problems=problems,
        leave_out=("service_id", "observed_at"),
    )
    title = Text(f"停止“{found.name}”", f"End “{found.name}”")
    cancel = reverse("place-services", args=[found.place_code])
    return form_page(request, form, title, here=_way(found.place_code, title), cancel_url=cancel)


def _way(code: str, title: Text) -> Here:
    return Here(SECTION, (Crumb(MENU, reverse("place-services", args=[code])), Crumb(title)))
