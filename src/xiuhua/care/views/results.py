"""Forms of what came of a measure, and of what the household says of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.results import ConfirmResult, ReportResult
from xiuhua.care.views.plan_asking import measure_or_404, members_of, plan_form, plan_or_404
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done
from xiuhua.platform.accounts.scope import signed_in, today_of


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ReportResult.code])
def report(request: HttpRequest, plan_id: UUID, measure_id: UUID) -> HttpResponseBase:
    """Record what came of a measure."""
    home, plan = plan_or_404(request, plan_id, ReportResult.code)
    measure = measure_or_404(plan, measure_id)
    receipt, problems = answered(request, ReportResult, {"plan_id": plan_id, "measure_id": measure_id})
    if receipt is not None:
        done(request, receipt, _("结果已记下，等这一户确认。"))
        return redirect("household-plan", home.id)
    title = Text(f"{measure.what}：办成什么样", f"What came of it: {measure.what}")
    values = {"done_on": today_of(request), "result_qualifier": "exact"}
    consequence = Text("记下以后由这一户确认，不由您确认。", "The household confirms it afterwards; you do not.")
    return plan_form(request, home, ReportResult, title, problems, values, {}, consequence)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ConfirmResult.code])
def confirm(request: HttpRequest, plan_id: UUID, reported_id: UUID) -> HttpResponseBase:
    """Record what the household says of a result."""
    home, plan = plan_or_404(request, plan_id, ConfirmResult.code)
    measure = measure_or_404(plan, reported_id)
    receipt, problems = answered(request, ConfirmResult, {"plan_id": plan_id, "measure_id": reported_id})
    if receipt is not None:
        done(request, receipt, _("这一户的话已记下。"))
        return redirect("household-plan", home.id)
    title = Text(f"{measure.what}：这一户怎么说", f"What the household says: {measure.what}")
    values = {"confirmed_on": today_of(request)}
    members = {"confirmed_by": members_of(request, home)}
    consequence = Text(
        "帮扶这一户的人和记结果的人不能记确认。",
        "Whoever helps the household or recorded the result cannot record this.",
    )
    return plan_form(request, home, ConfirmResult, title, problems, values, members, consequence)
