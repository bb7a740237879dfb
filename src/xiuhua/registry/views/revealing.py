"""Looking at a masked field: the form that asks what for, and the page that shows the value for some minutes."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import reaches, received_at, signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem, read_command
from xiuhua.platform.journal import catalogue
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.queries.reveals import revealed
from xiuhua.registry.rules.purposes import purposes
from xiuhua.registry.rules.shown import field_name
from xiuhua.registry.views.asking import household_or_404, told
from xiuhua.registry.views.households import called, way_to
from xiuhua.registry.views.looked import REVEAL, masked_fields
from xiuhua.registry.views.requests import address

_HIDDEN = ("household_id", "person_id", "observed_at")
_TITLE = Text("查看遮住的信息", "look at what is masked")


@require_http_methods(["GET", "POST"])
@signed_in(REVEAL)
def ask_to_see(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponseBase:
    """Ask what a field of a member is needed for, and lead to the page that shows it, a second click too."""
    page = household_or_404(request, household_id)
    member = page.member(person_id)
    if page.ended or member is None or not reaches(request.viewer, REVEAL, page.place_code):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    problems: tuple[FieldProblem, ...] = ()
    if sent is not None:
        supplied = {"household_id": household_id, "person_id": person_id, "id": command_id_of(request)}
        command, problems = read_command(RevealField, sent, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                return redirect("reveal", receipt.result["reveal"])
            problems = told(receipt.problems)
    return _asked(request, page, member, problems)


@require_safe
@signed_in(REVEAL)
def shown(request: HttpRequest, reveal_id: UUID) -> HttpResponse:
    """Show the value to whoever asked for it, while its minutes last. No cache keeps the page."""
    found = revealed(request.viewer, reveal_id, at=received_at(request))
    if found is None:
        raise Http404
    name = found.name
    context = {
        "shown": found,
        "title": Text(f"{found.person} 的{name.zh}", f"{name.en[:1].upper()}{name.en[1:]} of {found.person}"),
        "name": Text("户的页面", "the household"),
        "back": address("household", str(found.household_id)),
        "again": address("member-reveal", str(found.household_id), str(found.person_id)),
    }
    return render(request, "registry/revealed.html", context)


def _asked(request: HttpRequest, page: Household, member: Member, problems: tuple[FieldProblem, ...]) -> HttpResponse:
    here = language()
    listed = purposes(catalogue.policy(), on=today_of(request), region=page.place_code)
    masked = masked_fields(page, member)
    form = form_for(
        request,
        RevealField,
        values={"field": masked[0]} if len(masked) == 1 else None,
        problems=problems,
        references={
            "field": [Choice(name, field_name(name).in_language(here)) for name in masked],
            "purpose": [Choice(each.code, each.name.in_language(here)) for each in listed],
        },
        leave_out=_HIDDEN,
    )
    title = Text(f"查看 {member.name} 遮住的信息", f"Look at what is masked: {member.name}")
    context = {
        "form": form,
        "title": title,
        "action": address("member-reveal", str(page.id), str(member.id)),
        "submit": Text("查看", "Look"),
        "here": way_to(page, called(page), _TITLE),
        "cancel_url": address("household", str(page.id)),
        "consequence": Text(
            "您的姓名、岗位、用途和事由会留在这一户的页面上，这一户可以看到。",
            "Your name, post, purpose and reason stay on the page of the household, which can see them.",
        ),
    }
    return render(request, "registry/household_form.html", context)
