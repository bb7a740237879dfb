"""The page of a file is the file: to be saved, never to be run or kept by anybody on the way."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.files.queries import FileView, opened

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
@signed_in()
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Answer with a file for whoever may see the record that names it; to everybody else it is absent."""
    found = opened(request.viewer, file_id)
    if found is None:
        raise Http404
    return as_download(*found)


def as_download(view: FileView, data: bytes) -> HttpResponse:
    """Return the answer that holds a file."""
    disposition = content_disposition_header(True, view.name) or "attachment"
    return HttpResponse(data, content_type=view.media_type, headers={**HEADERS, "Content-Disposition": disposition})
