"""A file that comes with a form: kept before the command that names it, and not asked for again after a refusal."""

import json
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.decorators.http import require_POST
from pydantic import Field

from support import stage
from support.evidence import document, drawing
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.files.bringing import limits
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.files.requests import chosen, takes_files
from xiuhua.platform.forms import Kind, command_form, read_command


class Lend(Command):
    """A command that names a file, as a later module will have it."""

    code: ClassVar[str] = "test.lend"
    label: ClassVar[Text] = Text("出借", "lend")

    evidence: Annotated[
        NamedFile | None,
        Field(json_schema_extra={"kind": "file", "label": {"zh": "凭证", "en": "Evidence"}}),
    ] = None
    days: Annotated[int, Field(json_schema_extra={"label": {"zh": "天数", "en": "Days"}})]


@takes_files
@require_POST
@signed_in()
def lend(request: HttpRequest, household_id: UUID) -> HttpResponse:
    found = chosen(request, "evidence", subject_id=household_id)
    command, problems = read_command(Lend, request.POST, supplied={"evidence": found.file})
    if command is None or found.problems:
        form = command_form(
            Lend,
            language="zh",
            carried={},
            leave_out=("observed_at",),
            values={"evidence": found.file},
            problems=problems,
        )
        html = "".join(render_to_string("site/parts/form_field.html", {"field": field}) for field in form.fields)
        return JsonResponse({"html": html, "problems": [each.code for each in found.problems]})
    return JsonResponse({"evidence": str(command.evidence) if command.evidence else ""})


def posted(household: UUID, wish: UUID, *, file: Any = None, by: str = "township", **fields: str) -> dict[str, Any]:
    request = RequestFactory().post("/", {"id": str(wish), **fields, **({"evidence": file} if file else {})})
    request.user = get_user_model().objects.get(id=stage.account(by))
    request.received_at = stage.NOW
    request._dont_enforce_csrf_checks = True
    return json.loads(lend(request, household).content)


def picture(name: str = "凭证.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawing())


def test_the_command_names_the_file_that_came_with_its_form() -> None:
    household, wish = stage.registered(), stage.fresh()
    named = NamedFile.read(posted(household, wish, file=picture(), days="3")["evidence"])
    kept = StoredFile.objects.get()
    assert named == NamedFile(id=kept.id, digest=kept.digest)
    assert kept.subject_id == household
    assert posted(household, wish, file=picture(), days="3")["evidence"] == str(named), "a second click keeps it once"
    assert StoredFile.objects.count() == 1


def test_after_a_refusal_the_file_is_still_there() -> None:
    household, wish = stage.registered(), stage.fresh()
    html = posted(household, wish, file=picture())["html"]
    kept = StoredFile.objects.get()
    hidden = f"{kept.id}:{kept.digest}"
    assert f'<input type="hidden" name="evidence_kept" value="{hidden}">' in html
    assert posted(household, wish, evidence_kept=hidden, days="3")["evidence"] == hidden
    other = posted(household, wish, file=SimpleUploadedFile("b.pdf", document()), evidence_kept=hidden, days="3")
    assert other["evidence"] != hidden
    assert StoredFile.objects.count() == 2


def test_a_form_without_a_file_and_one_with_a_wrong_file() -> None:
    household, wish = stage.registered(), stage.fresh()
    assert posted(household, wish, days="3") == {"evidence": ""}
    assert posted(household, wish, days="3", evidence_kept="nonsense") == {"evidence": ""}
    assert posted(household, wish, file=picture("a.pdf"), days="3")["problems"] == ["evidence_not_what_it_says"]
    huge = SimpleUploadedFile("a.png", b"x" * (limits(stage.TODAY).bytes + 1))
    assert posted(household, wish, file=huge, days="3")["problems"] == ["evidence_too_large"]
    assert posted(household, wish, file=picture(), days="3", by="auditor")["problems"] == ["not_your_role"]
    assert StoredFile.objects.count() == 0


def test_a_field_of_a_file_is_asked_as_one() -> None:
    fields = {
        field.name: field for field in command_form(Lend, language="en", carried={}, leave_out=("observed_at",)).fields
    }
    assert fields["evidence"].kind is Kind.FILE
    assert not fields["evidence"].required
