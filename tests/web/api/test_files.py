"""Uploading and reading evidence by a program, and what the answer says to the browser that gets it."""

import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from support.cast import PASSWORD, TODAY, Cast, fresh
from support.evidence import SECRET, document, photograph
from xiuhua.platform.files.bringing import limits
from xiuhua.platform.files.models import StoredFile

pytestmark = pytest.mark.django_db


def form(cast: Cast, data: bytes = b"", name: str = "合同.jpg", **more: Any) -> dict[str, Any]:
    """Return what a program sends about the first household of county A."""
    file = {"file": SimpleUploadedFile(name, data)} if data else {}
    return {"id": str(fresh()), "subject_id": str(cast.zones["A1"].household), **file, **more}


def sent(ask: Any, login: str | None, fields: dict[str, Any], kind: str = MULTIPART_CONTENT) -> Any:
    body = encode_multipart(BOUNDARY, {name: value for name, value in fields.items() if value is not None})
    return ask(login, "POST", "/files", body, content_type=kind)


def problems(answer: Any) -> list[str]:
    return [problem["code"] for problem in answer.json()["problems"]]


def test_a_program_uploads_a_file_and_reads_it_again(cast: Cast, ask: Any) -> None:
    fields = form(cast, photograph())
    receipt = sent(ask, "leader", fields).json()
    assert (receipt["outcome"], receipt["problems"]) == ("accepted", [])
    told = receipt["result"]
    assert set(told) == {"file", "digest", "media_type", "size"}
    answer = ask("leader", "GET", f"/files/{told['file']}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert (len(answer.content), SECRET.encode() in answer.content) == (told["size"], False)
    assert ask("county", "GET", f"/files/{told['file']}").status_code == 404
    again = sent(ask, "leader", {**fields, "file": SimpleUploadedFile("合同.jpg", photograph())}).json()
    assert again["result"]["file"] != told["file"], "another picture is another file"


def test_the_same_upload_again_gives_the_first_receipt(cast: Cast, ask: Any) -> None:
    data = document()
    fields = form(cast, data, "合同.pdf")
    first = sent(ask, "county", fields).json()
    again = sent(ask, "county", {**fields, "file": SimpleUploadedFile("合同.pdf", data)}).json()
    assert {**again, "repeated": False} == first
    assert again["repeated"]


def test_what_is_not_taken_has_its_number_and_nothing_is_kept(cast: Cast, ask: Any) -> None:
    before = StoredFile.objects.count()
    most = limits(TODAY).bytes
    for data, name, code in (
        (b"", "", "evidence_missing"),
        (b"x" * (most + 1), "a.jpg", "evidence_too_large"),
        (b"PK\x03\x04", "名单.xlsx", "evidence_kind"),
        (document(), "a.jpg", "evidence_not_what_it_says"),
    ):
        answer = sent(ask, "county", form(cast, data, name))
        assert (answer.status_code, problems(answer)) == (200, [code])
        assert "名单" not in answer.content.decode()
    assert problems(sent(ask, "auditor", form(cast, document(), "a.pdf"))) == ["not_your_role"]
    for subject in (cast.zones["B1"].household, fresh()):
        outside = form(cast, document(), "a.pdf", subject_id=str(subject))
        assert problems(sent(ask, "county", outside)) == ["not_found"]
    assert StoredFile.objects.count() == before


def test_a_request_that_is_no_form_is_told_what_is_wrong(cast: Cast, ask: Any) -> None:
    assert sent(ask, None, form(cast)).status_code == 401
    assert ask("county", "POST", "/files", {"id": 1}).status_code == 415
    broken = ask("county", "POST", "/files", b"nothing", content_type="multipart/form-data; boundary=")
    assert broken.status_code == 400
    answer = sent(ask, "county", form(cast, document(), "a.pdf", id="x", subject_id=None))
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("/id", "value_form"),
        ("/subject_id", "value_missing"),
    ]


def test_the_page_of_a_file_saves_it_and_runs_nothing(cast: Cast, ask: Any) -> None:
    receipt = sent(ask, "county", form(cast, document(), "合同\r\nX: y.pdf")).json()
    client = Client()
    client.post("/sign-in", {"login": "county", "password": PASSWORD})
    answer = client.get(f"/files/{receipt['result']['file']}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert io.BytesIO(answer.content).read(5) == b"%PDF-"
    absent = client.get(f"/files/{UUID(int=7 << 76 | 2 << 62)}")
    theirs = client.get(f"/files/{cast.zones['B1'].file.id}")
    assert (absent.status_code, theirs.status_code) == (404, 404)
