"""Places and records of the demo, of which pictures are taken.

The browser's conftest reads this before Django is set up, so nothing of Django is imported here.
"""

import re
from functools import cached_property
from uuid import UUID

from support import gathered
from support.served import rows

COUNTY, TOWNSHIP, VILLAGE = "620122000000", "620122100000", "620122100200"
PREFECTURE = "620100000000"


class Demo:
    """Records of the demo by the names that paths use."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what stands in the paths."""
        here = f"place_code = '{VILLAGE}'"
        asked, kind = self._row("household_id, code FROM registry_question", f"{here} ORDER BY code DESC")
        crowd = f"{here} AND household_id != '{asked}' GROUP BY household_id ORDER BY count(*) DESC, min(code)"
        (large,) = self._row("household_id FROM registry_person", crowd)
        member, name = self._row("id, name FROM registry_person", f"household_id = '{large}' AND relation != 'head'")
        (child,) = self._row("id FROM registry_person", f"household_id = '{large}' AND relation != '户主'")
        leader, auditor = (
            self._row("id FROM accounts_account", f"login = '{login}'")[0] for login in ("leader", "auditor")
        )
        found = "stream = '620122' AND code = 'registry.record_household' ORDER BY sequence DESC"
        differing = "id, comparison_id FROM registry_comparison_line", "side = 'differing' ORDER BY position"
        compared, comparison = self._row(*differing)
        batch, sequence = self._row("batch, sequence FROM journal_entry", found)
        corrected, correction = self._row(
            "household_id, id FROM registry_correction", f"{here} ORDER BY asked_on, id DESC"
        )
        records = {"asked": asked, "large": large, "member": member, "child": child, "batch": batch}
        records |= {"leader": leader, "auditor": auditor, "comparison": comparison, "compared": compared}
        records |= {"corrected": corrected, "correction": correction}
        ids = {each: str(UUID(key)) for each, key in records.items()}
        added = {name: value for more in gathered.functions("of_demo") for name, value in more(self._row).items()}
        added = {name: _written(value) for name, value in added.items()}
        return {**ids, "kind": kind, "surname": name[0], "sequence": sequence, **added}

    def path(self, path: str) -> str:
        """Return a path with its gaps filled."""
        return path.format(**self.names)

    def _row(self, what: str, where: str) -> tuple[str, ...]:
        return tuple(map(str, rows(self._url, f"SELECT {what} WHERE {where} LIMIT 1")[0]))


def _written(text: str) -> str:
    """Return a value as it stands in an address: SQLite keeps ids as 32 digits."""
    return str(UUID(text)) if re.fullmatch(r"[0-9a-f]{32}", text) else text
