"""The minutes of a meeting as a file: a PDF to sign, a Word document to go on with."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xiuhua.groups.minutes import WRITTEN, minutes
from xiuhua.groups.queries.meetings import MEETINGS
from xiuhua.groups.views.meeting_asking import meeting_or_404
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.exchange.documents import Paper
from xiuhua.platform.exchange.paper_files import as_pdf, as_word


@require_safe
@signed_in(MEETINGS)
def minutes_pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Answer with the minutes as a PDF."""
    return as_pdf(_paper(request, meeting_id))


@require_safe
@signed_in(MEETINGS)
def minutes_docx(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Answer with the minutes as a Word document."""
    return as_word(_paper(request, meeting_id))


def _paper(request: HttpRequest, meeting_id: UUID) -> Paper:
    page = meeting_or_404(request, meeting_id)
    if page.state not in WRITTEN:
        raise Http404
    return minutes(page, made_at=received_at(request))
