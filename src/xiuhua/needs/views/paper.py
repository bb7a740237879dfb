"""The code on paper: handed out and revoked by whoever helps, and the open page that it opens."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.agreements import AgreeByCode, WithdrawByCode
from xiuhua.needs.commands.paper import AnswerByCode, IssueCode, RevokeCode, TellByCode
from xiuhua.needs.models import PaperCode
from xiuhua.needs.paper import HOLDER, digest_of, new_code, opened, own_needs, present_code
from xiuhua.needs.rules.paper import last_day
from xiuhua.needs.views.asking import SECTION, kinds_to_choose
from xiuhua.platform.accounts.asking import carry_out, done, form_for, form_page
from xiuhua.platform.accounts.forms import form, question, worded
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import reaches, received_at, signed_in, today_of
from xiuhua.platform.exchange.documents import MEDIA_TYPE, Paper, Section, pdf
from xiuhua.platform.forms import CommandForm, FieldProblem, command_form, read_command
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.whereabouts import Whereabouts, whereabouts
from xiuhua.registry.rules.report_words import day

ISSUE, REVOKE = COMMANDS[IssueCode.code], COMMANDS[RevokeCode.code]
_WISHES: Mapping[str, type[Command]] = {
    "tell": TellByCode,
    "answer": AnswerByCode,
    "agree": AgreeByCode,
    "withdraw": WithdrawByCode,
}
_SAID: Mapping[str, Text] = {
    "tell": Text("记下了，帮扶的干部会来办。", "It is recorded; whoever helps you will see to it."),
    "answer": Text("您的答复记下了。", "Your answer is recorded."),
    "agree": Text(
        "您同意了。单位也同意以后，这里写明找谁联系。",
        "You agreed. Once the firm agrees too, it says here whom to turn to.",
    ),
    "withdraw": Text("您撤回了，单位不再看到您。", "You withdrew; the firm is not shown you any more."),
}
_UNSEEN = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@require_http_methods(["GET", "POST"])
@signed_in(ISSUE)
def issue(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Hand out a code: the answer holds the paper, which is made once and fetched from that page alone."""
    home = _home_or_404(request, household_id)
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id, code = command_id_of(request), new_code()
        wish = IssueCode(
            id=command_id, household_id=home.id, code_id=derived_id(command_id, "code"), digest=digest_of(code)
        )
        receipt = carry_out(request, wish)
        if receipt.accepted and not receipt.repeated:
            return _issued(request, home, code)
        problems = worded(receipt.problems or (Problem("paper_code_shown"),))
    shown = form_for(
        request,
        IssueCode,
        problems=problems,
        leave_out=("household_id", "code_id", "digest", "observed_at"),
    )
    present = present_code(request.viewer, home.id, on=today_of(request))
    intro = Text(
        "凭码不用登录，就能说自己家的需求、看办到哪一步、说满意不满意。码上没有姓名和户的情况。",
        "With the code, without signing in, a household tells its needs, sees how far they are, and says whether it is"
        " satisfied. It shows no name and nothing of the household.",
    )
    consequence = Text("码只在这张纸上显示一次。", "The code stands on this paper once and is kept nowhere.")
    if present is not None:
        consequence = Text(
            f"这一户现在有一张码，到 {day(present.expires_on).zh}；发新的，旧的同时作废。{consequence.zh}",
            f"The household has a code until {day(present.expires_on).en}; it stops with the new one. {consequence.en}",
        )
    return form_page(
        request,
        shown,
        Text("发一张纸码", "Issue a code on paper"),
        intro=intro,
        here=_way(home),
        cancel_url=reverse("household", args=[home.id]),
        consequence=consequence,
        submit=Text("发码", "Issue it"),
    )


@require_http_methods(["GET", "POST"])
@signed_in(REVOKE)
def revoke(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Let the code of a household open nothing any more."""
    home = _home_or_404(request, household_id)
    present = present_code(request.viewer, home.id, on=today_of(request))
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        if present is None:
            return redirect("household", home.id)
        receipt = carry_out(request, RevokeCode(id=command_id_of(request), code_id=present.id))
        if receipt.accepted:
            done(request, receipt, _("纸码已作废。"))
            return redirect("household", home.id)
        problems = worded(receipt.problems)
    shown = form_for(request, RevokeCode, problems=problems, leave_out=("code_id", "observed_at"))
    none = Text("这一户现在没有码。", "The household has no code now.")
    return form_page(
        request,
        shown,
        Text("作废纸码", "Revoke the code on paper"),
        here=_way(home),
        cancel_url=reverse("household", args=[home.id]),
        consequence=none if present is None else Text("从现在起这张码打不开。", "From now on it opens nothing."),
        submit=Text("作废", "Revoke"),
    )


@require_http_methods(["GET", "POST"])
def with_code(request: HttpRequest) -> HttpResponseBase:
    """Let whoever holds a code tell a need, see the state of their own, and answer. Nobody signs in.

    The code travels in the body of the form alone, never in an address.
    """
    typed = request.POST.get("code", "")
    code, problems = opened(request, typed) if request.method == "POST" else (None, ())
    if code is None:
        shown = form(
            (question("code", _("纸上的码"), why=_("12 个字，大小写都行。"), longest=40),),
            language=language(),
            carried={},
            sent=request.POST if problems else None,
            problems=problems,
        )
        return _unseen(render(request, "needs/paper_enter.html", {"form": shown, "action": reverse("paper")}))
    return _opened(request, code, typed)


def _opened(request: HttpRequest, code: PaperCode, typed: str) -> HttpResponse:
    asked, said = request.POST.get("wish", ""), ""
    found: tuple[FieldProblem, ...] = ()
    if asked in _WISHES:
        found, said = _carried_out(request, code, asked)
    carried = {"code": typed, "id": new_id(request)}
    needs = own_needs(code, on=today_of(request))
    sent_to = request.POST.get("need_id", "") if found and asked == "answer" else ""
    answers = [
        (
            each,
            _form(
                AnswerByCode,
                {**carried, "wish": "answer", "need_id": each.id},
                f"answer-{number}",
                values=request.POST if sent_to == str(each.id) else None,
                problems=found if sent_to == str(each.id) else (),
            ),
        )
        for number, each in enumerate(needs)
        if each.to_answer
    ]
    beside_its_form = asked == "tell" or sent_to in {str(each.id) for each in needs if each.to_answer}
    jobs = [
        (each, _form(command, {**carried, "wish": asks, "need_id": each.id}, f"{asks}-{number}"))
        for number, each in enumerate(needs)
        if each.job is not None
        for asks, command in ((("agree", AgreeByCode),) if each.job.to_agree else (("withdraw", WithdrawByCode),))
    ]
    tell = command_form(
        TellByCode,
        language=language(),
        carried={**carried, "wish": "tell"},
        references={"kind": kinds_to_choose(request, code.place_code)},
        leave_out=("code_id", "need_id", "observed_at"),
        values=request.POST if found and asked == "tell" else None,
        problems=found if asked == "tell" else (),
    )
    context = {
        "needs": needs,
        "answers": answers,
        "jobs": jobs,
        "tell": tell,
        "said": said,
        "problems": [] if beside_its_form else [each.text for each in found],
        "action": reverse("paper"),
        "until": code.expires_on,
    }
    return _unseen(render(request, "needs/paper.html", context))


def _form(
    command: type[Command],
    carried: dict[str, UUID | str | None],
    prefix: str,
    *,
    values: Mapping[str, Any] | None = None,
    problems: tuple[FieldProblem, ...] = (),
) -> CommandForm:
    return command_form(
        command,
        language=language(),
        carried=carried,
        values=values,
        problems=problems,
        leave_out=("code_id", "need_id", "observed_at"),
        prefix=prefix,
    )


def _carried_out(request: HttpRequest, code: PaperCode, asked: str) -> tuple[tuple[FieldProblem, ...], str]:
    command_id = command_id_of(request)
    supplied = {"id": command_id, "code_id": code.id}
    if asked == "tell":
        supplied["need_id"] = derived_id(command_id, "need")
    else:
        try:
            supplied["need_id"] = UUID(request.POST.get("need_id", ""))
        except ValueError:
            raise Http404 from None
    wish, problems = read_command(_WISHES[asked], request.POST, supplied=supplied)
    if wish is None:
        return problems, ""
    receipt = execute(wish, actor=HOLDER, received_at=received_at(request))
    if not receipt.accepted:
        return worded(receipt.problems), ""
    return (), _SAID[asked].in_language(language())


def _unseen(response: HttpResponse) -> HttpResponse:
    for name, value in _UNSEEN.items():
        response.headers[name] = value
    return response


def _issued(request: HttpRequest, home: Whereabouts, code: str) -> HttpResponse:
    """Say that the code is issued, with the paper inside the page: pressing again fetches the same paper."""
    until = last_day(catalogue.policy(), on=today_of(request), region=home.place_code)
    context = {
        "home": home,
        "until": until,
        "paper": f"data:{MEDIA_TYPE};base64,{b64encode(_slip(request, code, until)).decode()}",
        "here": _way(home),
    }
    return _unseen(render(request, "needs/paper_issued.html", context))


def _slip(request: HttpRequest, code: str, until: date) -> bytes:
    """Return the paper: the code, where it is typed, until when it holds; nothing of the household."""
    address = request.build_absolute_uri(reverse("paper"))
    paper = Paper(
        title=Text("凭这张纸说需求", "Tell what you need with this paper"),
        number="",
        cover=(Text(f"有效到 {day(until).zh}", f"Holds until {day(until).en}"),),
        sections=(
            Section(
                Text("码", "Code"),
                (Text("码", "Code"), Text("在哪里输", "Where to type it")),
                (1, 2),
                ((code, address),),
                paragraphs=(
                    Text(
                        "打开网址，输码，不用登录。能说需要什么，看办到哪一步，说满意不满意。",
                        "Open the address and type the code; nobody signs in. Tell what you need, see how far it is,"
                        " say whether you are satisfied.",
                    ),
                    Text(
                        "别把码给别人。丢了，请帮扶的干部作废、换一张。",
                        "Give it to nobody. If it is lost, ask whoever helps you to revoke it and issue another.",
                    ),
                ),
            ),
        ),
        made_at=received_at(request),
    )
    return pdf(paper, language=language())


def _home_or_404(request: HttpRequest, household_id: UUID) -> Whereabouts:
    home = whereabouts(request.viewer, household_id)
    if home is None or not reaches(request.viewer, ISSUE, home.place_code):
        raise Http404
    return home


def _way(home: Whereabouts) -> Here:
    own = Crumb(home.name, reverse("household", args=[home.id]))
    return Here(SECTION, (own, Crumb(Text("纸码", "Code on paper"))))
