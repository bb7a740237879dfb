"""Evidence files by a program: uploaded before the command that names them, read by whoever may open them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import Router

from xiuhua.kernel.decisions import Outcome
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import received_at, today_of
from xiuhua.platform.files.bringing import bring, limits
from xiuhua.platform.files.examining import too_large
from xiuhua.platform.files.queries import opened
from xiuhua.platform.files.views import as_download
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.uploads import take_in_memory
from xiuhua.site.api import shapes
from xiuhua.site.api.expected import expected
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import ApiProblem, At, language_of, not_found
from xiuhua.site.api.tokens import caller

router = Router()

_FIELDS = ("id", "subject_id")
_ID = {"type": "string", "format": "uuid"}
_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [*_FIELDS, "file"],
                "properties": {
                    "id": {
                        **_ID,
                        "description": "这次上传的编号，由您这边生成 / the upload's id, made on your side",
                    },
                    "subject_id": {
                        **_ID,
                        "description": "关于哪一户或哪个人 / the household or person it is about",
                    },
                    "file": {"type": "string", "format": "binary", "description": "照片或 PDF / a picture or a PDF"},
                },
            }
        }
    },
}
_BINARY = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.post(
    "/files",
    response=shapes.Receipt,
    url_name="files",
    tags=["files"],
    **said(
        Text("上传材料", "upload a file"),
        Text(
            "先上传，再在操作里用回执 result 里的 file 和 digest 写明是哪一份。照片重新生成，只留下画面；"
            "PDF 里不能有会运行的东西。同一 id 同一内容再发一次，得到第一次的回执。",
            "Upload first; then a command names the file by the file and digest in the receipt's result. Pictures are "
            "drawn anew, so that nothing but the picture is kept; nothing in a PDF may act. The same id and content "
            "sent again gives the first receipt.",
        ),
        problems=(400, 401, 415, 422),
        requestBody=_BODY,
    ),
)
def upload(request: HttpRequest) -> dict[str, Any]:
    """Keep a file and answer with the receipt."""
    take_in_memory(request, limits(today_of(request)).bytes)
    wish, subject_id = _ids(request)
    file = request.FILES.get("file")
    problems: tuple[Problem, ...] = (Problem("evidence_missing", "file"),)
    if request.in_memory.too_large:
        problems = (too_large(limits(today_of(request))).problem,)
    elif file is not None:
        brought = bring(
            caller(request),
            wish=wish,
            subject_id=subject_id,
            name=file.name or "",
            data=file.read(),
            received_at=received_at(request),
        )
        if brought.receipt is not None:
            return shapes.receipt(brought.receipt, language_of(request))
        problems = brought.problems
    return shapes.receipt(Receipt(wish, Outcome.REFUSED, problems), language_of(request))


@router.get(
    "/files/{uuid:file_id}",
    url_name="file",
    tags=["files"],
    **said(
        Text("一份材料", "one file"),
        Text(
            "谁看得到写着它的记录，谁就能打开；还没有记录写着它时，只有上传的人能打开。",
            "For whoever may see a record that names it; until one does, for its uploader alone.",
        ),
        problems=(401, 404),
        answer=_BINARY,
    ),
)
def one_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Answer with a file."""
    found = opened(caller(request), file_id)
    if found is None:
        raise not_found()
    return as_download(*found)


def _ids(request: HttpRequest) -> tuple[UUID, UUID]:
    """Return the ids of a form. Raise :class:`ApiProblem` with every place that was not understood."""
    if request.content_type != "multipart/form-data":
        raise ApiProblem(415, Problem("content_not_a_form"))
    try:
        sent = request.POST
    except MultiPartParserError:
        raise ApiProblem(400, Problem("form_malformed")) from None
    errors = [At(problem, f"/{name}") for name, problem in _wrong(sent)]
    if errors:
        raise ApiProblem(422, Problem("parameter_form", values={"count": len(errors)}), errors=errors)
    wish, subject_id = (UUID(sent[name]) for name in _FIELDS)
    return wish, subject_id


def _wrong(sent: Any) -> Iterator[tuple[str, Problem]]:
    wanted = expected("uuid_parsing", {})
    for name in _FIELDS:
        if not sent.get(name):
            yield name, Problem("value_missing")
            continue
        try:
            UUID(sent[name])
        except ValueError:
            values = {"expected_zh": wanted.zh, "expected_en": wanted.en}
            yield name, Problem("value_form", values=values)
