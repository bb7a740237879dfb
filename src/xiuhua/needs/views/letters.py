"""The letter of introduction: made after both sides agree, then the files, for whoever made it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.letters import MakeLetter
from xiuhua.needs.letter import TITLE
from xiuhua.needs.queries.letters import letter, made_letter
from xiuhua.needs.views.asking import need_or_404, title_of, way_to
from xiuhua.platform.accounts.asking import answered, form_for, form_page
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.exchange.documents import Paper
from xiuhua.platform.exchange.paper_files import as_pdf, as_word

MAKE = COMMANDS[MakeLetter.code]


@require_http_methods(["GET", "POST"])
@signed_in(MAKE)
def make_letter(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Ask whether a letter is to be made, and lead to it."""
    page = need_or_404(request, need_id, MakeLetter.code)
    receipt, problems = answered(request, MakeLetter, {"need_id": page.id})
    if receipt is not None:
        return redirect("letter", receipt.result["letter"])
    form = form_for(request, MakeLetter, problems=problems, leave_out=("need_id", "observed_at"))
    consequence = Text(
        "信上只有姓名、岗位、日期和村里的联系人，没有这一户的情况。“谁看过”里记着是谁开的。",
        "It says the name, the job, the day and whom to ask in the village, nothing of the household. Who made it"
        " stands under “Who looked”.",
    )
    return form_page(
        request,
        form,
        Text("开介绍信", "Make a letter of introduction"),
        intro=title_of(page),
        here=way_to(page, TITLE),
        cancel_url=reverse("need", args=[page.id]),
        consequence=consequence,
        submit=Text("开信", "Make it"),
    )


@require_safe
@signed_in(MAKE)
def letter_ready(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show whoever made a letter where to get it, and until when."""
    made = made_letter(request.viewer, letter_id, at=received_at(request))
    if made is None:
        raise Http404
    page = need_or_404(request, made.need_id, MakeLetter.code)
    return render(request, "needs/letter.html", {"made": made, "title": TITLE, "here": way_to(page, TITLE)})


@require_safe
@signed_in(MAKE)
def letter_pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Answer with the letter as a PDF to whoever made it."""
    return as_pdf(_letter(request, letter_id))


@require_safe
@signed_in(MAKE)
def letter_docx(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Answer with the letter as a Word document to whoever made it."""
    return as_word(_letter(request, letter_id))


def _letter(request: HttpRequest, letter_id: UUID) -> Paper:
    found = letter(request.viewer, letter_id, at=received_at(request))
    if found is None:
        raise Http404
    return found
