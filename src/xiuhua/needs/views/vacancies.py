"""Recording a vacancy for the people of a place, and ending it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.vacancies import AddVacancy, EndVacancy
from xiuhua.needs.queries.vacancies import vacancy
from xiuhua.needs.views.asking import SECTION, organisations
from xiuhua.needs.views.job_asking import WORK_OF_PLACE, skills_to_choose, trades_to_choose
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AddVacancy.code])
def add(request: HttpRequest, code: str) -> HttpResponseBase:
    """Record what posts a firm offers to the people of a place."""
    place = accounts.place(request.viewer, code) if is_place_code(code) else None
    if place is None or not reaches(request.viewer, COMMANDS[AddVacancy.code], code):
        raise Http404
    receipt, problems = answered(request, AddVacancy, {"place_code": code}, new={"vacancy_id": "vacancy"})
    if receipt is not None:
        done(request, receipt, _("招工已登记。"))
        return redirect("place-work", code)
    form = form_for(
        request,
        AddVacancy,
        problems=problems,
        references={
            "trade": trades_to_choose(request, code),
            "skill": skills_to_choose(request, code),
            "firm_id": organisations(request),
        },
        leave_out=("vacancy_id", "place_code", "observed_at"),
        draft=f"vacancy-{code}",
    )
    title = Text(f"给{place.name}登记招工", f"Record a vacancy for {place.name}")
    return form_page(request, form, title, here=_way(code, title), cancel_url=reverse("place-work", args=[code]))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndVacancy.code])
def end(request: HttpRequest, vacancy_id: UUID) -> HttpResponseBase:
    """Say that a firm looks for nobody any more."""
    found = vacancy(request.viewer, vacancy_id, on=today_of(request))
    access = COMMANDS[EndVacancy.code]
    if found is None or found.ended_on is not None or not reaches(request.viewer, access, found.place_code):
        raise Http404
    receipt, problems = answered(request, EndVacancy, {"vacancy_id": vacancy_id})
    if receipt is not None:
        done(request, receipt, _("这个岗位不再招了。"))
        return redirect("place-work", found.place_code)
    form = form_for(
        request,
        EndVacancy,
        values={"ended_on": today_of(request)},
        problems=problems,
        leave_out=("vacancy_id", "observed_at"),
    )
    title = Text(f"停止招“{found.title}”", f"End “{found.title}”")
    cancel = reverse("place-work", args=[found.place_code])
    return form_page(request, form, title, here=_way(found.place_code, title), cancel_url=cancel)


def _way(code: str, title: Text) -> Here:
    return Here(SECTION, (Crumb(WORK_OF_PLACE, reverse("place-work", args=[code])), Crumb(title)))
