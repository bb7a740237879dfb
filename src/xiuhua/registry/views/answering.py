"""Confirming that what questions ask about is correct: one, or all of a kind, with a reason that is kept."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.ids import derived_id, read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import form_for
from xiuhua.platform.accounts.requests import command_id_of
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.forms import ADVICE, CommandForm, FieldProblem, read_command
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.queries.asked import Answerable, questions_to_answer
from xiuhua.registry.views.asking import household_or_404, told
from xiuhua.registry.views.households import called, way_to
from xiuhua.registry.views.requests import address, here

_ASKED = "question"
_HIDDEN = ("household_id", "question_ids", "observed_at")


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AnswerQuestion.code])
def answer_questions(request: HttpRequest) -> HttpResponseBase:
    """Show open questions of a household, or of one kind in a place, and confirm those that are chosen."""
    household_id = read_uuid(request.GET.get("household", ""))
    kind, place_code = request.GET.get("kind", ""), request.GET.get("place", "")
    if household_id is None and not (kind and place_code and accounts.place(request.viewer, place_code)):
        raise Http404
    found = questions_to_answer(request.viewer, household_id=household_id, place_code=place_code, kind=kind)
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        problems = _confirm(request, found)
        if not problems:
            back = ("household", household_id) if household_id else ("place", place_code)
            return redirect(*back)
    return _page(request, found, household_id, problems)


def _confirm(request: HttpRequest, found: Sequence[Answerable]) -> tuple[FieldProblem, ...]:
    """Confirm what was chosen, one command for each household; return what is to be mended."""
    chosen = _chosen(request.POST)
    command_id = command_id_of(request)
    commands: list[AnswerQuestion] = []
    for each in found:
        ids = tuple(question.id for question in each.questions if question.id in chosen)
        if ids:
            supplied = {
                "id": derived_id(command_id, "answer", str(each.household_id)),
                "household_id": each.household_id,
                "question_ids": ids,
            }
            command, problems = read_command(AnswerQuestion, request.POST, supplied=supplied)
            if command is None:
                return problems
            commands.append(command)
    if not commands:
        return (FieldProblem(None, _NONE_CHOSEN),) if request.POST.get("reason") else _nothing(request)
    receipts = execute_many(commands, actor=request.viewer, received_at=received_at(request))
    refused = [problem for receipt in receipts for problem in receipt.problems]
    confirmed = sum(len(c.question_ids) for c, r in zip(commands, receipts, strict=True) if r.accepted)
    if confirmed:
        messages.success(request, _("%(n)s 处已确认无误，以后不再问。") % {"n": confirmed}, extra_tags=str(command_id))
    return told(refused)


def _nothing(request: HttpRequest) -> tuple[FieldProblem, ...]:
    return FieldProblem(None, _NONE_CHOSEN), FieldProblem("reason", ADVICE["missing"])


_NONE_CHOSEN = Text("请选要确认的。", "Please choose what you confirm.")


def _page(
    request: HttpRequest, found: Sequence[Answerable], household_id: UUID | None, problems: tuple[FieldProblem, ...]
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    one = read_uuid(request.GET.get(_ASKED, ""))
    listed = {question.id for each in found for question in each.questions}
    chosen = _chosen(sent) if sent is not None else {one} if one else listed
    form: CommandForm = form_for(
        request,
        AnswerQuestion,
        problems=problems,
        leave_out=_HIDDEN,
    )
    page = household_or_404(request, household_id) if household_id else None
    context = {
        "found": found,
        "chosen": chosen,
        "form": form,
        "count": len(listed),
        "page": page,
        "action": request.get_full_path(),
        "back": address("household", str(household_id)) if household_id else address("place", request.GET["place"]),
        "here": way_to(page, called(page), AnswerQuestion.label) if page else _way_to_place(request),
    }
    return render(request, "registry/question_answer.html", context)


def _chosen(sent: QueryDict) -> set[UUID]:
    return {key for key in map(read_uuid, sent.getlist(_ASKED)) if key}


def _way_to_place(request: HttpRequest) -> Here:
    places = accounts.breadcrumb(request.viewer, request.GET["place"])
    return here(places, None, Crumb(AnswerQuestion.label))
