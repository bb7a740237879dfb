"""Facts that another system decides: shown with their value and their master, and where a correction is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.journal import catalogue
from xiuhua.registry.origins import mastering_of, system_name
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.rules.mastering import CODES
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import BANK_FIELDS, MEMBER_FIELDS, STATED_FIELDS
from xiuhua.registry.views.requests import address


@dataclass(frozen=True, slots=True)
class Mastered:
    """What of a record is read-only here: rows of label, value and the address of a request, by which system."""

    fields: frozenset[str] = frozenset()
    rows: tuple[tuple[str, Text, Text, str], ...] = ()
    system: Text | None = None
    since: date | None = None


def mastered_facts(request: HttpRequest, page: Household, member: Member | None) -> Mastered:
    """Return the facts of a member, or of the household itself, that its master alone corrects."""
    origin = page.origin if member is None else member.origin
    mastering = mastering_of(origin, catalogue.policy(), on=today_of(request), region=page.place_code)
    if mastering is None:
        return Mastered()
    values = stated_values(page) if member is None else member_values(member)
    person = str(member.id) if member else ""
    rows = tuple(
        (
            name,
            field_name(name),
            value_words(name, value),
            address("correction-request", str(page.id), person=person, field=name),
        )
        for name, value in values.items()
        if name in mastering.fields and name not in CODES
    )
    return Mastered(mastering.fields, rows, system_name(mastering.system), mastering.since)


def member_values(member: Member) -> dict[str, Any]:
    """Return what is known of a member as a form shows it."""
    values: dict[str, Any] = {**dict.fromkeys(MEMBER_FIELDS), **member.stated}
    health = member.health.zh if member.health else ""
    numbers = {"identity": member.identity, "phone": member.phone}
    return {**values, **numbers, "name": member.name, "relation": member.relation.zh, "health": health}


def stated_values(page: Household) -> dict[str, Any]:
    """Return what is stated of a household as a form shows it."""
    stated = page.statement.values if page.statement else dict.fromkeys(STATED_FIELDS)
    income = stated["per_head_income"]
    paid = (
        {"bank_name": page.bank.bank, "bank_account": page.bank.account}
        if page.bank
        else dict.fromkeys(BANK_FIELDS, "")
    )
    more = {"per_head_income": None if income is None else yuan(income), "natural_village": page.natural_village}
    return {**stated, **more, **paid}
