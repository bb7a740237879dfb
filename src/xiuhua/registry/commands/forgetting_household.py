"""Deciding the erasure of a household that has ended: its texts go with its key, what figures are made of stands."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import models

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.forgetting import are_at_work, close_imports, imports_about
from xiuhua.platform.exchange.parcels import drop_holding
from xiuhua.platform.files.erasing import delete_contents, files_about, removed
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, Context, Refused
from xiuhua.platform.journal.erasing import ask_for_tidying, blanked, tidy
from xiuhua.registry.bank import holder_of
from xiuhua.registry.commands.forgetting import known_of, settled
from xiuhua.registry.erased import complete
from xiuhua.registry.models import (
    ComparisonLine,
    Household,
    LedgerLine,
    Membership,
    Person,
    Plot,
    Question,
    Statement,
)
from xiuhua.registry.remembered import forget_rows, forget_searches
from xiuhua.registry.rules.erasing import Known, bases_at, code_left

_STANDING: Final[tuple[tuple[type[models.Model], tuple[str, ...]], ...]] = (
    (Statement, ("exit_status", "household_kind")),
    (LedgerLine, ("amount",)),
    (Plot, ("area",)),
)
"""Columns that are sealed in entries and that figures of days and years gone by are made of."""


def erase_households(commands: Sequence[Any], context: Context) -> list[Accepted | Refused]:
    """Decide the wishes, one after the other: they are rare, and each looks through everything that is kept."""
    return [_erased(command, context) for command in commands]


def figures_of(household_id: UUID) -> UUID:
    """Return whose key seals, in the entry of the erasure, the figures that stand: nothing else is sealed under it."""
    return derived_id(household_id, "figures that stand")


def _erased(command: Any, context: Context) -> Accepted | Refused:
    row = Household.objects.using(context.using).filter(id=command.household_id).first()
    if row is None:
        return Refused((Problem("not_found"),))
    problem = _against(command, row, context)
    imports = [] if problem else imports_about(lambda cells: row.code in cells)
    if problem is None and are_at_work(imports):
        problem = Problem("import_of_household_at_work")
    if problem is not None:
        return Refused((problem,))
    files = files_about(row.id, using=context.using)
    holder = holder_of(row.id)
    context.keyring.load((holder,))
    gone = (row.id, *((holder,) if holder in context.keyring else ()))
    figures = figures_of(row.id)
    context.keyring.begin((figures,))
    return Accepted(
        [
            *(change for subject in gone for change in _blanked(subject, context)),
            *_standing(row.id, figures, context),
            *_unnamed(row, context),
            *_questions(row.id, context),
            *_compared(row.id, context),
            *removed(list(files), row.id, at=context.received_at),
        ],
        (row.place_code,),
        {"household": str(row.id)},
        erased=gone,
        together=(
            partial(close_imports, imports, at=context.received_at),
            partial(drop_holding, row.place_code),
            partial(forget_searches, lambda text: row.code in text),
            partial(forget_rows, row.id, using=context.using),
            ask_for_tidying,
        ),
        afterwards=(partial(delete_contents, sorted(set(files.values()))), complete, tidy),
    )


def _against(command: Any, row: Household, context: Context) -> Problem | None:
    if row.erased_on is not None:
        return Problem("household_erased_already", "household_id")
    here = Person.objects.using(context.using).filter(household_id=row.id, left_on=None)
    if row.valid_to is None or here.exists():
        return Problem("household_not_ended", "household_id")
    if command.basis not in bases_at(context.policy, on=context.today, place_code=row.place_code):
        return Problem("household_erasure_without_basis", "basis")
    known = list(_known(row, context))
    for field in ("reference", "reason"):
        words = getattr(command, field)
        if row.code in words or any(each.is_named_in(words) for each in known):
            return Problem("household_erasure_words_name", field)
    return None


def _known(row: Household, context: Context) -> Iterator[Known]:
    """Yield by what those who ever belonged to the household can be recognised in words."""
    belonged = Membership.objects.using(context.using).filter(household_id=row.id).values("person_id")
    people = list(Person.objects.using(context.using).filter(id__in=belonged).exclude(name=""))
    context.keyring.load({person.id for person in people})
    for person in people:
        yield known_of(person, row.code, context.keyring)


def _blanked(subject: UUID, context: Context) -> Iterator[Update]:
    """Yield the blanking of what is sealed under a key that goes, but for the columns that stand."""
    standing: Mapping[type[models.Model], tuple[str, ...]] = dict(_STANDING)
    for change in blanked(subject, using=context.using):
        kept = {name: value for name, value in change.after.items() if name not in standing.get(change.model, ())}
        yield Update(change.model, change.key, change.root, kept, kept, subject=change.subject)


def _standing(household_id: UUID, figures: UUID, context: Context) -> Iterator[Update]:
    """Yield the figures that stand, unchanged, under a key of their own: the entries before can be read no more."""
    for model, columns in _STANDING:
        rows = model._base_manager.using(context.using).filter(household_id=household_id).order_by("pk")
        for key, *values in rows.values_list("pk", *columns):
            same = dict(zip(columns, values, strict=True))
            yield Update(model, key, household_id, same, same, subject=figures)


def _unnamed(row: Household, context: Context) -> Iterator[Change]:
    """Yield the blanking of what stands plain: by what the household can be found, and whose incomes they were."""
    blank = {"code": code_left(row.id.hex), "natural_village": "", "erased_on": context.today}
    yield Update(Household, row.id, row.id, blank, blank)
    lines = LedgerLine.objects.using(context.using).filter(household_id=row.id).exclude(person=None).order_by("id")
    nobody = {"person_id": None}
    for key in lines.values_list("id", flat=True):
        yield Update(LedgerLine, key, row.id, nobody, nobody, subject=row.id)


def _questions(household_id: UUID, context: Context) -> Iterator[Update]:
    """Yield the end of whatever was asked, also about people who live elsewhere now."""
    rows = Question.objects.using(context.using).filter(household_id=household_id).order_by("id")
    found = list(rows.values_list("id", "person_id"))
    context.keyring.load({person for _, person in found if person})
    for key, person in found:
        subject = person if person and person in context.keyring else household_id
        yield settled(key, household_id, {"values": "", "reason": ""}, subject)


def _compared(household_id: UUID, context: Context) -> Iterator[Update]:
    """Yield the blanking of what departments' lists say of the household, and of what was noted about it."""
    rows = ComparisonLine.objects.using(context.using).filter(household_id=household_id).order_by("id")
    found = list(rows.values_list("id", "comparison_id"))
    context.keyring.load({comparison for _, comparison in found})
    blank = {"listed": "", "quoted": "", "note": ""}
    for key, comparison in found:
        yield Update(ComparisonLine, key, comparison, blank, blank, subject=comparison)
