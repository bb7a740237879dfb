"""The same wish again: it is answered with its first receipt, whether it came before or in the same chunk."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.decisions import Outcome
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.contract import Receipt


def first_receipt(first: Receipt, *, same: bool) -> Receipt:
    """Return the first receipt once more, or the refusal of an id that was used for another wish."""
    if not same:
        return Receipt(first.command_id, Outcome.REFUSED, (Problem("id_used_otherwise"),))
    return replace(first, repeated=True) if first.accepted else first


def doubles(commands: Sequence[Command]) -> dict[int, int]:
    """Return which commands bear the id of an earlier one of the same chunk: index to index."""
    first: dict[UUID, int] = {}
    return {i: at for i, command in enumerate(commands) if (at := first.setdefault(command.id, i)) != i}
