"""Visits: whom to visit and what was found lately; and the one screen on which a visit is recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.queries.groups import present_group
from xiuhua.groups.queries.visits import VISITS, to_visit, visits_of_group, visits_of_household
from xiuhua.groups.views.asking import group_or_404, way, way_to
from xiuhua.groups.views.task_words import first_due
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done, form_for
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.queries import breadcrumb
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, read_command
from xiuhua.platform.pages import Crumb
from xiuhua.registry.queries.at_home import AtHome, people_at_home
from xiuhua.registry.queries.whereabouts import whereabouts

VISITS_OF_GROUP: Final = Text("走访", "visits")
_RECORD: Final = COMMANDS[RecordVisit.code]


@require_safe
@signed_in(VISITS)
def group_visits(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show the households of the village with the day of the last visit, and what was found lately."""
    page = group_or_404(request, group_id)
    today = today_of(request)
    found = visits_of_group(request.viewer, group_id, on=today, after=request.GET.get("after"))
    if found is None:
        raise Http404
    address = reverse("group-visits", args=[group_id])
    context = {
        "page": page,
        "found": found,
        "homes": to_visit(request.viewer, page.place_code, on=today),
        "may_record": page.valid_to is None and reaches(request.viewer, _RECORD, page.place_code),
        "later": f"{address}?{urlencode({'after': found.after})}" if found.after else "",
        "here": way_to(page, VISITS_OF_GROUP),
    }
    return render(request, "groups/visits.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(_RECORD)
def record(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Record a visit to a household on one screen."""
    where = whereabouts(request.viewer, household_id)
    group_id = present_group(request.viewer, where.place_code) if where else None
    if where is None or group_id is None or not reaches(request.viewer, _RECORD, where.place_code):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        supplied = {
            "id": command_id,
            "group_id": group_id,
            "household_id": household_id,
            "visit_id": derived_id(command_id, "visit"),
            **({} if request.POST.get("promised", "").strip() else {"promised_by": None}),
        }
        command, problems = read_command(RecordVisit, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _said(command))
                part = "needs" if command.needed else "visits"
                return redirect(f"{reverse('household', args=[household_id])}#{part}")
            problems = worded(receipt.problems)
    today = today_of(request)
    at_home = people_at_home(request.viewer, (household_id,)).get(household_id, ())
    form = form_for(
        request,
        RecordVisit,
        values={"promised_by": first_due(today, where.place_code)},
        problems=problems,
        references={"seen": [Choice(str(each.id), _named(each)) for each in at_home]},
        leave_out=("group_id", "visit_id", "household_id", "observed_at"),
        draft=f"{RecordVisit.code}-{household_id}",
    )
    before = visits_of_household(request.viewer, household_id, on=today)
    own = Crumb(where.name, reverse("household", args=[household_id]))
    context = {
        "name": where.name,
        "form": form,
        "fields": _by_name(form),
        "day": _day_shown(request, today),
        "day_error": next((each.text for each in problems if each.field == "observed_at"), None),
        "today": today,
        "last": before[0] if before else None,
        "cancel_url": reverse("household", args=[household_id]),
        "action": request.path,
        "here": way(breadcrumb(request.viewer, where.place_code), own, Crumb(RecordVisit.label)),
    }
    return render(request, "groups/visit_form.html", context)


def _said(command: RecordVisit) -> str:
    if command.promised:
        return _("走访记好了。您答应的事记成了您的任务，到日子会提醒您。")
    return _("走访记好了。")


def _named(each: AtHome) -> str:
    """Return how somebody is ticked: by name and what they are to the head."""
    return f"{each.name} {each.relation.in_language(language())}"


def _by_name(form: CommandForm) -> Mapping[str, Any]:
    return {each.name: each for each in form.fields}


def _day_shown(request: HttpRequest, today: date) -> str:
    return request.POST.get("observed_at", "") if request.method == "POST" else today.isoformat()
