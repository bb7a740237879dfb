"""Pages of records that may be of the same person: the list of a place, looking for them, two side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import FieldProblem, command_form, read_command
from xiuhua.platform.pages import Crumb
from xiuhua.platform.work import services
from xiuhua.registry import finding
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.likeness import DecideLikeness
from xiuhua.registry.queries.likeness import Likenesses, LikePage, likeness, likenesses
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.queries.village_rows import HOUSEHOLDS
from xiuhua.registry.rules.likeness import Verdict
from xiuhua.registry.views.asking import told
from xiuhua.registry.views.households import called
from xiuhua.registry.views.requests import address, here

DECIDE = COMMANDS[DecideLikeness.code]
_TITLE = Text("可能登记了两次的人", "People who may be recorded twice")


@require_safe
@signed_in(HOUSEHOLDS)
def place_likenesses(request: HttpRequest, code: str) -> HttpResponse:
    """List the undecided pairs of a place, in code order."""
    found = _found(request, code)
    context = {
        "found": found,
        "find_id": new_id(request),
        "later": address("likenesses", code, after=found.after) if found.after else "",
        "here": here(found.crumbs, None, Crumb(_TITLE)),
    }
    return render(request, "registry/likenesses.html", context)


@require_POST
@signed_in(DECIDE)
def find_likenesses(request: HttpRequest, code: str) -> HttpResponseBase:
    """Look for such pairs behind the page; a double click starts one search."""
    if not _found(request, code).may_decide:
        raise Http404
    job = command_id_of(request)
    services.start(finding.KIND, job_id=job, owner=request.viewer.person_id, arguments={"place": code})
    return redirect("job", job)


@require_safe
@signed_in(HOUSEHOLDS)
def likeness_page(request: HttpRequest, likeness_id: UUID) -> HttpResponse:
    """Show two records side by side, to be decided by those in charge."""
    return render(request, "registry/likeness.html", _context(request, _page(request, likeness_id), ()))


@require_POST
@signed_in(DECIDE)
def decide_likeness(request: HttpRequest, likeness_id: UUID) -> HttpResponseBase:
    """Record what somebody in charge of both records decided."""
    page = _page(request, likeness_id)
    if not page.may_decide:
        raise Http404
    (_home, person), (_other_home, other) = page.sides
    supplied = {"id": command_id_of(request), "person_id": person.id, "other_id": other.id}
    command, problems = read_command(DecideLikeness, request.POST, supplied=supplied)
    if command is not None:
        receipt = carry_out(request, command)
        if receipt.accepted:
            done(request, receipt, _("已记下，以后不再问。"))
            return redirect("likeness", likeness_id)
        problems = told(receipt.problems)
    return render(request, "registry/likeness.html", _context(request, page, problems))


def _page(request: HttpRequest, likeness_id: UUID) -> LikePage:
    page = likeness(request.viewer, likeness_id, on=today_of(request))
    if page is None:
        raise Http404
    return page


def _context(request: HttpRequest, page: LikePage, problems: tuple[FieldProblem, ...]) -> dict[str, Any]:
    sent = request.POST if request.method == "POST" else None
    form = command_form(
        DecideLikeness,
        language=language(),
        carried={"id": command_id_of(request) if sent is not None else new_id(request)},
        values=sent,
        problems=problems,
        leave_out=("observed_at", "person_id", "other_id"),
        bound=sent is not None,
    )
    first = page.sides[0][0]
    same = page.decided is not None and page.decided.verdict == Verdict.SAME
    return {
        "page": page,
        "sides": [{"home": home, "member": member, "name": called(home)} for home, member in page.sides],
        "form": form if page.may_decide and page.decided is None else None,
        "steps": _steps(request, page) if same else [],
        "action": address("likeness-decide", str(page.id)),
        "back": address("likenesses", first.place_code),
        "here": here(first.places, None, Crumb(_TITLE, address("likenesses", first.place_code)), Crumb(_TITLE)),
    }


def _steps(request: HttpRequest, page: LikePage) -> list[tuple[Text, str]]:
    """Return what can be done where both are the same: nothing is merged by itself."""
    (one, first), (other, second) = page.sides
    steps = []
    if one.place_code == other.place_code:
        merge = COMMANDS["registry.merge_households"]
        if reaches(request.viewer, merge, one.place_code):
            steps.append((Text("两户并成一户", "Merge the two households"), _merge(one, other)))
    for home, member in ((one, first), (other, second)):
        if reaches(request.viewer, COMMANDS["registry.leave_household"], home.place_code):
            name = called(home)
            text = Text(f"从 {name.zh} 里去掉 {member.name}", f"Let {member.name} leave: {name.en}")
            steps.append((text, _leave(home, member)))
    return steps


def _merge(one: Household, other: Household) -> str:
    return address("household-merge", str(one.id), into=other.id)


def _leave(home: Household, member: Member) -> str:
    return address("member-leave", str(home.id), str(member.id))


def _found(request: HttpRequest, code: str) -> Likenesses:
    found = likenesses(request.viewer, code, after=request.GET.get("after"))
    if found is None:
        raise Http404
    return found
