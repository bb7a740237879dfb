"""Ending an import: taking in what is good, checking again, giving up, taking back. Each leads back to its page."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.requests import command_id_of
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.exchange import steps
from xiuhua.platform.exchange.access import IMPORT
from xiuhua.platform.exchange.views.common import say, say_refused


@require_POST
@signed_in(IMPORT)
def accept(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Have the good records taken in."""
    return _done(
        request, session_id, partial(steps.take_in, request.viewer, session_id, command_id=command_id_of(request))
    )


@require_POST
@signed_in(IMPORT)
def look_again(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Have the sheet compared anew with what is stored now."""
    return _done(
        request, session_id, partial(steps.look_again, request.viewer, session_id, command_id=command_id_of(request))
    )


@require_POST
@signed_in(IMPORT)
def undo(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Have everything taken back that this import wrote."""
    reason = request.POST.get("reason", "")
    step = partial(steps.take_back, request.viewer, session_id, command_id=command_id_of(request), reason=reason)
    return _done(request, session_id, step, back="import-result")


@require_POST
@signed_in(IMPORT)
def step_back(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Leave a step whose job has stopped."""
    return _done(request, session_id, partial(steps.step_back, request.viewer, session_id))


@require_POST
@signed_in(IMPORT)
def give_up(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Delete the upload and everything staged of it."""
    step = partial(steps.give_up, request.viewer, session_id, received_at=received_at(request))
    said = Text("这次上传的内容已经删掉。", "What was uploaded is deleted.")
    return _done(request, session_id, step, said=said)


def _done(
    request: HttpRequest,
    session_id: UUID,
    step: Callable[[], None],
    *,
    said: Text | None = None,
    back: str = "import",
) -> HttpResponseBase:
    try:
        step()
    except steps.Absent:
        raise Http404 from None
    except steps.StepRefused as refused:
        say_refused(request, [refused.problem])
        return redirect(back, session_id)
    if said is not None:
        say(request, said)
    return redirect("import", session_id)
