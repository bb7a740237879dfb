"""What stands against taking back that a period of a commitment was missed."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.needs.commitments_facts import Recorded
from xiuhua.needs.models import Commitment
from xiuhua.needs.rules.commitments import LACKING
from xiuhua.platform.journal.changes import Change, Delete, Insert
from xiuhua.platform.journal.contract import Context, UndoCheck


class MissesTakenBack:
    """What stands against undoing: what was made up stays missed at first, what was kept is not missed."""

    def __init__(self, changes: Sequence[Change], context: Context) -> None:
        """Read the commitments of these misses, with who came."""
        self._today = context.today
        self._rows = Commitment.objects.using(context.using).in_bulk({_of(each)[0] for each in changes})
        self._recorded = Recorded(self._rows, using=context.using)

    def __call__(self, changes: Sequence[Change]) -> Problem | None:
        """Return why these changes cannot be made."""
        for each in changes:
            commitment, first = _of(each)
            found = self._recorded.periods(self._rows[commitment], self._today)
            period = next((one for one in found if one.first == first), None)
            if period is None:
                continue
            came = [one.came_on for one in self._recorded.counted(commitment) if one.period == first]
            if isinstance(each, Delete) and any(day > period.last for day in came):
                return Problem("commitment_made_up_since")
            if isinstance(each, Insert) and period.mark not in LACKING:
                return Problem("commitment_period_full", "period")
        return None


def _of(change: Change) -> tuple[UUID, date]:
    """Return the commitment of a miss, and the period, of a row that comes or goes."""
    values = change.values if isinstance(change, Insert) else change.before
    return UUID(str(values["commitment_id"])), date.fromisoformat(str(values["period"]))


MADE_UP: Final = UndoCheck(reached=lambda records: (), begin=MissesTakenBack)
"""That a period was missed is taken back only while nobody came instead."""
