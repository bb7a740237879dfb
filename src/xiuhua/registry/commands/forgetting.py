"""Deciding an erasure: what of a person goes, what stays so that the household's figures stand, what ends with it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.db.models import QuerySet

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.exchange.forgetting import are_at_work, close_imports, imports_about
from xiuhua.platform.exchange.parcels import drop_holding
from xiuhua.platform.files.erasing import delete_contents, files_about, removed
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, Context, Refused
from xiuhua.platform.journal.erasing import ask_for_tidying, blanked, reworded, tidy
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry.bank import holder_of
from xiuhua.registry.commands.cases import Case, asked_again, check, ended
from xiuhua.registry.commands.consents import GIVER_LABEL
from xiuhua.registry.commands.household_answers import DONE_LABEL, SAID_LABEL
from xiuhua.registry.commands.record_comparison import QUOTED_LABEL
from xiuhua.registry.erased import complete
from xiuhua.registry.letting_go import Leaving, forgotten_beside, speaking_in
from xiuhua.registry.models import (
    ComparisonLine,
    Consent,
    Household,
    HouseholdAnswer,
    Ledger,
    LikenessDecision,
    Membership,
    Person,
    Question,
)
from xiuhua.registry.questions import SETTLED, VALUES_LABEL
from xiuhua.registry.remembered import forget_rows, forget_searches
from xiuhua.registry.rules.causes import REGISTERED, JoinCause
from xiuhua.registry.rules.codes import RELATIONS
from xiuhua.registry.rules.erasing import ERASED, Known, bases_at, stands_from
from xiuhua.registry.rules.ledger import Basis, IncomeYear
from xiuhua.registry.stored import SEALED_FIELDS, SEALED_LABELS, StoredHousehold, load

_STAY = frozenset({"id", "household_id", "place_code", "left_on"})
"""Columns of a person's row that say nothing of the person: where it belongs, and since when nobody is there."""


def erase_people(commands: Sequence[Any], context: Context) -> list[Accepted | Refused]:
    """Decide the wishes, one after the other: they are rare, and each looks through everything that is kept."""
    return [_erased(command, context) for command in commands]


def known_of(person: Person, household_code: str, keyring: Keyring) -> Known:
    """Return by what other texts can speak of somebody."""
    opened = {name: _opened(person.id, SEALED_LABELS[name], getattr(person, name), keyring) for name in SEALED_FIELDS}
    return Known(
        name=person.name,
        identity=opened["identity"],
        phone=opened["phone"],
        code=person.code,
        household_code=household_code,
        pinyin=person.name_pinyin,
    )


def _erased(command: Any, context: Context) -> Accepted | Refused:
    person = Person.objects.using(context.using).filter(id=command.person_id).first()
    if person is None or person.household_id != command.household_id:
        return Refused((Problem("not_found"),))
    rows = Household.objects.using(context.using).filter(id=command.household_id)
    here, code = rows.values_list("place_code", "code").get()
    known = known_of(person, code, context.keyring)
    home = load((command.household_id,), context.keyring, using=context.using).get(command.household_id)
    problem = _against(command, person, home, known, here, context)
    imports = [] if problem else imports_about(known.stands_in)
    if problem is None and are_at_work(imports):
        problem = Problem("import_of_person_at_work")
    if problem is not None:
        return Refused((problem,))
    files = files_about(person.id, using=context.using)
    holders = _ends_with(person, home, context)
    return Accepted(
        [
            *_leaving(command, person, home, context),
            *_standing(person, context),
            *blanked(person.id, using=context.using),
            *(change for each in holders for change in blanked(each, using=context.using)),
            _plain_blanked(person),
            *_questions(person, known, context),
            *_compared(person, context),
            *_quoted(here, known, context),
            *_given_for_others(person, known, context),
            *_likened(person, context),
            *_spoken(person, known, context),
            *_named(person, here, known, context),
            *removed(list(files), person.id, at=context.received_at),
        ],
        (here,),
        {"household": str(person.household_id), "person": str(person.id)},
        erased=(person.id, *holders),
        together=(
            partial(close_imports, imports, at=context.received_at),
            partial(drop_holding, here),
            partial(forget_searches, known.was_looked_for),
            partial(forget_rows, person.household_id, using=context.using),
            ask_for_tidying,
        ),
        afterwards=(partial(delete_contents, sorted(set(files.values()))), complete, tidy),
    )


def _against(
    command: Any, person: Person, home: StoredHousehold | None, known: Known, here: str, context: Context
) -> Problem | None:
    if not person.name:
        return Problem("person_erased_already", "person_id")
    if command.basis not in bases_at(context.policy, on=context.today, place_code=here):
        return Problem("erasure_without_basis", "basis")
    for field in ("reference", "reason"):
        if known.is_named_in(getattr(command, field)):
            return Problem("erasure_words_name", field)
    present = home.present() if home else []
    is_head = person.left_on is None and RELATIONS.code(person.relation) == "head"
    return Problem("erasure_of_head", "person_id") if is_head and len(present) > 1 else None


def _leaving(command: Any, person: Person, home: StoredHousehold | None, context: Context) -> Iterator[Change]:
    """Yield what ends with a present member: the place in the household, and that itself after the last one."""
    if person.left_on is not None or home is None:
        return
    today = context.today
    yield Update(Person, person.id, home.id, {"left_on": None}, {"left_on": today}, subject=person.id)
    home.questions = [each for each in home.questions if each["person_id"] != person.id]
    rest = [each for each in home.present() if each["id"] != person.id]
    case = Case(command, home, {home.id: home}, context)
    if not rest:
        yield from ended(case, today, ERASED)
        return
    checked, refusal = check(case, rest, home.said)
    if refusal is None:
        yield from asked_again(case, rest, checked)


def _ends_with(person: Person, home: StoredHousehold | None, context: Context) -> tuple[UUID, ...]:
    """Return whose keys go with the person besides the own one: that of the bank account, where nobody is left."""
    holder = holder_of(person.household_id)
    if home is not None:
        left = any(each["id"] != person.id for each in home.present())
    else:
        known = Person.objects.using(context.using).filter(household_id=person.household_id).exclude(id=person.id)
        left = known.exclude(name="").exists()
    context.keyring.load((holder,))
    return (holder,) if not left and holder in context.keyring else ()


def _standing(person: Person, context: Context) -> Iterator[Update]:
    """Yield the ends of memberships, and since when a child counts where figures stand from before the birth."""
    rows = Membership.objects.using(context.using).filter(person_id=person.id).order_by("id")
    for row in rows.values("id", "household_id", "valid_from", "valid_to", "cause", "end_cause"):
        after: dict[str, Any] = {}
        if row["valid_to"] is None:
            after |= {"valid_to": max(context.today, row["valid_from"]), "end_cause": ERASED}
        counts = stands_from(person.birth_date, year_ends=_year_ends(row["household_id"], context))
        if counts is not None and row["cause"] == REGISTERED:
            after |= {"valid_from": counts, "cause": JoinCause.OTHER.value}
        if after:
            yield Update(Membership, row["id"], row["household_id"], {name: row[name] for name in after}, after)


def _year_ends(household_id: UUID, context: Context) -> list[date]:
    rows = Ledger.objects.using(context.using).filter(household_id=household_id)
    return [IncomeYear(year, Basis(basis)).period.last for year, basis in rows.values_list("year", "basis")]


def _plain_blanked(person: Person) -> Update:
    """Return the change that blanks what stands plain in the row; it does not say what stood there."""
    spec = spec_of(Person)
    names = [name for name in spec.stored if name not in _STAY and name not in spec.sealed]
    blank = {name: spec.defaults[name] for name in names}
    return Update(Person, person.id, person.household_id, blank, blank, subject=person.id)


def _questions(person: Person, known: Known, context: Context) -> Iterator[Update]:
    """Yield the end of questions about the person, and of those of others that quote the person."""
    own = Question.objects.using(context.using).filter(person_id=person.id).order_by("id")
    for key, household in own.values_list("id", "household_id"):
        yield settled(key, household, {}, person.id)
    others = Question.objects.using(context.using).filter(household_id=person.household_id)
    rows = list(others.exclude(person_id=person.id).order_by("id").values("id", "household_id", "person_id", "values"))
    context.keyring.load({row["person_id"] or row["household_id"] for row in rows})
    for row in rows:
        subject = row["person_id"] or row["household_id"]
        if known.is_named_in(_opened(subject, VALUES_LABEL, row["values"], context.keyring)):
            yield settled(row["id"], row["household_id"], {"values": ""}, subject)


def _compared(person: Person, context: Context) -> Iterator[Update]:
    """Yield the blanking of what departments' lists say of the person and what was noted about it."""
    rows = ComparisonLine.objects.using(context.using).filter(person_id=person.id).order_by("id")
    blank = {"listed": "", "quoted": "", "note": ""}
    for key, comparison in rows.values_list("id", "comparison_id"):
        yield Update(ComparisonLine, key, comparison, blank, blank, subject=comparison)


def _quoted(here: str, known: Known, context: Context) -> Iterator[Update]:
    """Yield the blanking of lines that quote the person and lead to no record: the list is older than the record."""
    rows = lines_without_record((here,)).using(context.using).order_by("id")
    found = list(rows.values_list("id", "comparison_id", "quoted"))
    context.keyring.load({comparison for _, comparison, _ in found})
    blank = {"listed": "", "quoted": "", "note": ""}
    for key, comparison, sealed in found:
        text = _opened(comparison, QUOTED_LABEL, sealed, context.keyring)
        said = orjson.loads(text or "{}")
        if known.is_quoted(said.get("name", ""), said.get("number", ""), text):
            yield Update(ComparisonLine, key, comparison, blank, blank, subject=comparison)


def lines_without_record(places: Iterable[str]) -> QuerySet[ComparisonLine]:
    """Return the lines of these villages, and of what holds them, that quote somebody who was not registered."""
    around = {code for place in places for code in chain(place)}
    return ComparisonLine.objects.filter(person_id=None, place_code__in=around).exclude(quoted="")


def _given_for_others(person: Person, known: Known, context: Context) -> Iterator[Update]:
    """Yield the blanking of the person's name where the person agreed for somebody of the same households."""
    homes = Membership.objects.using(context.using).filter(person_id=person.id).values("household_id")
    rows = Consent.objects.using(context.using).filter(household_id__in=homes).exclude(giver="").order_by("id")
    for key, household, sealed in rows.values_list("id", "household_id", "giver"):
        if known.is_named_in(_opened(household, GIVER_LABEL, sealed, context.keyring)):
            yield Update(Consent, key, household, {"giver": ""}, {"giver": ""}, subject=household)


def _likened(person: Person, context: Context) -> Iterator[Update]:
    """Yield the blanking of why somebody said of another record that it is, or is not, of this person."""
    rows = LikenessDecision.objects.using(context.using).filter(other_id=person.id).exclude(reason="").order_by("id")
    found = list(rows.values_list("id", "person_id"))
    context.keyring.load({subject for _, subject in found})
    blank = {"reason": ""}
    for key, subject in found:
        yield Update(LikenessDecision, key, key, blank, blank, subject=subject)


def _spoken(person: Person, known: Known, context: Context) -> Iterator[Update]:
    """Yield the blanking of what the person said of the households' records, and of words that name the person."""
    homes = Membership.objects.using(context.using).filter(person_id=person.id).values("household_id")
    rows = HouseholdAnswer.objects.using(context.using).filter(household_id__in=homes).order_by("id")
    for row in rows:
        blank = {}
        for name, label in (("said", SAID_LABEL), ("done", DONE_LABEL)):
            words = _opened(row.household_id, label, getattr(row, name), context.keyring)
            if words and (row.person_id == person.id or known.is_named_in(words)):
                blank[name] = ""
        if blank:
            yield Update(HouseholdAnswer, row.id, row.household_id, blank, blank, subject=row.household_id)


def _named(person: Person, here: str, known: Known, context: Context) -> Iterator[Update]:
    """Yield the blanking of texts about the person's households that name the person, whatever module holds them, and
    what the modules above let go of themselves. Texts of groups are about others too: they lose what names the person.
    """
    homes = Membership.objects.using(context.using).filter(person_id=person.id).values_list("household_id", flat=True)
    leaving = Leaving(person.id, frozenset(homes), known, context.keyring, context.using)
    keys, using = context.keyring, context.using
    yield from reworded(leaving.homes, known.blanked_where_named, keys, using=using)
    yield from reworded(speaking_in((here,)), known.taken_out_of, keys, using=using)
    yield from forgotten_beside(leaving)


def settled(key: UUID, household_id: UUID, more: dict[str, Any], subject: UUID) -> Update:
    """Return the end of a question by which it is not recognised any more: its mark was made of what it quotes."""
    after = {"state": SETTLED, "fingerprint": key.hex, "answered_by": None, "answered_on": None, **more}
    return Update(Question, key, household_id, after, after, subject=subject)


def _opened(subject: UUID, label: str, sealed: str, keyring: Keyring) -> str:
    try:
        return keyring.open(subject, label, sealed) if sealed else ""
    except KeyDestroyed:
        return ""
