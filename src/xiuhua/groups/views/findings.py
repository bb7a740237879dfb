"""Findings of a group: the list, one finding, writing one down, and what becomes of it."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.findings import DismissFinding, RecordFinding, SettleFinding, TakeUpFinding
from xiuhua.groups.queries.findings import FINDINGS, FindingPage, Listed, finding_page, findings_of_group
from xiuhua.groups.queries.visits import VisitLine, visit_named
from xiuhua.groups.rules.findings import finding_kinds
from xiuhua.groups.views.asking import group_or_404, way, way_to
from xiuhua.groups.views.task_words import first_due
from xiuhua.groups.views.tasks import owners
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id, read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, carry_out, done, form_for, form_page
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.files.requests import Chosen, chosen, takes_files
from xiuhua.platform.forms import Choice, FieldProblem, read_command
from xiuhua.platform.journal import catalogue
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.neighbours import neighbours

FINDINGS_OF_GROUP: Final = Text("问题清单", "findings")
_HIDDEN: Final = Text("关于一户的问题", "a finding about a household")
_SHOWN: Final = {Listed.UNSETTLED: Text("没解决的", "not settled"), Listed.OVER: Text("解决的和不是问题的", "over")}
_ACTIONS: Final = (
    (TakeUpFinding.code, "finding-take-up", Text("交办", "Give it to somebody")),
    (SettleFinding.code, "finding-settle", Text("解决了", "It is settled")),
    (DismissFinding.code, "finding-dismiss", Text("不是问题", "It is no problem")),
)


@require_safe
@signed_in(FINDINGS)
def group_findings(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show the findings of a group, the oldest first."""
    page = group_or_404(request, group_id)
    asked = request.GET.get("show", "")
    show = Listed(asked) if asked in set(Listed) else Listed.UNSETTLED
    found = findings_of_group(request.viewer, group_id, on=today_of(request), show=show, after=request.GET.get("after"))
    if found is None:
        raise Http404
    address = reverse("group-findings", args=[group_id])
    chips = [
        {
            "label": label,
            "count": found.counts[each],
            "href": f"{address}?show={each.value}" if each else address,
            "current": each is show,
        }
        for each, label in _SHOWN.items()
    ]
    context = {
        "page": page,
        "found": found,
        "chips": chips,
        "may_record": page.valid_to is None and reaches(request.viewer, COMMANDS[RecordFinding.code], page.place_code),
        "later": f"{address}?{urlencode({'show': show.value, 'after': found.after})}" if found.after else "",
        "here": way_to(page, FINDINGS_OF_GROUP),
    }
    return render(request, "groups/findings.html", context)


@require_safe
@signed_in(FINDINGS)
def finding_home(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Show a finding: what it is, how far it is, what comes next."""
    page = finding_or_404(request, finding_id)
    actions = [
        {"label": label, "href": reverse(name, args=[finding_id]), "why_not": page.actions[code]}
        for code, name, label in _ACTIONS
    ]
    possible = [each for each in actions if each["why_not"] is None]
    context = {
        "page": page,
        "called": called(page),
        "next": possible[0] if possible else None,
        "others": possible[1:],
        "impossible": [each for each in actions if each["why_not"] is not None],
        "facts": _facts(page),
        "here": way_to_finding(page),
    }
    return render(request, "groups/finding.html", context)


@takes_files
@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordFinding.code])
def record(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Write a finding down, with its evidence where the kind asks for it."""
    page = group_or_404(request, group_id)
    if not reaches(request.viewer, COMMANDS[RecordFinding.code], page.place_code):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    file = Chosen()
    visit = _visit(request, group_id)
    source: dict[str, Any] = {"came_from": "visit", "from_id": visit.id} if visit else {}
    if request.method == "POST":
        command_id = command_id_of(request)
        subject = read_uuid(request.POST.get("household_id", "")) or group_id
        file = chosen(request, "file", subject_id=subject)
        supplied: dict[str, Any] = {"id": command_id, "group_id": group_id, "finding_id": derived_id(command_id, "of")}
        sent = {name: value for name, value in request.POST.dict().items() if name != "file"}
        command, problems = read_command(RecordFinding, sent, supplied={**supplied, **source, "file": file.file})
        problems = (*problems, *(FieldProblem("file", each.text) for each in worded(file.problems)))
        if command is not None and not file.problems:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("问题已记下。"))
                return redirect("finding", receipt.result["finding"])
            problems = worded(receipt.problems)
    homes = neighbours(request.viewer, page.place_code)
    kinds = finding_kinds(catalogue.policy(), on=today_of(request), region=page.place_code)
    form = form_for(
        request,
        RecordFinding,
        values={"household_id": visit.household_id} if visit else None,
        problems=problems,
        references={
            "kind": [Choice(each.code, each.name.in_language(language())) for each in kinds],
            "household_id": [Choice(str(home.id), f"{home.head} {home.code}".strip()) for home in homes],
        },
        leave_out=("group_id", "finding_id", "came_from", "from_id", "observed_at"),
        draft=f"{RecordFinding.code}-{page.id}",
    )
    context = {
        "title": Text("记一个问题", "Record a finding"),
        "form": form,
        "kept": str(file.file or ""),
        "visit": visit,
        "action": request.get_full_path(),
        "cancel_url": reverse("group-findings", args=[page.id]),
        "here": way_to(page, RecordFinding.label),
    }
    return render(request, "groups/finding_form.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TakeUpFinding.code])
def take_up(request: HttpRequest, finding_id: UUID) -> HttpResponseBase:
    """Give a finding to somebody as a task."""
    return _step(request, finding_id, TakeUpFinding, Text("把问题交办", "Give it as a task"), _("已交办，问题在办。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[SettleFinding.code])
def settle(request: HttpRequest, finding_id: UUID) -> HttpResponseBase:
    """Say how a finding was settled."""
    return _step(request, finding_id, SettleFinding, Text("问题解决了", "It is settled"), _("已记下，这个问题解决了。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[DismissFinding.code])
def dismiss(request: HttpRequest, finding_id: UUID) -> HttpResponseBase:
    """Say that a finding proved to be no problem."""
    return _step(request, finding_id, DismissFinding, Text("不是问题", "It is no problem"), _("已记下，这不是问题。"))


def finding_or_404(request: HttpRequest, finding_id: UUID, code: str = "") -> FindingPage:
    """Return a finding; absent, outside, and one with which the viewer's posts do nothing, answer alike."""
    page = finding_page(request.viewer, finding_id, on=today_of(request))
    if page is None or (code and not reaches(request.viewer, COMMANDS[code], page.finding.place_code)):
        raise Http404
    return page


def way_to_finding(page: FindingPage, *more: Text) -> Here:
    """Return the way to a finding, or to a page below it."""
    group = Crumb(page.group, reverse("group", args=[page.finding.group_id]))
    listed = Crumb(FINDINGS_OF_GROUP, reverse("group-findings", args=[page.finding.group_id]))
    own = Crumb(called(page), reverse("finding", args=[page.finding.id]) if more else "")
    return way(page.places[:-1], group, listed, own, *(Crumb(text) for text in more))


def called(page: FindingPage) -> Text | str:
    """Return what a finding is called: what it says, or that it is about a household that the viewer does not see."""
    return page.finding.what or _HIDDEN


def _visit(request: HttpRequest, group_id: UUID) -> VisitLine | None:
    """Return the visit on which something was found, if the address names one of this group."""
    asked = read_uuid(request.GET.get("visit", ""))
    found = visit_named(request.viewer, asked, on=today_of(request)) if asked else None
    return found if found is not None and found.group_id == group_id else None


def _step(request: HttpRequest, finding_id: UUID, step: type[Command], title: Text, said: str) -> HttpResponseBase:
    page = finding_or_404(request, finding_id, step.code)
    receipt, problems = answered(request, step, {"finding_id": finding_id})
    if receipt is not None:
        done(request, receipt, said)
        return redirect("finding", finding_id)
    why = page.actions[step.code]
    if why is not None and not problems:
        problems = (FieldProblem(None, Text(f"现在还不能做：{why.zh}", f"This can't be done now: {why.en}")),)
    taking_up = step is TakeUpFinding
    group = group_or_404(request, page.finding.group_id) if taking_up else None
    name = called(page)
    form = form_for(
        request,
        step,
        problems=problems,
        values={"what": page.finding.what, "due": first_due(today_of(request), page.finding.place_code)},
        references={"owner_id": owners(request, group)} if group else None,
        leave_out=("finding_id", "observed_at"),
        draft=f"{step.code}-{finding_id}",
    )
    return form_page(
        request,
        form,
        title,
        here=way_to_finding(page, step.label),
        cancel_url=reverse("finding", args=[finding_id]),
        intro=name if isinstance(name, Text) else Text(name, name),
    )


def _facts(page: FindingPage) -> list[dict[str, Any]]:
    found = page.finding
    home = reverse("household", args=[found.household_id]) if found.household_id and found.household else ""
    return [
        {"label": Text("哪方面", "Kind"), "value": found.kind_name, "long": True},
        {
            "label": Text("哪一户", "Household"),
            "value": found.household or Text("全村", "the village"),
            "href": home,
            "long": True,
        },
        {"label": Text("谁发现的", "Found by"), "value": found.finder or "—", "note": found.from_name, "long": True},
    ]
