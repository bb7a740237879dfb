"""The steps of a need: one short form each, all alike."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.delivering import ConfirmNeed, DeliverNeed
from xiuhua.needs.commands.meeting import AnswerMatch, MatchNeed
from xiuhua.needs.commands.telling import CloseNeed, RewordNeed, TriageNeed
from xiuhua.needs.queries.needs import NeedPage
from xiuhua.needs.queries.services import Offered, services_for
from xiuhua.needs.views.asking import kinds_to_choose, need_or_404, people_to_choose
from xiuhua.needs.views.stepping import plain_step, step
from xiuhua.platform.accounts.naming import organisations_around
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TriageNeed.code])
def triage(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Settle what is needed, and by when."""
    page = need_or_404(request, need_id, TriageNeed.code)
    values = {"kind": page.kind_code, "wanted_by": page.wanted_by}
    references = {"kind": kinds_to_choose(request, page.place_code)}
    return step(request, page, TriageNeed, values, references, said=_("已研判，接下来找谁来办。"))


reword = plain_step(
    RewordNeed,
    gettext_lazy("已改写。"),
    consequence=Text(
        "原来的话换成新的；看得到这类需求的人都看得到。",
        "They take the place of the former words; whoever sees needs of this kind reads them.",
    ),
)
"""Write the words of a need anew, so that whoever may read its kind may read them."""


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[MatchNeed.code])
def match(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Ask a provider to meet the need."""
    page, others = need_or_404(request, need_id, MatchNeed.code), request.GET.get("others") == "1"
    offered = services_for(page.place_code, today_of(request))
    references = {
        "service_id": [*_of_its_kind(page, offered), *(_of_other_kinds(request, page, offered) if others else ())],
        "provider_id": [Choice(str(key), name) for key, name in organisations_around(page.place_code).items()],
    }
    values = {"proposed_on": today_of(request), "service_id": request.GET.get("service", "")}
    said, link = _("已对接，等对方答复。"), None if others else _to_others(page, offered)
    known = {"other_kind": others}
    return step(request, page, MatchNeed, values, references, said=said, link=link, supplied=known)


def _of_its_kind(page: NeedPage, offered: Iterable[Offered]) -> list[Choice]:
    return [Choice(str(key), name) for key, kind, name in offered if kind == page.kind_code]


def _of_other_kinds(request: HttpRequest, page: NeedPage, offered: Iterable[Offered]) -> list[Choice]:
    """Return the services of other kinds, each named with its kind: nobody takes one for a service of this kind."""
    names = {each.value: each.label for each in kinds_to_choose(request, page.place_code)}
    apart = sorted((names.get(kind, kind), name, str(key)) for key, kind, name in offered if kind != page.kind_code)
    other = Text("别的类别：{kind} · {name}", "another kind: {kind} · {name}")
    return [Choice(key, other.filled(kind=kind, name=name).in_language(language())) for kind, name, key in apart]


def _to_others(page: NeedPage, offered: Sequence[Offered]) -> tuple[Text, str] | None:
    """Return the way to the services of other kinds, which are not offered unasked."""
    if all(kind == page.kind_code for _key, kind, _name in offered):
        return None
    none = Text(
        "菜单上没有这一类的服务，请选单位，或者看别的类别的服务",
        "No service is of this kind: choose an organisation, or see services of other kinds",
    )
    label = Text("也看别的类别的服务", "See services of other kinds, too") if _of_its_kind(page, offered) else none
    return label, f"{reverse('need-match', args=[page.id])}?others=1"


answer = plain_step(AnswerMatch, gettext_lazy("对方的答复已记下。"), day="answered_on")
"""Record whether the provider takes the need on."""


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[DeliverNeed.code])
def deliver(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Record that the need was met."""
    page = need_or_404(request, need_id, DeliverNeed.code)
    references = {"helper_id": people_to_choose(request, page.place_code)}
    values = {"delivered_on": today_of(request)}
    return step(request, page, DeliverNeed, values, references, said=_("已登记，接下来请别人去问本人。"))


confirm = plain_step(
    ConfirmNeed,
    gettext_lazy("本人的答复已记下。"),
    day="answered_on",
    values={"answered_by": "self"},
    consequence=Text(
        "记本人的原话。不满意的，这件需求回到待对接，再办。",
        "Write the person's own words. If they are not satisfied, the need is matched and met again.",
    ),
)
"""Record what the person it was for says of it."""


close = plain_step(CloseNeed, gettext_lazy("已记下不再办的原因。"), day="closed_on")
"""Close a need that nobody is going to meet."""
