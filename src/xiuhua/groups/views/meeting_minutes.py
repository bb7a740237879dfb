"""The minutes of a meeting as a file: a PDF to sign, a Word document to go on with."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xiuhua.groups.minutes import WRITTEN, minutes
from xiuhua.groups.queries.meetings import MEETINGS
from xiuhua.groups.views.meeting_asking import meeting_or_404
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.exchange import documents
from xiuhua.platform.exchange.documents import Paper
from xiuhua.platform.exchange.documents import docx as word
from xiuhua.platform.files.views import HEADERS


@require_safe
@signed_in(MEETINGS)
def minutes_pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Answer with the minutes as a PDF."""
    paper = _paper(request, meeting_id)
    return _file(paper, documents.pdf(paper, language=language()), documents.MEDIA_TYPE, "pdf")


@require_safe
@signed_in(MEETINGS)
def minutes_docx(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Answer with the minutes as a Word document."""
    paper = _paper(request, meeting_id)
    return _file(paper, word.docx(paper, language=language()), word.MEDIA_TYPE, "docx")


def _paper(request: HttpRequest, meeting_id: UUID) -> Paper:
    page = meeting_or_404(request, meeting_id)
    if page.state not in WRITTEN:
        raise Http404
    return minutes(page, made_at=received_at(request))


def _file(paper: Paper, data: bytes, kind: str, ending: str) -> HttpResponse:
    """Answer with a file whose name tells nothing but a number."""
    name = f"{paper.title.in_language(language())} {paper.number}.{ending}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={**HEADERS, "Content-Disposition": disposition})
