"""Where one is signed in: ending one session, or all others."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.accounts.sessions import HANDLE, end_one, end_others


@require_POST
@signed_in()
def end_session(request: HttpRequest) -> HttpResponseBase:
    """End the session that is named, or all others where none is; one that is over already is as good as ended."""
    which = request.POST.get("which", "")
    if which and which == request.session.get(HANDLE):
        logout(request)
        return redirect("sign-in")
    if which:
        end_one(request.user.id, which)
        messages.success(request, _("那一处的登录已经退出。"))
    else:
        end_others(request.user.id, keep=request.session.session_key)
        messages.success(request, _("别处的登录都已退出。"))
    return redirect("own-account")
