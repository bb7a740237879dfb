"""Who was erased, and which household: kept outside the database, as an older backup brings keys back.

The file lies beside the signed heads and grows by a line for each erasure: ids, ground and time, nothing personal. It
follows from the journal, so that whoever was killed before writing a line has it written by the next start. Whoever
can write the data folder holds the master key as well, so nothing is signed here.
"""

import fcntl
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from xiuhua.platform.journal.queries import kept_commands
from xiuhua.platform.journal.streams import ledger_of
from xiuhua.registry.rules.erasing import ERASE_HOUSEHOLD, ERASE_PERSON

FILE_NAME = "erased.jsonl"


@dataclass(frozen=True, slots=True)
class Erased:
    """One erasure of a journal: of a person, or of a household as such."""

    ledger: str
    person: str
    command: str
    basis: str
    at: str
    household: str = ""


def listed(home: Path | None = None) -> list[Erased]:
    """Return the lines of the list, oldest first; a torn line is passed over."""
    path = (home or Path(settings.HOME)) / FILE_NAME
    return _read(path.read_text("ascii")) if path.exists() else []


def younger_than(made: datetime) -> list[Erased]:
    """Return the erasures that a backup of this time does not know of."""
    return [each for each in listed() if datetime.fromisoformat(each.at) > made]


def complete() -> int:
    """Add to the list what the journal has and the list has not; return how many lines were added."""
    ledger = ledger_of("default")
    people = (
        Erased(ledger, str(command["person_id"]), str(command_id), str(command["basis"]), at.isoformat())
        for command_id, command, at in kept_commands(ERASE_PERSON)
    )
    households = (
        Erased(ledger, "", str(command_id), str(command["basis"]), at.isoformat(), str(command["household_id"]))
        for command_id, command, at in kept_commands(ERASE_HOUSEHOLD)
    )
    return _add(sorted((*people, *households), key=lambda each: each.at))


def _add(lines: Iterable[Erased]) -> int:
    path = Path(settings.HOME) / FILE_NAME
    with path.open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        known = {(each.ledger, each.command) for each in _read(text)}
        more = [each for each in lines if (each.ledger, each.command) not in known]
        broken = text and not text.endswith("\n")
        file.write(("\n" if broken else "") + "".join(json.dumps(asdict(each)) + "\n" for each in more))
    path.chmod(0o600)
    return len(more)


def _read(text: str) -> list[Erased]:
    found = []
    for line in text.splitlines():
        try:
            found.append(Erased(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found
