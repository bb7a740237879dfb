"""What the page of a household says of it in three sentences."""

from xiuhua.kernel.text import Text
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.in_short import Living, Short, in_short
from xiuhua.registry.rules.shown import value_words


def told_in_short(page: Household, *, idle: int) -> Text | None:
    """Return the household in three sentences, or ``None`` for one that ended; ``idle`` in thousandths of a mu."""
    if page.ended or not page.members:
        return None
    values = page.statement.values if page.statement else {}
    cause = values.get("main_cause")
    return in_short(
        Short(
            people=len(page.members),
            labour=_labour(page),
            cause=value_words("main_cause", cause) if cause else None,
            living=_living(page),
            stated=page.statement.income if page.statement else None,
            idle=idle,
        )
    )


def _labour(page: Household) -> int | None:
    """Return how many are able to work, or ``None`` where nobody is for sure and some may be in part."""
    counted = page.labour.value
    return int(counted) if counted or (counted is not None and not page.labour.notes) else None


def _living(page: Household) -> Living | None:
    """Return what the newest complete ledger says."""
    income = next((each for each in page.incomes if each.net_per_head is not None), None)
    if income is None or income.net_per_head is None:
        return None
    largest = max(income.sources, key=lambda each: each.amount, default=None)
    return Living(
        year=income.name,
        per_head=income.net_per_head,
        line=income.line,
        largest=largest.name if largest and income.gross else None,
        share=largest.share if largest else "",
    )
