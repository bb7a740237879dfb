"""A paper as an answer: the PDF or the Word document, for whoever asks for it and for nobody's cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from xiuhua.platform.accounts.requests import language
from xiuhua.platform.exchange import documents
from xiuhua.platform.exchange.documents import docx as word
from xiuhua.platform.files.views import HEADERS


def as_pdf(paper: documents.Paper) -> HttpResponse:
    """Answer with a paper as a PDF in the language of the pages."""
    return _file(paper, documents.pdf(paper, language=language()), documents.MEDIA_TYPE, "pdf")


def as_word(paper: documents.Paper) -> HttpResponse:
    """Answer with a paper as a Word document in the language of the pages."""
    return _file(paper, word.docx(paper, language=language()), word.MEDIA_TYPE, "docx")


def _file(paper: documents.Paper, data: bytes, kind: str, ending: str) -> HttpResponse:
    """Answer with a file whose name tells nothing but a number."""
    name = f"{paper.title.in_language(language())} {paper.number}.{ending}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={**HEADERS, "Content-Disposition": disposition})
