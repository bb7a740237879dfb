"""One of several processes that write at the same time: corrections of people, one after the other."""

import random
import time
from pathlib import Path
from typing import Any

from bench.inside import filling
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.models import Person, Village
from xiuhua.site import clock


def prepare(folder: str, people: int) -> list[str]:
    """Fill an installation; return the first six digits of its counties."""
    filling.villages(folder)
    filling.people(people)
    return sorted({code[:6] for code in Village.objects.values_list("place_code", flat=True)})


def write(number: int, county: str, count: int, gate: str) -> dict[str, Any]:
    """Correct people of a county, each time another one; return when that was, and the longest wait for a receipt.

    It begins when the gate opens: the file ``open`` in that folder, after each process has left one of its own.
    """
    chance = random.Random(number)
    people = list(Person.objects.filter(place_code__startswith=county).order_by("id").values_list("id", "household_id"))
    chosen = chance.sample(people, count)
    execute(correction(chosen[0], chance), actor=LOCAL_OPERATOR, received_at=clock.now())
    longest = 0.0
    _wait(Path(gate), number)
    began = time.time()
    for person in chosen:
        before = time.perf_counter()
        receipt = execute(correction(person, chance), actor=LOCAL_OPERATOR, received_at=clock.now())
        longest = max(longest, time.perf_counter() - before)
        if not receipt.accepted:
            raise RuntimeError(str(receipt.problems))
    return {"began": began, "ended": time.time(), "longest": longest}


def _wait(gate: Path, number: int) -> None:
    (gate / f"ready-{number}").touch()
    while not (gate / "open").exists():
        time.sleep(0.001)


def correction(person: tuple[Any, Any], chance: random.Random) -> CorrectMember:
    """Return the wish to correct somebody, given by the ids of person and household: a plain and a sealed fact."""
    facts = {"phone": f"139{chance.randrange(10**8):08}", "work_months": chance.randrange(13)}
    return CorrectMember(id=clock.new_id(), household_id=person[1], person_id=person[0], **facts)
