"""Writing down what a household says to what is recorded, and replying to it: one short form each."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem, read_command
from xiuhua.registry.commands.household_answers import HandleHouseholdAnswer, RecordHouseholdAnswer
from xiuhua.registry.queries.household_answers import Answered, household_answers
from xiuhua.registry.queries.plots import land_of_household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.queries.reveals import who_looked
from xiuhua.registry.rules.household_answers import ABOUT_NAMES, About
from xiuhua.registry.rules.report_words import day
from xiuhua.registry.views.answer_section import HANDLE, RECORD
from xiuhua.registry.views.asking import household_or_404, told
from xiuhua.registry.views.belonging import form_page
from xiuhua.registry.views.requests import address

_HIDDEN = ("household_id", "answer_id", "observed_at")


@require_http_methods(["GET", "POST"])
@signed_in(RECORD)
def record_answer(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Write down what somebody of the household says."""
    page = household_or_404(request, household_id)
    if not reaches(request.viewer, RECORD, page.place_code) or not (page.members or page.former):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        supplied = {"household_id": household_id, "answer_id": derived_id(command_id, "answer"), "id": command_id}
        command, problems = read_command(RecordHouseholdAnswer, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已照原话记下，乡镇、县里会核对。"))
                return _back(household_id)
            problems = told(receipt.problems)
    return _record_page(request, page, problems)


@require_http_methods(["GET", "POST"])
@signed_in(HANDLE)
def handle_answer(request: HttpRequest, household_id: UUID, answer_id: UUID) -> HttpResponseBase:
    """Say what was done about what the household said."""
    page = household_or_404(request, household_id)
    found = household_answers(request.viewer, household_id)
    answer = next((each for each in found if each.id == answer_id and not each.outcome), None)
    if answer is None or not reaches(request.viewer, HANDLE, page.place_code):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"household_id": household_id, "answer_id": answer_id, "id": command_id_of(request)}
        command, problems = read_command(HandleHouseholdAnswer, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("答复已记下，这一户看得到。"))
                return _back(household_id)
            problems = told(receipt.problems)
    return _handle_page(request, page, answer, problems)


def _back(household_id: UUID) -> HttpResponseBase:
    return redirect(address("household", str(household_id)) + "#answers")


def _record_page(request: HttpRequest, page: Household, problems: tuple[FieldProblem, ...]) -> HttpResponse:
    spoken = language()
    gone = [each for each in page.former if each.name and each.household_id is None]
    sayers = [(str(each.id), each.name) for each in (*page.members, *gone)]
    form = form_for(
        request,
        RecordHouseholdAnswer,
        values={"answers": page.id, "said_on": today_of(request)},
        problems=problems,
        references={
            "answers": [Choice(str(key), text.in_language(spoken)) for key, text in _records(request, page)],
            "said_by": [Choice(key, name) for key, name in sayers],
        },
        leave_out=_HIDDEN,
        draft=f"answer-{page.id}",
    )
    title = Text("记下这一户的话", "Write down what the household says")
    consequence = Text(
        "照原话写在那一条旁边，记录不会因此改动；乡镇、县里核对以后答复。",
        "It stands beside the record in their own words and changes nothing; the township or county looks into it.",
    )
    return form_page(request, page, form, title, RecordHouseholdAnswer, consequence)


def _records(request: HttpRequest, page: Household) -> Iterator[tuple[UUID, Text]]:
    """Yield what can be answered, as the page shows it: the whole, people, what sources state, incomes, land, looks."""
    yield page.id, ABOUT_NAMES[About.HOUSEHOLD]
    for member in page.members:
        yield member.id, _named(About.PERSON, Text(member.name, member.name))
    for stated in page.statements:
        source, on = stated.source, day(stated.valid_from)
        yield stated.id, _named(About.STATEMENT, Text(f"{source.zh}，{on.zh}", f"{source.en}, {on.en}"))
    for income in page.incomes:
        yield income.id, _named(About.FIGURE, income.name)
        for line in income.lines:
            zh, en = f"{income.name.zh} {line.kind_name.zh}", f"{income.name.en} {line.kind_name.en}"
            said = Text(f"{zh} {line.project} {line.said.zh}", f"{en} {line.project} {line.said.en}")
            yield line.id, _named(About.LINE, said)
    land = land_of_household(request.viewer, page.id)
    for plot in land.lines if land is not None else ():
        name = plot.name or plot.code
        yield plot.id, _named(About.PLOT, Text(name, name))
    for look in who_looked(request.viewer, page.id):
        if look.answerable:
            on = day(look.at.date())
            words = (f"{on.zh} {look.person} {look.field.zh}", f"{on.en} {look.person} {look.field.en}")
            yield look.id, _named(About.REVEAL, Text(*words))


def _named(about: About, what: Text) -> Text:
    name = ABOUT_NAMES[about]
    return Text(f"{name.zh}：{what.zh}", f"{name.en}: {what.en}")


def _handle_page(
    request: HttpRequest, page: Household, answer: Answered, problems: tuple[FieldProblem, ...]
) -> HttpResponse:
    form = form_for(request, HandleHouseholdAnswer, problems=problems, leave_out=_HIDDEN)
    title = Text(f"答复这一户的话：{answer.about.zh}", f"Reply to what the household says of {answer.about.en}")
    consequence = Text(
        f"{answer.person}说：“{answer.said.zh}”要改的，先在这一户的页面上改好，再写在这里。",
        f"{answer.person} says: “{answer.said.en}” Mend the record first, on the household's page, then say it here.",
    )
    return form_page(request, page, form, title, HandleHouseholdAnswer, consequence, Text("答复", "Reply"))
