"""Recording that somebody agreed to the use of data, and that they withdrew it: one short form each."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem, read_command
from xiuhua.platform.journal import catalogue
from xiuhua.registry.commands.consents import RecordConsent, RevokeConsent
from xiuhua.registry.queries.consents import Agreed, consents
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.consents import scopes
from xiuhua.registry.rules.data_sets import sets_of_households
from xiuhua.registry.rules.purposes import purposes
from xiuhua.registry.views.agreed import RECORD, REVOKE
from xiuhua.registry.views.asking import household_or_404, told
from xiuhua.registry.views.belonging import form_page
from xiuhua.registry.views.requests import address

_HIDDEN = ("household_id", "consent_id", "observed_at")


@require_http_methods(["GET", "POST"])
@signed_in(RECORD)
def record_consent(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Record what a household or one of its people agreed to."""
    page = household_or_404(request, household_id)
    if page.ended or not reaches(request.viewer, RECORD, page.place_code):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        consent = derived_id(command_id, "consent")
        supplied = {"household_id": household_id, "consent_id": consent, "id": command_id}
        command, problems = read_command(RecordConsent, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("同意已记下，随时可以撤回。"))
                return redirect(address("household", str(household_id), open="consents") + "#consents")
            problems = told(receipt.problems)
    return _record_page(request, page, problems)


@require_http_methods(["GET", "POST"])
@signed_in(REVOKE)
def revoke_consent(request: HttpRequest, household_id: UUID, consent_id: UUID) -> HttpResponseBase:
    """Record that a consent was withdrawn."""
    page = household_or_404(request, household_id)
    agreed = consents(request.viewer, household_id, on=page.as_of)
    consent = next((each for each in agreed if each.id == consent_id), None)
    if consent is None or not reaches(request.viewer, REVOKE, page.place_code):
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"household_id": household_id, "consent_id": consent_id, "id": command_id_of(request)}
        command, problems = read_command(RevokeConsent, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已撤回，从这一天起不再使用。"))
                return redirect(address("household", str(household_id), open="consents") + "#consents")
            problems = told(receipt.problems)
    return _revoke_page(request, page, consent, problems)


def _record_page(request: HttpRequest, page: Household, problems: tuple[FieldProblem, ...]) -> HttpResponse:
    here, today, policy, region = language(), today_of(request), catalogue.policy(), page.place_code
    form = form_for(
        request,
        RecordConsent,
        values={"given_on": today, "given_by": "self"},
        problems=problems,
        references={
            "person_id": [Choice(str(member.id), member.name) for member in page.members],
            "data_set": [
                Choice(each.code, each.name.in_language(here))
                for each in sets_of_households(policy, on=today, region=region)
            ],
            "purpose": [
                Choice(each.code, each.name.in_language(here)) for each in purposes(policy, on=today, region=region)
            ],
            "scope": [
                Choice(code, name.in_language(here)) for code, name in scopes(policy, on=today, region=region).items()
            ],
        },
        leave_out=_HIDDEN,
        draft=f"consent-{page.id}",
    )
    title = Text("记下同意了什么", "Record what was agreed to")
    consequence = Text(
        "不同意不用记，也不影响帮扶；同意了随时可以撤回。",
        "Not agreeing is not recorded and changes nothing of the help; what was agreed can be withdrawn at any time.",
    )
    return form_page(request, page, form, title, RecordConsent, consequence)


def _revoke_page(
    request: HttpRequest, page: Household, consent: Agreed, problems: tuple[FieldProblem, ...]
) -> HttpResponse:
    form = form_for(
        request,
        RevokeConsent,
        values={"revoked_on": today_of(request), "revoked_by": "self"},
        problems=problems,
        leave_out=_HIDDEN,
    )
    title = Text(
        f"撤回同意：{consent.data_set.zh}用于{consent.purpose.zh}",
        f"Withdraw the consent: {consent.data_set.en} for {consent.purpose.en}",
    )
    consequence = Text(
        "从这一天起不再按这项同意使用信息；以前用过的留有记录。",
        "From that day nothing rests on this consent; what was used before stays on record.",
    )
    return form_page(request, page, form, title, RevokeConsent, consequence, Text("撤回", "Withdraw"))
