"""Looking through a sheet: the page of an import in each of its states, mending, confirming, columns, downloads."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.exchange import columns, outgoing, queries, steps, words
from xiuhua.platform.exchange.access import IMPORT, IMPORTS
from xiuhua.platform.exchange.queries import ImportView, ReviewPage
from xiuhua.platform.exchange.review import Show
from xiuhua.platform.exchange.rules.states import SessionState
from xiuhua.platform.exchange.views.common import here, own, page_context, say, say_refused
from xiuhua.platform.exchange.views.uploading import workbook
from xiuhua.platform.pages import Crumb
from xiuhua.platform.work.queries import job_of

CELL_LENGTH = 2000


@require_GET
@signed_in(IMPORTS)
def show(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show an import as it stands: at work, refused, under review, or what became of it."""
    view = queries.batch(request.viewer, session_id)
    if view is None:
        raise Http404
    if view.own and view.working:
        return _working_page(request, view)
    if view.own and view.state is SessionState.REVIEWED:
        return _review_page(request, view)
    if view.own and view.state is SessionState.REFUSED:
        return _refused_page(request, view)
    return _result_page(request, view)


@require_GET
@signed_in(IMPORTS)
def result(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show what was taken in, also while something is still held."""
    view = queries.batch(request.viewer, session_id)
    if view is None or view.taken is None:
        raise Http404
    return _result_page(request, view)


@require_POST
@signed_in(IMPORT)
def mend(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Take the cells that were written anew on one page of the review, and judge the sheet again."""
    view, shown = own(request, session_id), _shown(request)
    cells = {
        (line.row, line.index): text
        for line in (each.line for each in queries.review_page(view, shown, page=_page(request)).lines)
        if line.can_be_mended and (text := request.POST.get(line.cell, line.before)[:CELL_LENGTH]) != line.before
    }
    try:
        done = steps.mend(
            request.viewer,
            session_id,
            command_id=command_id_of(request),
            cells=cells,
            received_at=received_at(request),
        )
    except steps.StepRefused as refused:
        say_refused(request, [refused.problem])
    else:
        _say_judged(request, session_id, view, len(cells), done=done)
    return redirect(_address(session_id, shown, _page(request)))


@require_POST
@signed_in(IMPORT)
def put_back(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Let one mended cell be as the sheet has it."""
    view = own(request, session_id)
    row, _, index = request.POST.get("cell", "").partition("-")
    try:
        cell = int(row), int(index)
    except ValueError:
        raise Http404 from None
    try:
        steps.put_back(
            request.viewer,
            session_id,
            command_id=command_id_of(request),
            cells={cell},
            received_at=received_at(request),
        )
    except steps.StepRefused as refused:
        say_refused(request, [refused.problem])
    return redirect(_address(view.id, Show.MENDED, 0))


@require_POST
@signed_in(IMPORT)
def confirm(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Confirm the ticked warnings, or all of a kind, or take confirmations back."""
    own(request, session_id)
    marks = set(request.POST.getlist("mark"))
    try:
        if "withdraw" in request.POST:
            count = steps.withdraw(request.viewer, session_id, marks=marks)
            say(request, Text(f"取消了 {count:,} 处确认。", f"{count:,} no longer confirmed."))
        else:
            code, reason = request.POST.get("code", ""), request.POST.get("reason", "")
            count = steps.confirm(request.viewer, session_id, marks=marks, code=code, reason=reason)
            say(
                request,
                Text(
                    f"记下了 {count:,} 处确认，接收时一起写入，以后不再问。",
                    f"{count:,} confirmed: written when the sheet is taken in, and not asked again.",
                ),
            )
    except steps.StepRefused as refused:
        say_refused(request, [refused.problem])
    return redirect(_address(session_id, Show.ASK, _page(request)))


@require_http_methods(["GET", "POST"])
@signed_in(IMPORT)
def assign_columns(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Say what the columns of a sheet are, and have it read anew."""
    view = own(request, session_id)
    try:
        if request.method == "POST":
            kind = request.POST.get("kind", "")
            chosen = {
                int(name.removeprefix("column-")): field
                for name, field in request.POST.items()
                if name.startswith("column-") and name.removeprefix("column-").isdecimal()
            }
            corrections = columns.read_corrections(request.viewer, session_id, kind=kind, chosen=chosen)
            steps.look_again(
                request.viewer, session_id, command_id=command_id_of(request), corrections=corrections, kind=kind
            )
            return redirect("import", session_id)
        found = columns.columns_of(request.viewer, session_id, kind=request.GET.get("kind", ""))
    except steps.Absent:
        raise Http404 from None
    except steps.StepRefused as refused:
        say_refused(request, [refused.problem])
        return redirect("import", session_id)
    context = page_context(view, columns=found, command_id=new_id(request))
    context["here"] = here(Crumb(view.name, view.url), Crumb(Text("各列是什么", "Columns")))
    return render(request, "exchange/columns.html", context)


@require_GET
@signed_in(IMPORT)
def marked(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Answer with the sheet in which the wrong cells are marked."""
    view = own(request, session_id)
    try:
        data = outgoing.marked_sheet(request.viewer, session_id, language=language())
    except steps.Absent:
        raise Http404 from None
    stem = view.name.rpartition(".")[0] or view.name
    ending = Text("标好错", "marked").in_language(language())
    return workbook(data, f"{stem}-{ending}.xlsx")


def _review_page(request: HttpRequest, view: ImportView) -> HttpResponse:
    shown = _shown(request, view)
    page = queries.review_page(view, shown, page=_page(request))
    context = page_context(
        view,
        headline=words.headline(view),
        compared=words.compared(view),
        taken_line=words.taken_line(view) if view.taken else None,
        next=_next(view, new_id(request)),
        chips=_chips(view, shown),
        page=page,
        shown=shown.value,
        empty=words.EMPTY.get(shown),
        asks=[(line.code, view.asks.get(line.code, 0), line.problem) for line in page.kinds],
        pager=_pager(view, page),
        command_id=new_id(request),
    )
    return render(request, "exchange/review.html", context)


def _next(view: ImportView, command_id: UUID) -> dict[str, Any]:
    """Return what the box with the next action says and does."""
    marked_url = reverse("import-marked", args=[view.id])
    download = {"href": marked_url, "label": Text("下载标好错的原表", "Download the marked sheet")}
    said = {"title": words.next_title(view), "text": words.next_text(view), "carried": {"id": str(command_id)}}
    if view.good or view.confirmed:
        accept = reverse("import-accept", args=[view.id])
        others = [download] if view.wrong else []
        return {**said, "label": words.take_label(view), "href": accept, "post": True, "others": others}
    if view.wrong:
        return {**said, **download}
    end = Text("结束这次导入", "End this import")
    return {**said, "label": end, "href": reverse("import-give-up", args=[view.id]), "post": True}


def _chips(view: ImportView, shown: Show) -> list[dict[str, Any]]:
    tones = {Show.MENDED: ""}
    return [
        {
            "label": words.chip_label(view, each),
            "href": _address(view.id, each, 0),
            "current": each is shown,
            "tone": tones.get(each, each.value),
        }
        for each in (Show.WRONG, Show.ASK, Show.NEW, Show.CHANGED, Show.SAME, Show.MENDED)
        if each is not Show.MENDED or view.lines.get(Show.MENDED)
    ]


def _pager(view: ImportView, page: ReviewPage) -> dict[str, Any]:
    here_, last = page.page, page.pages - 1
    shown = Text(f"第 {here_ + 1:,} 页，共 {page.pages:,} 页", f"page {here_ + 1:,} of {page.pages:,}")
    return {
        "earlier": _address(view.id, page.show, here_ - 1) if here_ else "",
        "later": _address(view.id, page.show, here_ + 1) if here_ < last else "",
        "shown": shown if page.pages > 1 else None,
    }


def _working_page(request: HttpRequest, view: ImportView) -> HttpResponse:
    job = job_of(request.viewer, view.job) if view.job else None
    context = page_context(view, job=job, poll=reverse("job-progress", args=[view.job]) if job and job.is_open else "")
    return render(request, "exchange/working.html", context)


def _refused_page(request: HttpRequest, view: ImportView) -> HttpResponse:
    problem = queries.refusal(view)
    context = page_context(view, problems=[problem] if problem else [], can_assign=queries.keeps_upload(view))
    return render(request, "exchange/refused.html", context)


def _result_page(request: HttpRequest, view: ImportView) -> HttpResponse:
    context = page_context(view, taken_line=words.taken_line(view), facts=_facts(view), command_id=new_id(request))
    return render(request, "exchange/result.html", context)


def _facts(view: ImportView) -> list[dict[str, Any]]:
    counted = [
        (Text("接收", "Taken in"), view.taken_in, True),
        (Text("没有变化", "Unchanged"), view.unchanged, bool(view.unchanged)),
        (Text("留下没有接收", "Held"), view.held, bool(view.held)),
    ]
    facts = [{"label": label, "value": queries.amount(view.unit, n)} for label, n, there in counted if there]
    if view.answered:
        label = Text("确认无误的户", "Households confirmed")
        facts.append({"label": label, "value": f"{view.answered:,}"})
    return facts


def _say_judged(request: HttpRequest, session_id: UUID, before: ImportView, cells: int, *, done: bool) -> None:
    if not done:
        say(request, Text(f"改了 {cells:,} 格，正在重新核对。", f"{cells:,} cells mended; the sheet is checked again."))
        return
    left = own(request, session_id).wrong
    say(
        request,
        Text(
            f"改了 {cells:,} 格，已重新核对：要改的从 {before.wrong:,} 格变为 {left:,} 格。",
            f"{cells:,} mended and checked again: {before.wrong:,} to mend before, {left:,} now.",
        ),
    )


def _shown(request: HttpRequest, view: ImportView | None = None) -> Show:
    """Return the chosen filter; without one, what needs the viewer first."""
    asked = request.POST.get("show") or request.GET.get("show", "")
    if asked in {each.value for each in Show}:
        return Show(asked)
    if view is None:
        return Show.WRONG
    first = (Show.WRONG, view.wrong), (Show.ASK, view.to_confirm), (Show.CHANGED, view.lines.get(Show.CHANGED, 0))
    return next((each for each, count in first if count), Show.NEW)


def _page(request: HttpRequest) -> int:
    text = request.POST.get("page") or request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _address(session_id: UUID, shown: Show, page: int) -> str:
    return reverse("import", args=[session_id]) + f"?show={shown.value}" + (f"&page={page}" if page else "")
