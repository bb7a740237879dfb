"""The page of a job: how far it is, what came of it, and going on after a stop."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.pages import Crumb, Here
from xiuhua.platform.work import queries, services
from xiuhua.platform.work.queries import JobView

DONE = Text("做完了。", "Finished.")
PROGRESS = Text("进度", "Progress")


@require_GET
@signed_in()
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show one of the viewer's jobs."""
    return render(request, "work/job.html", _context(_own(request, job_id)))


@require_GET
@signed_in()
def job_progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Answer with the progress part again; at the end lead on to the result, or to the page as it is then."""
    shown = _own(request, job_id)
    if not shown.is_open:
        return HttpResponse(headers={"HX-Redirect": shown.result_url} if shown.result_url else {"HX-Refresh": "true"})
    return render(request, "site/parts/progress.html", _context(shown))


@require_POST
@signed_in()
def job_go_on(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """Queue a failed or interrupted job once more."""
    services.go_on(_own(request, job_id).id)
    return redirect("job", job_id)


@require_POST
@signed_in()
def job_put_aside(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """Take an ended job off the viewer's list."""
    services.put_aside(_own(request, job_id).id)
    return redirect("/")


def _own(request: HttpRequest, job_id: UUID) -> JobView:
    found = queries.job_of(request.viewer, job_id)
    if found is None:
        raise Http404
    return found


def _context(shown: JobView) -> dict[str, Any]:
    """Return the context of the page, which is also that of the progress part."""
    return {
        "job": shown,
        "here": Here("today", (Crumb(shown.label),)),
        "id": "job-progress",
        "title": PROGRESS if shown.is_open else shown.state_label,
        "done": shown.count.done,
        "total": shown.count.total,
        "rate": shown.pace.per_second,
        "left": shown.time_left,
        "url": reverse("job-progress", args=[shown.id]) if shown.is_open else "",
        "finished": not shown.is_open,
        "failed": shown.can_go_on,
        "result": _said(shown),
        "continue_url": reverse("job-go-on", args=[shown.id]) if shown.can_go_on and shown.resumable else "",
    }


def _said(shown: JobView) -> Text:
    """Return what the job said at its end, with the number of the wording."""
    if shown.message is None:
        return DONE
    number = shown.message_number
    return Text(f"{shown.message.zh}（编号 {number}）", f"{shown.message.en} (number {number})")
