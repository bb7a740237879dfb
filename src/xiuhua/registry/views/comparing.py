"""Bringing a department's list to be compared with the register of a place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import reaches, received_at, signed_in, today_of
from xiuhua.platform.exchange import comparing
from xiuhua.platform.exchange.reading.limits import MEBIBYTE, Limits
from xiuhua.platform.exchange.steps import Absent
from xiuhua.platform.forms import Choice, CommandForm, FormField, Kind
from xiuhua.platform.pages import Crumb
from xiuhua.platform.uploads import in_memory
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.comparison_words import KIND_CHOICES
from xiuhua.registry.commands.record_comparison import RecordComparison, against_list
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.days import read_day
from xiuhua.registry.sheets.department_lists import SHEETS
from xiuhua.registry.views.comparisons import TITLE
from xiuhua.registry.views.requests import address, here

NAME_LENGTH = 120
_RECORD = COMMANDS[RecordComparison.code]


@in_memory(lambda request: Limits().file_bytes)
@require_http_methods(["GET", "POST"])
@signed_in(_RECORD)
def bring_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a department's list and have it compared with the register of a place."""
    if not reaches(request.viewer, _RECORD, code) or accounts.place(request.viewer, code) is None:
        raise Http404
    if request.method == "GET":
        return _page(request, code, [])
    problems = list(_against(request, code))
    if problems:
        return _page(request, code, problems)
    session_id, file = command_id_of(request), request.FILES["file"]
    try:
        comparing.begin(
            request.viewer,
            session_id,
            name=(file.name or "")[-NAME_LENGTH:],
            data=file.read(),
            kind=request.POST.get("kind", ""),
            asked={"place": code, "on": request.POST["listed_on"]},
            received_at=received_at(request),
        )
    except Absent:
        raise Http404 from None
    return redirect("comparison", session_id)


def _against(request: HttpRequest, code: str) -> list[Problem]:
    """Return what is to be mended before anything of the file is read."""
    problems: list[Problem] = []
    kind, day = request.POST.get("kind", ""), read_day(request.POST.get("listed_on", ""))
    if day is None:
        problems.append(Problem("comparison_day_missing", "listed_on"))
    else:
        known = [kind] if kind else list(KINDS)
        found = [against_list(each, code, day, today=today_of(request)) for each in known]
        if all(found) and found[0] is not None:
            problems.append(found[0])
    if request.in_memory.too_large:
        size = int(request.headers.get("Content-Length") or 0)
        values = {"name": "", "size": f"{size / MEBIBYTE:,.0f}", "limit": f"{Limits().file_bytes // MEBIBYTE:,}"}
        problems.append(Problem("file_too_large", "file", values))
    elif "file" not in request.FILES:
        problems.append(Problem("upload_missing", "file"))
    return problems


def _page(request: HttpRequest, code: str, problems: list[Problem]) -> HttpResponse:
    crumbs = accounts.breadcrumb(request.viewer, code)
    context = {
        "form": _form(request, problems),
        "place": crumbs[-1],
        "sheets": [(KINDS[kind], sheet) for kind, sheet in SHEETS.items()],
        "here": here(crumbs, None, Crumb(TITLE, address("place-comparisons", code)), Crumb(_("比对一份名单"))),
    }
    return render(request, "registry/comparison_new.html", context)


def _form(request: HttpRequest, problems: list[Problem]) -> CommandForm:
    spoken, sent = language(), request.POST if request.method == "POST" else {}
    known = {"kind", "listed_on", "file"}
    errors: dict[str, Any] = {name: [] for name in known}
    general: list[str] = []
    for problem in problems:
        said = sentence(problem, spoken)
        errors[problem.field].append(said) if problem.field in known else general.append(said)
    choices = tuple(Choice(code, text.in_language(spoken)) for code, text in KIND_CHOICES.items())
    fields = (
        FormField(
            "listed_on",
            Kind.DATE,
            _("名单是哪一天的？"),
            why=_("名单截止的那一天，不是收到的那一天。"),
            value=sent.get("listed_on", ""),
            errors=tuple(errors["listed_on"]),
        ),
        FormField(
            "kind",
            Kind.REFERENCE,
            _("是哪个部门的什么名单？"),
            why=_("不选就按表头自动认出。"),
            value=sent.get("kind", ""),
            choices=choices,
            errors=tuple(errors["kind"]),
            required=False,
        ),
        FormField(
            "file",
            Kind.FILE,
            _("要比对的名单"),
            why=_("Excel 工作簿（.xlsx）或 .csv，最大 64 MB"),
            errors=tuple(errors["file"]),
        ),
    )
    return CommandForm(fields, {"id": str(new_id(request))}, tuple(general), bound=bool(sent))
