"""What views take from a request: ids of commands, the language, the day."""

import os
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from xiuhua.kernel.ids import uuid7
from xiuhua.platform.accounts.scope import received_at


def new_id(request: HttpRequest) -> UUID:
    """Return a new id for the command that a form will send."""
    return uuid7(milliseconds=int(received_at(request).timestamp() * 1000), entropy=os.urandom(10))


def command_id_of(request: HttpRequest) -> UUID:
    """Return the id that the form carried, so that a second click sends the same command again.

    Raise ``Http404`` for a form that does not come from our pages.
    """
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None


def language() -> str:
    """Return the language of the page that is being made."""
    return get_language() or "zh-hans"
