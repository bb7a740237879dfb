"""What the register does with lists of departments: compares them, records that, and lets old comparisons go."""

from datetime import timedelta
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.comparing import Asked, ListRefused
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import Progress
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.journal.execution import execute_many
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.comparisons import DeleteComparison
from xiuhua.registry.commands.record_comparison import RecordComparison
from xiuhua.registry.comparing import Compared, Wanted, compare, record
from xiuhua.registry.models import Comparison
from xiuhua.registry.rules.days import read_day
from xiuhua.registry.sheets.department_lists import SHEETS


class DepartmentLists:
    """The lists that the register is compared with. Of a list is asked for which ``place`` and ``on`` which day."""

    sheets = SHEETS
    access = COMMANDS[RecordComparison.code]

    def compare(self, found: Recognised, run: Run, asked: Asked, digest: str, step: Progress) -> Compared:
        """Compare a list and write nothing. Raise :class:`ListRefused`."""
        return compare(found, run, wanted_of(asked, digest), step=step)

    def record(self, compared: Compared, session_id: UUID, run: Run, asked: Asked, digest: str) -> None:
        """Record a comparison under the id of its session, and delete those that are too old."""
        receipts = record(compared, session_id, wanted_of(asked, digest), run)
        problems = [
            problem for receipt in receipts for problem in receipt.problems if problem.code != "batch_not_taken"
        ]
        if problems:
            raise ListRefused(problems[0])
        age_out(run)


def wanted_of(asked: Asked, digest: str) -> Wanted:
    """Return what is asked of a list. Raise :class:`ListRefused` where place or day are missing."""
    place = asked.get("place", "")
    if not is_place_code(place):
        raise ListRefused(Problem("comparison_place_missing", "place"))
    listed_on = read_day(asked.get("on", ""))
    if listed_on is None:
        raise ListRefused(Problem("comparison_day_missing", "listed_on"))
    return Wanted(place, listed_on, digest)


def age_out(run: Run) -> int:
    """Delete the comparisons of the actor's territory that are older than policy allows; return their number."""
    days = run.policy.at("registry.comparison_days", on=run.today).value
    old = within(Comparison.objects.using(run.using), run.actor, COMMANDS[DeleteComparison.code])
    ids = list(old.filter(compared_on__lt=run.today - timedelta(days=days)).values_list("id", flat=True))
    commands = [DeleteComparison(id=derived_id(run.session, "aged", str(each)), comparison_id=each) for each in ids]
    receipts = execute_many(commands, actor=run.actor, received_at=run.received_at, using=run.using)
    return sum(receipt.accepted for receipt in receipts)
