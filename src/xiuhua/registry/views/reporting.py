"""The paper that tells a household what is held about it: who asked, and the file for whoever made it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import reaches, received_at, signed_in
from xiuhua.platform.exchange.documents import MEDIA_TYPE, pdf
from xiuhua.platform.files.views import HEADERS
from xiuhua.platform.forms import Choice, FieldProblem, read_command
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.access_report import MakeAccessReport
from xiuhua.registry.queries.access_reports import access_report
from xiuhua.registry.views.asking import household_or_404, told
from xiuhua.registry.views.belonging import form_page

MAKE = COMMANDS[MakeAccessReport.code]


@require_http_methods(["GET", "POST"])
@signed_in(MAKE)
def make_access_report(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Ask which member wants to know what is held, and lead to the paper."""
    page = household_or_404(request, household_id)
    if page.ended or not reaches(request.viewer, MAKE, page.place_code):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    problems: tuple[FieldProblem, ...] = ()
    if sent is not None:
        supplied = {"household_id": household_id, "id": command_id_of(request)}
        command, problems = read_command(MakeAccessReport, sent, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                return redirect("access-report", receipt.result["report"])
            problems = told(receipt.problems)
    form = form_for(
        request,
        MakeAccessReport,
        problems=problems,
        references={"asked_by": [Choice(str(member.id), member.name) for member in page.members]},
        leave_out=("household_id", "observed_at"),
    )
    title = Text("开个人信息查询书", "Make a report on personal data")
    consequence = Text(
        "里面有这一户的人的完整信息，没有遮住；打印后对折，当面交给本人，不要留底。",
        "It holds all that is recorded of its people, unmasked: print it, fold it, hand it over and keep no copy.",
    )
    submit = Text("做好并下载", "Make it and download")
    return form_page(request, page, form, title, MakeAccessReport, consequence, submit)


@require_safe
@signed_in(MAKE)
def report_file(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Answer with the paper to whoever made it. Its name tells nothing but a number."""
    found = access_report(request.viewer, paper_id, at=received_at(request))
    if found is None:
        raise Http404
    here = language()
    name = f"{found.title.in_language(here)} {found.number}.pdf"
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {**HEADERS, "Content-Disposition": disposition}
    return HttpResponse(pdf(found, language=here), content_type=MEDIA_TYPE, headers=headers)
