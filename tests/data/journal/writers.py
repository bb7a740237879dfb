"""What one of several writing processes does: single wishes, or mixed batches in an order of its own."""

import random
import time
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from data.accounts import cast
from data.journal import world
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import NamePlace
from xiuhua.platform.journal import execution
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.undo import Undo, undo_batch
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.models import Person
from xiuhua.registry.queries.search import search

_ORIGIN = UUID("015e7380-0000-7000-8000-0000000000ff")


class Writer:
    """Keeps ids, chances and times of one process apart from those of the others."""

    def __init__(self, number: int, county: str) -> None:
        self.number = number
        self.chance = random.Random(number)
        self.people = list(Person.objects.filter(place_code__startswith=county, left_on=None).order_by("id"))
        self.count = 0
        self.longest = 0.0
        self.done: list[str] = []
        self.not_done: list[str] = []
        self.codes: Counter[str] = Counter()
        self.batches: list[UUID] = []

    def fresh(self) -> UUID:
        """Return an id that no other process makes."""
        self.count += 1
        return derived_id(_ORIGIN, str(self.number), str(self.count))

    def correction(self) -> CorrectMember:
        """Return the wish to correct somebody: a plain and a sealed field."""
        person = self.chance.choice(self.people)
        phone = f"139{self.chance.randrange(10**8):08}"
        facts = {"phone": phone, "work_months": self.chance.randrange(13)}
        return CorrectMember(id=self.fresh(), household_id=person.household_id, person_id=person.id, **facts)

    def do(self, commands: list[Command], *, batch: UUID | None = None) -> list[Receipt]:
        """Carry the commands out in one transaction and remember how long it took and what became of them."""
        began = time.monotonic()
        receipts = world.do_all(commands, batch=batch)
        self.longest = max(self.longest, time.monotonic() - began)
        self.note(receipts)
        return receipts

    def note(self, receipts: list[Receipt]) -> None:
        """Remember what became of commands."""
        for receipt in receipts:
            written = receipt.accepted and not receipt.unchanged and not receipt.repeated
            (self.done if written else self.not_done).append(str(receipt.command_id))
            self.codes.update(problem.code for problem in receipt.problems)

    def answer(self) -> dict[str, Any]:
        """Return what the test wants to know."""
        return {"longest": self.longest, "done": self.done, "not_done": self.not_done, "codes": dict(self.codes)}


def single_wishes(number: int, county: str, count: int, start: float) -> dict[str, Any]:
    """Carry out wishes one by one, in a county."""
    writer = Writer(number, county)
    _wait(start)
    began = time.monotonic()
    for _ in range(count):
        writer.do([writer.correction()])
    return {**writer.answer(), "seconds": time.monotonic() - began}


def mixed_batches(number: int, rounds: int, sheets: list[str], start: float) -> dict[str, Any]:
    """Mix forms, batches over many households, overlapping imports in small parts, and undoing."""
    writer = Writer(number, "6201")
    sheets = writer.chance.sample(sheets, len(sheets))
    _wait(start)
    for turn in range(rounds):
        kind = writer.chance.choice(("form", "form", "batch", "import", "undo", "undo batch", "place"))
        if kind == "import":
            data = Path(sheets[turn % len(sheets)]).read_bytes()
            execution.CHUNK = writer.chance.choice((7, 20, 2000))
            _, taken = world.take_in(data, name="p.xlsx", session=writer.fresh())
            execution.CHUNK = 2000
            writer.note(taken.refused)
        elif kind == "batch":
            batch = writer.fresh()
            writer.do([writer.correction() for _ in range(writer.chance.randrange(5, 30))], batch=batch)
            writer.batches.append(batch)
        elif kind == "undo" and writer.done:
            target = UUID(writer.chance.choice(writer.done))
            writer.do([Undo(id=writer.fresh(), target=target), writer.correction()])
        elif kind == "undo batch" and writer.batches:
            batch = writer.chance.choice(writer.batches)
            actor = world.LOCAL_OPERATOR
            writer.note(undo_batch(batch, session=writer.fresh(), actor=actor, received_at=cast.NOW, reason=""))
        elif kind == "place":
            code = f"6201221992{writer.chance.randrange(4):02}"
            writer.do([NamePlace(id=writer.fresh(), place_code=code, name=f"新村{writer.chance.randrange(9)}")])
        else:
            writer.do([writer.correction()])
    return writer.answer()


def _wait(start: float) -> None:
    """Begin together."""
    time.sleep(max(0.0, start - time.time()))


def wishes_until(number: int, county: str, stop: str) -> dict[str, Any]:
    """Correct people and look them up by their numbers until a file is there; nobody may be missing for a moment."""
    writer, missed, looked = Writer(number, county), 0, 0
    while not Path(stop).exists():
        writer.do([writer.correction()])
        person = writer.chance.choice(writer.people)
        found = search(world.LOCAL_OPERATOR, _number_of(person), on=cast.TODAY)
        missed += person.id not in {hit.id for hit in found.people}
        looked += 1
    return {**writer.answer(), "missed": missed, "looked": looked}


def _number_of(person: Person) -> str:
    return keyring().open(person.id, "registry_person.identity", person.identity)
