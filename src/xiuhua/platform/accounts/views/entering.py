"""The last step of signing in: a session begins, and the person goes on."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from xiuhua.platform.accounts.middleware import begin_session
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.requests import new_id
from xiuhua.platform.accounts.scope import viewer_of
from xiuhua.platform.accounts.sessions import sweep

BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, account: Account, *, wanted: str = "") -> HttpResponseBase:
    """Begin a session for somebody who has shown everything, and lead to the wanted page."""
    sweep()
    login(request, account, backend=BACKEND)
    begin_session(request, language=account.language, handle=new_id(request))
    viewer = viewer_of(request)
    if viewer is not None and not viewer.posts:
        return redirect("own-account")
    return HttpResponseRedirect(wanted or next_of(request))


def next_of(request: HttpRequest) -> str:
    """Return where to go on: an address of this site that was asked for, else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if inside else resolve_url(settings.LOGIN_REDIRECT_URL)
