"""Pages of the income ledger: writing it on one screen, and what stands behind its net income per head."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import base_version, carry_out, done, is_conflict, nothing_to_do
from xiuhua.platform.accounts.requests import command_id_of, new_id
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.files.requests import takes_files
from xiuhua.platform.journal import catalogue
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.ledger import RecordLedger
from xiuhua.registry.queries.households import HOUSEHOLDS
from xiuhua.registry.queries.income_records import IncomeOfYear
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.income_words import line_said
from xiuhua.registry.rules.ledger import Basis, IncomeYear, default_basis
from xiuhua.registry.views.asking import allowed_or_404, household_or_404
from xiuhua.registry.views.days import answers_days, days
from xiuhua.registry.views.exports import export_doors
from xiuhua.registry.views.households import called, household_asked, way_to
from xiuhua.registry.views.ledger_form import LedgerForm
from xiuhua.registry.views.requests import address
from xiuhua.registry.views.rows_form import MOST_ROWS, files_sent, rows_sent

NEW = "new"


@takes_files
@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordLedger.code])
def record_ledger(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Write a ledger of a household: all lines of a year on one screen; ``year=new`` begins another one."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, RecordLedger.code)
    wanted = request.GET.get("year", "")
    income = None if wanted == NEW else _chosen(page, wanted, request.GET.get("basis", ""))
    sent = request.POST if request.method == "POST" else None
    months = _months(request, page, income)
    rows = rows_sent(request)
    files = files_sent(request, rows, subject_id=page.id)
    form = LedgerForm(page=page, income=income, months=months, sent=sent, rows=rows, files=files)
    if sent is None or "more" in sent:
        return _shown(request, page, form, anew=sent is None)
    command = form.wish(command_id_of(request), base_version(sent), sent)
    if command is None:
        return _shown(request, page, form, anew=False)
    if not command.lines and not command.removed and command.complete is None:
        nothing_to_do(request)
        return redirect(address("household", str(page.id)) + "#incomes")
    receipt = carry_out(request, command)
    if not receipt.accepted:
        form.refuse(receipt.problems)
        return _shown(request, page, form, anew=is_conflict(receipt))
    done(request, receipt, _("台账已记下。每一笔改动都在“经过”里，可以撤销。"))
    return redirect(address("household", str(page.id)) + "#incomes")


@require_safe
@signed_in(HOUSEHOLDS)
@answers_days
def figure_ledger(request: HttpRequest) -> HttpResponse:
    """Show what stands behind the net income per head of a ledger: its lines, formula, policy, and entries."""
    try:
        household_id = UUID(request.GET.get("household", ""))
    except ValueError:
        raise Http404 from None
    page = household_asked(request, household_id)
    if page.erased_on:
        raise Http404
    income = _chosen(page, request.GET.get("year", ""), request.GET.get("basis", ""))
    if income is None:
        raise Http404
    title = Text(f"{income.name.zh}人均纯收入", f"Net income per head, {income.name.en}")
    context = {
        "page": page,
        "income": income,
        "figure": income.per_head,
        "policy": income.terms.formula.policy,
        "line_said": income.line and line_said(income.line),
        "title": title,
        "name": called(page),
        "days": days(request, page.day),
        "here": way_to(page, called(page), title),
        "exports": [] if page.day else _exports(request, page, income),
    }
    return render(request, "registry/figure_ledger.html", context)


def _exports(request: HttpRequest, page: Household, income: IncomeOfYear) -> list[dict[str, Any]]:
    """Return the door by which a household's ledgers of the year go out."""
    chosen = {"household": page.id, "year": income.income_year.year}
    return export_doors(request.viewer, page.place_code, incomes=chosen)


def _chosen(page: Household, year: str, basis: str) -> IncomeOfYear | None:
    """Return the ledger of a year and basis; without a year the newest one."""
    fitting = [
        income
        for income in page.incomes
        if (not year or str(income.income_year.year) == year) and basis in ("", income.income_year.basis)
    ]
    if not fitting and year:
        raise Http404
    return fitting[0] if fitting else None


def _months(request: HttpRequest, page: Household, income: IncomeOfYear | None) -> IncomeYear:
    """Return the year whose days new rows show: that of the ledger, else the last one on the default basis."""
    if income is not None:
        return income.income_year
    today = today_of(request)
    basis = default_basis(catalogue.policy(), on=today, region=page.place_code)
    year = today.year - 1 if basis is Basis.CALENDAR or today < IncomeYear(today.year, basis).period.end else today.year
    return IncomeYear(year, basis)


def _address(page: Household, income: IncomeOfYear) -> str:
    year, basis = income.income_year
    return address("household-ledger", str(page.id), year=year, basis=basis.value)


def _shown(request: HttpRequest, page: Household, form: LedgerForm, *, anew: bool) -> HttpResponse:
    sent = form.sent
    fresh = sent is None or anew
    carried = {
        "id": new_id(request) if fresh or sent is None else command_id_of(request),
        "base_version": (page.version if fresh or sent is None else base_version(sent)) or "",
    }
    shown, rows = form.shown(anew=anew, carried=carried)
    title = Text(f"记 {called(page).zh} 的收入台账", f"Income ledger: {called(page).en}")
    context = {
        "page": page,
        "income": form.income,
        "months": form.months,
        "form": shown,
        "rows": rows,
        "complete": sent.get("complete", "") if sent is not None else form.complete,
        "spare": form.spare() if form.rows < MOST_ROWS else None,
        "most": MOST_ROWS,
        "action": request.get_full_path(),
        "others": [(each.name, _address(page, each)) for each in page.incomes if each is not form.income],
        "new_url": address("household-ledger", str(page.id), year=NEW) if page.incomes else "",
        "title": title,
        "here": way_to(page, called(page), Text("收入台账", "income ledger")),
    }
    return render(request, "registry/ledger.html", context)
