"""One's own mailbox as pages, and the page on which the administrator sees whether mail gets through."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import Field

from xiuhua.kernel.commands import UsedBy, Value
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import form_for, form_page
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import read_command
from xiuhua.platform.pages import Crumb, Here
from xiuhua.platform.work import mailbox
from xiuhua.platform.work.mail_queries import MAIL, mail_state
from xiuhua.platform.work.rules.mail import LONGEST, PACE_NAMES, Pace, masked

_TITLE = Text("新情况发到邮箱", "News by mail")
_STATE = Text("邮件发得出去吗", "Does mail get through?")
_OWN = UsedBy("只用来写信告诉您有事，别人看不到", "only to write that there is something; nobody else sees it")
_PACE = asked("多久写一次？", "How often?", choices={each: PACE_NAMES[each] for each in (Pace.DAILY, Pace.AT_ONCE)})


class AddressForm(Value):
    """Where somebody wants to be written to, and how often."""

    address: Annotated[str, Field(max_length=LONGEST), asked("您的邮箱地址？", "Your address of mail?"), _OWN]
    pace: Annotated[Literal["daily", "at_once"], _PACE, _OWN]


class CodeForm(Value):
    """The code from the mail."""

    code: Annotated[
        str,
        Field(max_length=20),
        asked("邮件里的 8 位数字？", "The 8 digits of the mail?", why=Text("一小时内有效。", "They hold for an hour.")),
        _OWN,
    ]


class PaceForm(Value):
    """How often somebody wants to be written to from now on."""

    pace: Annotated[Literal["daily", "at_once", "off"], asked("多久写一次？", "How often?", choices=PACE_NAMES), _OWN]


@require_safe
@signed_in()
def own_mail(request: HttpRequest) -> HttpResponse:
    """Show whether news come by mail, and what can be changed."""
    found = mailbox.own_mail(request.viewer.person_id)
    context = {
        "title": _TITLE,
        "mail": found,
        "address": masked(found.address) if found else "",
        "pace": PACE_NAMES[found.pace] if found else "",
        "server": settings.MAIL is not None,
        "here": _way(),
    }
    return render(request, "work/own_mail.html", context)


@sensitive_post_parameters("address")
@require_http_methods(["GET", "POST"])
@signed_in()
def own_address(request: HttpRequest) -> HttpResponseBase:
    """Name an address; a code is sent to it."""
    form, problems = _sent(request, AddressForm)
    if form is not None:
        found = mailbox.name_address(_account(request), form.address.strip(), Pace(form.pace), on=today_of(request))
        if not found:
            messages.success(request, _("验证码正在发过去。收到以后填在这里。"))
            return redirect("own-mail-code")
        problems = worded(found)
    title = Text("填邮箱地址", "Name your mailbox")
    intro = Text(
        "先发一个验证码，填对了才开始写。邮件里只说有事、给一个链接，不写人名、地名和数。",
        "A code is sent first; mail begins when you have typed it. A mail says only that there is something, with a"
        " link: no names, places or figures.",
    )
    return _page(request, AddressForm, title, problems, {"pace": "daily"}, intro=intro)


@require_http_methods(["GET", "POST"])
@signed_in()
def own_code(request: HttpRequest) -> HttpResponseBase:
    """Confirm the address with the code from the mail."""
    own = _own(request)
    form, problems = _sent(request, CodeForm)
    if form is not None:
        found = mailbox.confirm(_account(request), form.code)
        if not found:
            messages.success(request, _("邮箱确认了。有事会写信告诉您。"))
            return redirect("own-mail")
        problems = worded(found)
    sent = masked(own.address)
    intro = Text(f"验证码发到了 {sent}。没有收到，先看垃圾邮件。", f"The code was sent to {sent}.")
    return _page(request, CodeForm, Text("填验证码", "Type the code"), problems, {}, intro=intro)


@require_http_methods(["GET", "POST"])
@signed_in()
def own_pace(request: HttpRequest) -> HttpResponseBase:
    """Choose how often."""
    own = _own(request)
    form, problems = _sent(request, PaceForm)
    if form is not None:
        mailbox.change_pace(_account(request), Pace(form.pace))
        messages.success(request, _("已改好。"))
        return redirect("own-mail")
    return _page(request, PaceForm, Text("多久写一次", "How often"), problems, {"pace": own.pace.value})


@require_POST
@signed_in()
def own_stop(request: HttpRequest) -> HttpResponseBase:
    """Forget the address."""
    mailbox.forget(_account(request))
    messages.success(request, _("邮箱地址已删除，不再写信。"))
    return redirect("own-mail")


@require_safe
@signed_in(MAIL)
def state(request: HttpRequest) -> HttpResponse:
    """Show whether mail gets through, and to whom it does not."""
    found = mail_state(request.viewer)
    return render(
        request, "work/mail_state.html", {"title": _STATE, "found": found, "here": Here("", (Crumb(_STATE),))}
    )


def _account(request: HttpRequest) -> Any:
    if request.viewer.person_id is None:
        raise Http404
    return request.viewer.person_id


def _own(request: HttpRequest) -> mailbox.OwnMail:
    found = mailbox.own_mail(_account(request))
    if found is None:
        raise Http404
    return found


def _sent(request: HttpRequest, form: Any) -> tuple[Any, tuple[Any, ...]]:
    return read_command(form, request.POST) if request.method == "POST" else (None, ())


def _page(
    request: HttpRequest, form: Any, title: Text, problems: Any, values: dict[str, Any], *, intro: Text | None = None
) -> HttpResponse:
    shown = form_for(request, form, problems=problems, leave_out=(), values=values)
    return form_page(request, shown, title, here=_way(title), cancel_url=reverse("own-mail"), intro=intro)


def _way(*more: Text) -> Here:
    account = Crumb(Text("我的账号", "My account"), reverse("own-account"))
    own = Crumb(_TITLE, reverse("own-mail") if more else "")
    return Here("", (account, own, *(Crumb(each) for each in more)))
