"""Pages of plots of land: writing those of a household or a village on one screen, and the plots behind a figure."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.places import Level
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import base_version, carry_out, done, is_conflict, nothing_to_do
from xiuhua.platform.accounts.requests import command_id_of, new_id
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.files.requests import takes_files
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots
from xiuhua.registry.queries.plot_records import PlotTotals
from xiuhua.registry.queries.plot_totals import plot_totals
from xiuhua.registry.queries.plots import HOUSEHOLDS, land_of_household, land_of_village, plots_in
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, WILLING_NAMES, since_said
from xiuhua.registry.rules.plots import Since, Use, Willing
from xiuhua.registry.views.asking import allowed_or_404, household_or_404
from xiuhua.registry.views.households import called, way_to
from xiuhua.registry.views.plots_form import HouseholdPlotsForm, PlotsForm, VillagePlotsForm
from xiuhua.registry.views.requests import address, here
from xiuhua.registry.views.rows_form import MOST_ROWS, files_sent, rows_sent

_HERE = Text("地块", "plots of land")


@takes_files
@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordPlots.code])
def record_plots(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Write the plots of a household: all of them on one screen."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, RecordPlots.code)
    land = land_of_household(request.viewer, household_id)
    if land is None:
        raise Http404
    given = _sent(request)
    files = files_sent(request, given["rows"], subject_id=page.id)
    form = HouseholdPlotsForm(land=land, holder={"household_id": page.id}, files=files, **given)
    back = address("household", str(page.id)) + "#plots"
    title = Text(f"记 {called(page).zh} 的地块", f"Plots of land: {called(page).en}")
    return _written(request, form, title, way_to(page, called(page), _HERE), back)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordVillagePlots.code])
def record_village_plots(request: HttpRequest, code: str) -> HttpResponseBase:
    """Write the plots of a village's collective: all of them on one screen."""
    land, place = land_of_village(request.viewer, code), accounts.place(request.viewer, code)
    may = reaches(request.viewer, COMMANDS[RecordVillagePlots.code], code)
    if land is None or place is None or place.level is not Level.VILLAGE or not may:
        raise Http404
    form = VillagePlotsForm(land=land, holder={"village_code": code}, **_sent(request))
    title = Text(f"记 {place.name} 的集体土地", f"Land of the collective: {place.name}")
    way = here(accounts.breadcrumb(request.viewer, code), None, Crumb(_HERE))
    return _written(request, form, title, way, address("place", code) + "#plots")


@require_safe
@signed_in(HOUSEHOLDS)
def figure_plots(request: HttpRequest) -> HttpResponse:
    """Show the plots behind a figure, one by one, with the totals of the place by use."""
    code, use, willing = (request.GET.get(name, "") for name in ("place", "use", "willing"))
    if use not in ("", *Use) or willing not in ("", *Willing):
        raise Http404
    totals = plot_totals(request.viewer, code, on=today_of(request))
    page = plots_in(request.viewer, code, use=use, willing=willing, after=request.GET.get("after"))
    if totals is None or page is None:
        raise Http404
    chosen = totals.of(use)
    title = Text("地块", "Plots of land")
    context = {
        "totals": totals,
        "chosen": chosen,
        "figure": chosen.area if chosen and not willing else None,
        "chips": _chips(totals, use, willing),
        "rows": [_row(row._asdict()) for row in page.rows],
        "here": here(accounts.breadcrumb(request.viewer, code), None, Crumb(title)),
        "later": address("figure-plots", place=code, use=use, willing=willing, after=page.after) if page.after else "",
    }
    return render(request, "registry/figure_plots.html", context)


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {"sent": request.POST if request.method == "POST" else None, "rows": rows_sent(request)}


def _written(request: HttpRequest, form: PlotsForm, title: Text, way: Here, back: str) -> HttpResponseBase:
    """Show the screen, or carry out what it sent and lead back."""
    sent = form.sent
    if sent is None or "more" in sent:
        return _shown(request, form, title, way, back, anew=sent is None)
    command = form.wish(command_id_of(request), base_version(sent), sent)
    if command is None:
        return _shown(request, form, title, way, back, anew=False)
    if not command.plots and not command.removed:
        nothing_to_do(request)
        return redirect(back)
    receipt: Receipt = carry_out(request, command)
    if not receipt.accepted:
        form.refuse(receipt.problems)
        return _shown(request, form, title, way, back, anew=is_conflict(receipt))
    done(request, receipt, _("地块已记下。每一处改动都在“经过”里，可以撤销。"))
    return redirect(back)


def _shown(request: HttpRequest, form: PlotsForm, title: Text, way: Here, back: str, *, anew: bool) -> HttpResponse:
    sent = form.sent
    fresh = sent is None or anew
    carried = {
        "id": new_id(request) if fresh or sent is None else command_id_of(request),
        "base_version": (form.land.version if fresh or sent is None else base_version(sent)) or "",
    }
    shown, rows = form.shown(anew=anew, carried=carried)
    context = {
        "land": form.land,
        "form": shown,
        "rows": rows,
        "spare": form.spare() if form.rows < MOST_ROWS else None,
        "most": MOST_ROWS,
        "action": request.get_full_path(),
        "back": back,
        "title": title,
        "here": way,
    }
    return render(request, "registry/plots.html", context)


def _chips(totals: PlotTotals, use: str, willing: str) -> list[dict[str, Any]]:
    code = totals.place.code
    chips = [
        {
            "label": line.name if line.use else Text("全部", "all"),
            "count": line.plots.value,
            "href": address("figure-plots", place=code, use=line.use),
            "current": line.use == use and not willing,
        }
        for line in (totals.total, *totals.uses)
    ]
    if totals.of(Use.IDLE):
        label = Text("撂荒且愿意流转", "idle, to be transferred")
        href = address("figure-plots", place=code, use=Use.IDLE.value, willing=Willing.YES.value)
        current = use == Use.IDLE and willing == Willing.YES
        chips.append({"label": label, "count": None, "href": href, "current": current})
    return chips


def _row(row: dict[str, Any]) -> dict[str, Any]:
    since = Since(row["idle_from"], row["idle_to"]) if row["idle_from"] else None
    return {
        **row,
        "class_name": CLASS_NAMES.get(row["land_class"]),
        "use_name": USE_NAMES[row["land_use"]],
        "willing_name": WILLING_NAMES[row["willing"]],
        "since_said": since_said(since) if since else None,
    }
