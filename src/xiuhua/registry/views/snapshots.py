"""Pages of yearly snapshots: those of a place, taking one, one by village, and what became of a figure."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done, form_for
from xiuhua.platform.accounts.requests import command_id_of
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import FieldProblem, read_command
from xiuhua.platform.pages import Crumb
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.queries.snapshots import Compared, Snapshots, snapshot, snapshot_figure, snapshots
from xiuhua.registry.queries.village_rows import HOUSEHOLDS
from xiuhua.registry.rules.shown import grouped_yuan
from xiuhua.registry.rules.village_sums import CENTS
from xiuhua.registry.sheets.snapshots_export import SNAPSHOT
from xiuhua.registry.views.asking import told
from xiuhua.registry.views.exports import one_way_doors
from xiuhua.registry.views.requests import address, here

_SNAPSHOTS = Text("年度快照", "yearly snapshots")


@require_safe
@signed_in(HOUSEHOLDS)
def place_snapshots(request: HttpRequest, code: str) -> HttpResponse:
    """List the snapshots that hold villages of a place, by year."""
    found = _found(request, code)
    take = address("snapshot-take", place=code) if found.may_take and found.takes else ""
    context = {"found": found, "take_url": take, "here": here(found.crumbs, None, Crumb(_SNAPSHOTS))}
    return render(request, "registry/snapshots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(COMMANDS[TakeSnapshot.code])
def take_snapshot(request: HttpRequest) -> HttpResponseBase:
    """Take a snapshot of a county or prefecture, or take one again with a reason (``replaces``)."""
    code = request.GET.get("place", "")
    found = _found(request, code)
    if not found.may_take or not found.takes:
        raise Http404
    replaced = next((line for line in found.lines if str(line.id) == request.GET.get("replaces", "")), None)
    if request.GET.get("replaces") and (replaced is None or replaced.place_code != code):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied: dict[str, Any] = {"id": command_id_of(request), "place_code": code}
        if replaced is not None:
            supplied |= {"replaces": replaced.id, "year": replaced.year}
        command, problems = read_command(TakeSnapshot, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("快照已留存，以后谁都改不了。"))
                return redirect("snapshot", receipt.result["snapshot"])
            problems = told(receipt.problems)
    left_out = ("observed_at", "place_code", "replaces", *(("year",) if replaced else ("reason",)))
    form = form_for(
        request,
        TakeSnapshot,
        values={"year": today_of(request).year - 1},
        problems=problems,
        leave_out=left_out,
    )
    title = Text("重新留存年度快照", "Take the yearly snapshot again") if replaced else TakeSnapshot.label
    context = {
        "found": found,
        "replaced": replaced,
        "form": form,
        "title": title,
        "action": request.get_full_path(),
        "back": address("place-snapshots", code),
        "here": here(found.crumbs, None, Crumb(_SNAPSHOTS, address("place-snapshots", code)), Crumb(title)),
    }
    return render(request, "registry/snapshot_take.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
def snapshot_page(request: HttpRequest, snapshot_id: UUID) -> HttpResponse:
    """Show a snapshot: all its figures over the villages that the viewer sees, and one of them by village."""
    wanted = request.GET.get("figure", "")
    after = request.GET.get("after")
    page = snapshot(request.viewer, snapshot_id, figure=wanted, today=today_of(request), after=after)
    if page is None:
        raise Http404
    line, code = page.line, page.chosen.code
    own, title = str(line.id), Text(f"{line.year} 年快照", f"Snapshot of {line.year}")
    may = line.replaced_by is None and reaches(request.viewer, COMMANDS[TakeSnapshot.code], line.place_code)
    context = {
        "page": page,
        "title": title,
        "figures": [
            (_said(each), address("snapshot", own, figure=each.name.code) + "#villages") for each in page.figures
        ],
        "villages": [
            (
                village,
                _said(village.figure),
                address("figure-snapshot", snapshot=own, village=village.code, figure=code),
            )
            for village in page.villages
        ],
        "exports": one_way_doors(request.viewer, SNAPSHOT, line.place_code, snapshot=own),
        "replace_url": address("snapshot-take", place=line.place_code, replaces=own) if may else "",
        "later": address("snapshot", own, figure=code, after=page.after) + "#villages" if page.after else "",
        "here": here(page.crumbs, None, Crumb(_SNAPSHOTS, address("place-snapshots", line.place_code)), Crumb(title)),
    }
    return render(request, "registry/snapshot.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
def figure_snapshot(request: HttpRequest) -> HttpResponse:
    """Show what became of a figure of a village since it was kept: the same day now, today, the entries since."""
    snapshot_id = read_uuid(request.GET.get("snapshot", ""))
    village, figure = request.GET.get("village", ""), request.GET.get("figure", "")
    found = (
        snapshot_figure(request.viewer, snapshot_id, village, figure, today=today_of(request)) if snapshot_id else None
    )
    if found is None:
        raise Http404
    context = {
        "found": found,
        "said": _said(found.figure),
        "now": _shown(found.figure, found.now),
        "then_url": address("place", village, on=found.line.as_of, year=found.line.year),
        "entries": [
            {
                "at": entry.received_at,
                "what": found.labels[entry.id],
                "who": found.names.get(entry.actor, "") if entry.actor else "",
                "entry": f"{entry.stream}/{entry.sequence}",
            }
            for entry in found.entries
        ],
        "here": here(found.crumbs, None, Crumb(Text(f"{found.line.year} 年快照", f"Snapshot of {found.line.year}"))),
    }
    return render(request, "registry/figure_snapshot.html", context)


def _found(request: HttpRequest, code: str) -> Snapshots:
    found = snapshots(request.viewer, code)
    if found is None:
        raise Http404
    return found


def _said(compared: Compared) -> dict[str, Any]:
    """Return a figure with its values as they are shown."""
    return {
        "name": compared.name.name,
        "kept": _shown(compared, compared.kept),
        "then": _shown(compared, compared.then),
        "difference": compared.difference is not None,
    }


def _shown(compared: Compared, value: int | None) -> str:
    """Return a count or an amount in yuan with its thousands set apart; what is not known is a dash."""
    if value is None:
        return "—"
    return grouped_yuan(value) if compared.name.measure == CENTS else f"{value:,}"
