"""The papers of a household: which one and what for, then the files, for whoever made it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.papers import MakePaper
from xiuhua.care.queries.papers import household_paper, made_paper
from xiuhua.care.views.asking import HIDDEN, home_or_404, way_to
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, form_for, form_page
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.exchange.documents import Paper
from xiuhua.platform.exchange.paper_files import as_pdf, as_word
from xiuhua.platform.forms import Choice
from xiuhua.platform.journal import catalogue
from xiuhua.registry.rules.purposes import purposes

MAKE = COMMANDS[MakePaper.code]


@require_http_methods(["GET", "POST"])
@signed_in(MAKE)
def make_paper(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Ask which paper and what for, and lead to it."""
    home = home_or_404(request, household_id, MakePaper.code)
    receipt, problems = answered(request, MakePaper, {"household_id": household_id})
    if receipt is not None:
        return redirect("household-paper", receipt.result["paper"])
    listed = purposes(catalogue.policy(), on=today_of(request), region=home.place_code)
    form = form_for(
        request,
        MakePaper,
        values={"kind": "booklet", "purpose": "help"},
        problems=problems,
        references={"purpose": [Choice(each.code, each.name.in_language(language())) for each in listed]},
        leave_out=HIDDEN,
    )
    consequence = Text(
        "内容都来自记录，不用另外填；哪里不对，更正记录再打印。这一户查得到是谁打印的、做什么用。",
        "All of it comes from the record: mend the record and print again. The household can see who printed it and"
        " what for.",
    )
    return form_page(
        request,
        form,
        Text(f"打印{home.name.zh}的材料", f"Print a paper of: {home.name.en}"),
        here=way_to(request, home, MakePaper.label),
        cancel_url=reverse("household", args=[household_id]),
        consequence=consequence,
        submit=Text("做好", "Make it"),
    )


@require_safe
@signed_in(MAKE)
def paper_ready(request: HttpRequest, made_id: UUID) -> HttpResponse:
    """Show whoever made a paper where to get it, and until when."""
    made = made_paper(request.viewer, made_id, at=received_at(request))
    if made is None:
        raise Http404
    home = home_or_404(request, made.household_id, MakePaper.code)
    context = {"made": made, "home": home, "here": way_to(request, home, made.name)}
    return render(request, "care/paper.html", context)


@require_safe
@signed_in(MAKE)
def paper_pdf(request: HttpRequest, made_id: UUID) -> HttpResponse:
    """Answer with the paper as a PDF to whoever made it."""
    paper = _paper(request, made_id)
    return as_pdf(paper)


@require_safe
@signed_in(MAKE)
def paper_docx(request: HttpRequest, made_id: UUID) -> HttpResponse:
    """Answer with the paper as a Word document to whoever made it."""
    paper = _paper(request, made_id)
    return as_word(paper)


def _paper(request: HttpRequest, made_id: UUID) -> Paper:
    found = household_paper(request.viewer, made_id, at=received_at(request))
    if found is None:
        raise Http404
    return found
