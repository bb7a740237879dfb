"""Record the income ledger of a household: the lines of one income year, and whether that is all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from django.db.models import Count
from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.measures import Measure
from xiuhua.kernel.money import Money
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.journal.contract import CommandType, Context, Decided
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.concerned import places_of_present_households, present_household_codes
from xiuhua.registry.commands.keeping import Home, decide
from xiuhua.registry.commands.words import ASKED
from xiuhua.registry.evidence import unknown_files
from xiuhua.registry.ledgers import load_ledgers
from xiuhua.registry.models import Household, LedgerLine, Membership, Question
from xiuhua.registry.origins import FORM
from xiuhua.registry.questions import OPEN

LineFact = Literal["person_id", "quantity", "unit", "evidence", "file"]
"""What a line may not have."""


class StatedLine(Value):
    """One income or expense. Its ``id`` is that of a line to change, or the id of a new one.

    Of a line to change, what is left out stays as it is; a name in ``cleared`` makes it blank. Both days count.
    """

    id: UUID
    kind: Annotated[Literal["wage", "business", "property", "transfer", "expense"] | None, *ASKED["line_kind"]] = None
    project: Annotated[str | None, Field(max_length=80), Personal, *ASKED["project"]] = None
    person_id: Annotated[UUID | None, *ASKED["line_person"]] = None
    amount: Annotated[Money | None, Personal, *ASKED["line_amount"]] = None
    qualifier: Annotated[Literal["exact", "about", "more_than", "nearly"] | None, *ASKED["qualifier"]] = None
    quantity: Annotated[Measure | None, Personal, *ASKED["quantity"]] = None
    unit: Annotated[str | None, Field(max_length=12), *ASKED["unit"]] = None
    first_day: Annotated[date | None, *ASKED["first_day"]] = None
    last_day: Annotated[date | None, *ASKED["last_day"]] = None
    extra: Annotated[bool | None, *ASKED["extra"]] = None
    evidence: Annotated[str | None, Field(max_length=200), Personal, *ASKED["evidence"]] = None
    file: Annotated[NamedFile | None, *ASKED["file"]] = None
    cleared: tuple[LineFact, ...] = ()


class RecordLedger(Command):
    """Write lines of a household's ledger, take some out, and say whether the ledger is complete.

    The year and the basis follow from the days of the lines; who names them has them checked. Lines that are not named
    stay. Refused: 4501–4517 for lines that cannot stand in a ledger. That questions are open when a ledger is declared
    complete is a warning (4520), which stays with the declaration. 3310 for a file that is not about the household or
    the person of its line.
    """

    code: ClassVar[str] = "registry.record_ledger"
    label: ClassVar[Text] = Text("记收入台账", "record the income ledger")

    household_id: UUID
    year: Annotated[int | None, Field(ge=1949, le=2200), *ASKED["ledger_year"]] = None
    basis: Annotated[Literal["calendar", "october"] | None, *ASKED["basis"]] = None
    origin: Annotated[str, Field(max_length=80)] = FORM
    lines: Annotated[tuple[StatedLine, ...], Field(max_length=200)] = ()
    removed: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()
    complete: Annotated[bool | None, *ASKED["complete"]] = None

    def roots(self) -> tuple[UUID, ...]:
        """The household whose ledger it is."""
        return (self.household_id,)


def ledger_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RecordLedger, _handle, places_of_present_households, COMMANDS[RecordLedger.code], root_model=Household
        ),
    )


def _handle(commands: Sequence[RecordLedger], context: Context) -> list[Decided]:
    ids = {command.household_id for command in commands}
    ledgers = load_ledgers(ids, using=context.using)
    people = _people(commands, context)
    questions = _open_questions(commands, context)
    elsewhere = _elsewhere(commands, ledgers, context)
    places = present_household_codes(commands)
    named = ((line.file, {c.household_id, line.person_id} - {None}) for c in commands for line in c.lines)
    unknown = unknown_files(named, using=context.using)
    return [
        decide(
            command,
            Home(
                id=command.household_id,
                place_code=places[command.household_id],
                ledgers=ledgers.get(command.household_id, []),
                people=people.get(command.household_id, frozenset()),
                elsewhere=elsewhere,
                open_questions=questions.get(command.household_id, 0),
                unknown_files=unknown,
            ),
            context,
        )
        for command in commands
    ]


def _people(commands: Sequence[RecordLedger], context: Context) -> Mapping[UUID, set[UUID]]:
    """Return, by household, who belongs or belonged to it, among the people whom lines name."""
    named = {line.person_id for command in commands for line in command.lines if line.person_id}
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Membership.objects.using(context.using).filter(person_id__in=named)
    for household, person in rows.values_list("household_id", "person_id") if named else ():
        found[household].add(person)
    return found


def _open_questions(commands: Sequence[RecordLedger], context: Context) -> Mapping[UUID, int]:
    declared = {command.household_id for command in commands if command.complete}
    if not declared:
        return {}
    rows = Question.objects.using(context.using).filter(household_id__in=declared, state=OPEN)
    return dict(rows.values_list("household_id").annotate(n=Count("*")).order_by())


def _elsewhere(commands: Sequence[RecordLedger], ledgers: Mapping[UUID, Any], context: Context) -> Mapping[UUID, UUID]:
    """Return the household of lines that are named and stand in no ledger of theirs, as far as the actor sees it."""
    known = {line["id"] for some in ledgers.values() for ledger in some for line in ledger.lines}
    wanted = {line.id for command in commands for line in command.lines} - known
    if context.batch is not None or not wanted:
        return {}  # an import makes the ids of new lines itself
    rows = within(LedgerLine.objects.using(context.using), context.actor, COMMANDS[RecordLedger.code])
    return dict(rows.filter(id__in=wanted).values_list("id", "household_id"))
