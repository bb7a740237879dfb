"""Two counties with villages, households and people, filled through the imports; and hands that do things there."""

import csv
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections

from data.accounts import cast
from data.accounts.cast import TODAY, fresh
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import Taken, accept, open_sheet
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute, execute_many
from xiuhua.platform.journal.heads import FILE_NAME
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.journal.verification import Verification, verify
from xiuhua.platform.vault.keyring import Keyring, keyring
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember, JoinHousehold
from xiuhua.registry.commands.record import Member
from xiuhua.registry.models import Household, Person, Question
from xiuhua.registry.rules.causes import JoinCause
from xiuhua.site.demo import Village, make_villages, scale, write_people_sheet
from xiuhua.site.demo.workbooks import VILLAGE_HEADERS

Answer = TypeVar("Answer")

COUNTY, NEIGHBOUR = "620122", "620123"
PEOPLE = 150


def villages(each: int = 4) -> list[Village]:
    """Return some villages of both counties."""
    made = make_villages()
    found = [[v for v in made if v.code.startswith(county)][:each] for county in (COUNTY, NEIGHBOUR)]
    return list(itertools.chain.from_iterable(found))


def village_sheet(chosen: Iterable[Village]) -> bytes:
    """Return the list of villages as an office saves it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(VILLAGE_HEADERS)
    for v in chosen:
        yes = ("是" if v.poor else "否", "是" if v.pilot else "否")
        writer.writerow((v.county, v.township, v.name, v.code, *yes, v.income, v.source, v.longitude, v.latitude))
    return text.getvalue().encode()


def people_sheet(
    folder: Path, people: int, chosen: Sequence[Village], *, seed: int = 7, first: int = scale.FIRST_HOUSEHOLD
) -> bytes:
    """Return a person list; the same arguments give the same people, another first number other households."""
    path = folder / f"people-{people}-{seed}-{first}.xlsx"
    with patch.object(scale, "FIRST_HOUSEHOLD", first):
        write_people_sheet(path, people=people, villages=chosen, seed=seed)
    return path.read_bytes()


def take_in(
    data: bytes, *, name: str, actor: Actor = LOCAL_OPERATOR, session: UUID | None = None
) -> tuple[UUID, Taken]:
    """Import what is good and return the batch with what became of it."""
    kind, found = open_sheet(data, name=name)
    session = session or cast.fresh()
    run = Run(session, actor, cast.NOW, cast.TODAY, catalogue.policy(), keyring())
    return session, accept(kind, found, run, whole=False)


def build(folder: Path) -> None:
    """Fill an empty database: the cast, eight villages, about forty households."""
    cast.load()
    chosen = villages()
    for data, name in ((village_sheet(chosen), "v.csv"), (people_sheet(folder, PEOPLE, chosen), "p.xlsx")):
        _, taken = take_in(data, name=name)
        assert taken.whole, taken
        assert not taken.held, taken
    asked = CorrectHousehold(id=cast.fresh(), household_id=a_household().id, per_head_income="-350")
    assert do(asked).accepted
    assert Question.objects.filter(state="open").exists()


@dataclass(frozen=True, slots=True)
class World:
    """A filled database of its own, with the keys and the signed heads that belong to it."""

    url: str

    @property
    def heads(self) -> Path:
        """The file of signed heads."""
        return Path(settings.HOME) / FILE_NAME

    def verify(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what verifying finds, rows included: codes with their values."""
        found: Verification = verify(rows=True)
        return [(problem.code, dict(problem.values)) for problem in found.findings]


def do(command: Command, login: str | None = None) -> Receipt:
    """Carry out one command, as a member of the cast or as the local operator."""
    return execute(command, actor=_actor(login), received_at=cast.NOW)


def do_all(commands: Sequence[Command], login: str | None = None, **more: Any) -> list[Receipt]:
    """Carry out several commands in one transaction."""
    return execute_many(commands, actor=_actor(login), received_at=cast.NOW, **more)


def in_another_connection(function: Callable[[], Answer]) -> Answer:
    """Return what a function answers in a thread of its own, hence with its own connection."""
    answers: list[Answer] = []

    def run() -> None:
        try:
            answers.append(function())
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    return answers[0]


def undo(target: UUID, login: str | None = None, *, id: UUID | None = None) -> Receipt:
    """Take one command back."""
    return do(Undo(id=id or cast.fresh(), target=target, reason="test"), login)


def a_household(county: str = COUNTY, *, at: int = 0) -> Household:
    """Return one of the present households of a county with at least three members."""
    households = Household.objects.filter(place_code__startswith=county, valid_to=None).order_by("code")
    large = [each for each in households if len(members(each)) >= 3]
    return large[at]


def members(household: Household) -> list[Person]:
    """Return the present members, the head first."""
    people = Person.objects.filter(household=household, left_on=None).order_by("code")
    return sorted(people, key=lambda person: person.relation != "户主")


def opened(person: Person, column: str, keys: Keyring | None = None) -> str:
    """Return a sealed value of a person in plain text."""
    sealed = getattr(Person.objects.get(id=person.id), column)
    return (keys or keyring()).open(person.id, f"registry_person.{column}", sealed) if sealed else ""


def entries_of(command_id: UUID) -> list[Entry]:
    """Return the entries of a command, in the order in which they were written."""
    return list(Entry.objects.filter(command_id=command_id).order_by("id"))


def codes(receipt: Receipt) -> list[str]:
    """Return the codes of the problems of a receipt."""
    return [problem.code for problem in receipt.problems]


def day(number: int) -> date:
    """Return a day of August 2017."""
    return date(2017, 8, number)


def _actor(login: str | None) -> Actor:
    return cast.actor(login) if login else LOCAL_OPERATOR


def correct(household: Household, person: Person, **facts: Any) -> CorrectMember:
    """Return the wish to correct a member."""
    return CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, **facts)


def join(household: Household, name: str = "柳新芽") -> JoinHousehold:
    """Return the wish to add a newborn."""
    newborn = Member(id=uuid4(), name=name, relation="之子", phone="13900000000")
    return JoinHousehold(id=fresh(), household_id=household.id, member=newborn, on=TODAY, cause=JoinCause.BIRTH)


def registration(household: Household) -> UUID:
    """Return the command that registered a household."""
    entry = Entry.objects.get(code="registry.record_household", result__contains=str(household.id))
    return entry.command_id
