"""After how many failures a login is locked, and for how long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

FROM_ONE_ADDRESS = 5
FROM_ANYWHERE = 20
"""Higher than from one address, so that a stranger elsewhere does not lock somebody out with a few tries."""

KEPT_MINUTES = 15


class Limits(NamedTuple):
    """How many failures of one thing that is tried lock it: from one address, and from wherever."""

    from_one_address: int = FROM_ONE_ADDRESS
    from_anywhere: int = FROM_ANYWHERE


SIGN_IN = Limits()


class Opening(NamedTuple):
    """When a lock opens, and after how many failures it closed."""

    at: datetime
    times: int


def opens_at(failures: Sequence[tuple[datetime, bool]], limits: Limits = SIGN_IN) -> Opening | None:
    """Return when the lock of a login opens, or ``None`` where there is none.

    ``failures`` are those of the last minutes: when, and whether from the present address. A lock closes with the
    failure that reaches a limit, and opens when so many have grown old that another try is left.
    """
    found = []
    for limit, counted in (
        (limits.from_one_address, sorted(at for at, here in failures if here)),
        (limits.from_anywhere, sorted(at for at, _ in failures)),
    ):
        if len(counted) >= limit:
            found.append(Opening(counted[-limit] + timedelta(minutes=KEPT_MINUTES), limit))
    return max(found, default=None)
