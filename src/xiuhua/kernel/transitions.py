"""Tables of states, and how the README of a module shows one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from xiuhua.kernel.text import Text

State = TypeVar("State", bound=StrEnum)


def transition_table(transitions: Mapping[State, Mapping[State, Text]]) -> str:
    """Return which states lead where, and by what.

    >>> class Lamp(StrEnum):
    ...     OFF = "off"
    ...     ON = "on"
    >>> print(transition_table({Lamp.OFF: {Lamp.ON: Text("点上", "lit")}, Lamp.ON: {}}))
    | from | to | when |
    |---|---|---|
    | off | on | lit |
    | on | – | the end |
    """
    rows = ["| from | to | when |", "|---|---|---|"]
    for state, targets in transitions.items():
        rows.extend(f"| {state.value} | {target.value} | {when.en} |" for target, when in targets.items())
        if not targets:
            rows.append(f"| {state.value} | – | the end |")
    return "\n".join(rows)
