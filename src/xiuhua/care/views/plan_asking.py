"""What the forms of a plan share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from xiuhua.care.queries.plans import MeasureLine, PlanPage, household_of_plan, plans_of
from xiuhua.care.views.asking import home_or_404, way_to
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import SAVE, form_for, form_page
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.forms import Choice, FieldProblem
from xiuhua.registry.queries.at_home import people_at_home
from xiuhua.registry.queries.whereabouts import Whereabouts

_OWN = ("household_id", "plan_id", "measure_id", "observed_at")


def plan_or_404(request: HttpRequest, plan_id: UUID, code: str, *, draft: bool = False) -> tuple[Whereabouts, PlanPage]:
    """Return a plan with its household, where the viewer may do this; one in another state answers as absent."""
    household_id = household_of_plan(request.viewer, plan_id)
    if household_id is None:
        raise Http404
    home = home_or_404(request, household_id, code)
    plans = plans_of(request.viewer, household_id, on=today_of(request))
    plan = plans.draft if draft else plans.present
    if plan is None or plan.id != plan_id:
        raise Http404
    return home, plan


def measure_or_404(plan: PlanPage, measure_id: UUID) -> MeasureLine:
    """Return a measure of a plan."""
    measure = plan.measure(measure_id)
    if measure is None:
        raise Http404
    return measure


def members_of(request: HttpRequest, home: Whereabouts) -> list[Choice]:
    """Return the members of a household to choose from, with how they relate to the head."""
    people = people_at_home(request.viewer, (home.id,)).get(home.id, ())
    return [Choice(str(each.id), f"{each.name} · {each.relation.in_language(language())}") for each in people]


def plan_form(
    request: HttpRequest,
    home: Whereabouts,
    command: type[Command],
    title: Text,
    problems: tuple[FieldProblem, ...],
    values: Mapping[str, Any],
    references: Mapping[str, list[Choice]],
    consequence: Text | None = None,
    submit: Text = SAVE,
) -> HttpResponse:
    """Show the form of a command about the plan of a household; it leads back to the plan."""
    form = form_for(
        request,
        command,
        values=values,
        problems=problems,
        references=references,
        leave_out=_OWN,
        draft=f"{command.code}-{home.id}",
    )
    return form_page(
        request,
        form,
        title,
        here=way_to(request, home, command.label),
        cancel_url=reverse("household-plan", args=[home.id]),
        consequence=consequence,
        submit=submit,
    )
