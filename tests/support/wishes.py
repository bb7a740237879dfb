"""One sample of every command, filled in from a zone of the cast: accepted inside, for whoever may."""

from collections.abc import Iterator, Mapping
from typing import Any

from support import gathered
from support.cast import fresh
from support.declared import Payload, Sample
from support.standing import Standing
from xiuhua.platform.journal.catalogue import command_type, command_types

SAMPLES: Mapping[str, Sample] = gathered.table("SAMPLES")
"""What the modules declare, by the codes of commands."""

NATIONWIDE: Mapping[str, str] = gathered.table("NATIONWIDE")
"""Fields that are unique beyond every territory, and why: there alone what lies outside can be told from nothing."""


def codes() -> list[str]:
    """Return the code of every command that is installed."""
    return [kind.command.code for kind in command_types()]


def sample(code: str) -> Sample:
    """Return the sample of a command."""
    folder = gathered.where(command_type(code).command.__module__)
    assert code in SAMPLES, f"add a Sample of {code} to SAMPLES in a file of {folder}: a payload accepted inside"
    return SAMPLES[code]


def crossed(code: str, inside: Standing, far: Standing, none: Standing) -> Iterator[tuple[str, Payload, Payload]]:
    """Yield the command with a part from outside, beside the same with a part that does not exist; the whole first."""
    made = sample(code)
    near, outside, absent = (made.payload(standing) for standing in (inside, far, none))
    yield "everything", outside, absent
    leaves = {path: (leaf(outside, path), leaf(absent, path)) for path in _paths(near)}
    leaves |= {path: (value(far), value(none)) for path, value in made.others.items()}
    leaves["base_version"] = str(far.zone.entry), str(none.zone.entry)
    for path, (there, nowhere) in leaves.items():
        if there != nowhere:
            yield path, put(near, path, there), put(near, path, nowhere)


def _paths(value: Any, lead: str = "") -> Iterator[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from _paths(inner, f"{lead}{name}.")
    if not isinstance(value, dict | list):
        yield lead[:-1]


def leaf(payload: Any, path: str) -> Any:
    """Return the value at a dotted path."""
    for step in path.split("."):
        payload = payload[int(step) if isinstance(payload, list) else step]
    return payload


def put(payload: Any, path: str, value: Any) -> Any:
    """Return a copy of a payload with another value at a dotted path."""
    step, _, rest = path.partition(".")
    if isinstance(payload, list):
        at = int(step)
        return [
            put(each, rest, value) if n == at and rest else value if n == at else each for n, each in enumerate(payload)
        ]
    return {**payload, step: put(payload.get(step, {}), rest, value) if rest else value}


def with_id(payload: Payload) -> Payload:
    """Return a payload as a caller sends it: with a new id of its own."""
    return {"id": str(fresh()), **payload}
