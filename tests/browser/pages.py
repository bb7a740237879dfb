"""Every page of the product, with somebody for whom it is made: what the tests of pages open and photograph."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from support.served import rows

COUNTY, TOWNSHIP, VILLAGE = "620122000000", "620122100000", "620122100200"
PREFECTURE, YEAR = "620100000000", "year=2017"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: the name of its address, its picture, the member of the demo's cast who looks, and the path.

    ``path`` holds the names of :class:`Demo` in braces. Of ``main`` pages the English pictures are kept, too.
    """

    address: str
    picture: str
    login: str | None
    path: str
    main: bool = False


PAGES = (
    Shown("today", "today-county", "county", "", main=True),
    Shown("today", "today-leader", "leader", ""),
    Shown("today", "today-administrator", "admin", ""),
    Shown("today", "today-attendee", "attendee", ""),
    Shown("place", "prefecture", "prefecture", f"places/{PREFECTURE}", main=True),
    Shown("place", "county", "county", f"places/{COUNTY}", main=True),
    Shown("place", "township", "township", f"places/{TOWNSHIP}"),
    Shown("place", "village", "leader", f"places/{VILLAGE}", main=True),
    Shown("village-record", "village-record", "township", f"places/{VILLAGE}/record"),
    Shown("figure-villages", "figure-villages", "county", f"figure/villages?place={COUNTY}&class=none"),
    Shown("figure-households", "figure-households", "leader", f"figure/households?place={VILLAGE}"),
    Shown("figure-questions", "questions", "county", f"figure/questions?place={COUNTY}"),
    Shown("figure-questions", "questions-of-a-kind", "county", f"figure/questions?place={COUNTY}&kind={{kind}}"),
    Shown("figure-collective-income", "figure-income", "leader", f"figure/collective-income?village={VILLAGE}&{YEAR}"),
    Shown("household-register", "household-register", "leader", f"households/register?village={VILLAGE}"),
    Shown("household-register", "household-where", "township", "households/register"),
    Shown("household", "household", "leader", "households/{large}", main=True),
    Shown("household", "household-asked", "leader", "households/{asked}"),
    Shown("household", "household-auditor", "auditor", "households/{asked}"),
    Shown("household-stated", "household-stated", "leader", "households/{large}/stated"),
    Shown("household-ledger", "household-ledger", "leader", "households/{large}/ledger", main=True),
    Shown("household-ledger", "household-ledger-new", "leader", "households/{large}/ledger?year=new"),
    Shown("household-plots", "household-plots", "leader", "households/{large}/plots"),
    Shown("village-plots", "village-plots", "leader", f"places/{VILLAGE}/plots"),
    Shown("figure-plots", "figure-plots", "county", f"figure/plots?place={COUNTY}&use=idle"),
    Shown("figure-ledger", "figure-ledger", "leader", "figure/ledger?household={large}"),
    Shown("household-correct", "household-correct", "leader", "households/{large}/correct"),
    Shown("household-head", "household-head", "leader", "households/{large}/head"),
    Shown("household-split", "household-split", "leader", "households/{large}/split"),
    Shown("household-merge", "household-merge", "leader", "households/{large}/merge"),
    Shown("household-merge", "household-merge-into", "leader", "households/{large}/merge?into={asked}"),
    Shown("household-erase", "household-erase", "county", "households/{large}/erase"),
    Shown("household-erase", "household-erase-person", "county", "households/{large}/erase?person={child}"),
    Shown("member-join", "member-join", "leader", "households/{large}/join"),
    Shown("member-leaves", "member-leaves", "leader", "households/{large}/leave"),
    Shown("member-correct", "member-correct", "leader", "households/{large}/members/{member}/correct"),
    Shown("member-leave", "member-leave", "leader", "households/{large}/members/{member}/leave"),
    Shown("member-reveal", "member-reveal", "leader", "households/{large}/members/{member}/reveal"),
    Shown("place-comparisons", "comparisons", "township", f"places/{VILLAGE}/comparisons"),
    Shown("comparison-new", "comparison-new", "township", f"places/{VILLAGE}/comparisons/new"),
    Shown("comparison", "comparison", "leader", "comparisons/{comparison}?side=differing", main=True),
    Shown("comparison", "comparison-listed", "township", "comparisons/{comparison}?side=only_listed"),
    Shown("comparison", "comparison-wrong", "township", "comparisons/{comparison}?side=wrong"),
    Shown("comparison-line", "comparison-line", "leader", "comparisons/{comparison}/lines/{compared}"),
    Shown("access-report-make", "access-report-make", "leader", "households/{large}/report"),
    Shown("consent-record", "consent-record", "leader", "households/{large}/consent"),
    Shown("questions-answer", "question-answer", "leader", "questions/answer?household={asked}"),
    Shown("questions-answer", "question-answer-kind", "county", f"questions/answer?place={COUNTY}&kind={{kind}}"),
    Shown("corrections", "corrections", "county", f"corrections?place={COUNTY}", main=True),
    Shown("correction-list", "correction-list", "county", f"corrections/list?place={COUNTY}"),
    Shown("correction-request", "correction-request", "leader",
          "households/{large}/corrections/new?person={member}&field=ethnicity"),
    Shown("correction-withdraw", "correction-withdraw", "leader",
          "households/{corrected}/corrections/{correction}/withdraw"),
    Shown("household", "household-corrections", "leader", "households/{corrected}"),
    Shown("search", "search-people", "county", "search?q={surname}", main=True),
    Shown("search", "search-places", "county", "search?q=yep"),
    Shown("search", "search-none", "county", "search?q=没有这样的人"),
    Shown("export-new", "export-people", "leader", f"exports/new?kind=people&place={VILLAGE}"),
    Shown("export-new", "export-villages", "county", f"exports/new?kind=villages&place={COUNTY}&class=none"),
    Shown("people", "people", "admin", "people"),
    Shown("person", "person", "admin", "people/{leader}"),
    Shown("person-add", "person-add", "admin", "people/add"),
    Shown("person-change", "person-change", "admin", "people/{leader}/change"),
    Shown("person-password", "person-password", "admin", "people/{leader}/password"),
    Shown("post-give", "post-give", "admin", "people/{leader}/post"),
    Shown("own-account", "own-account", "county", "account"),
    Shown("why", "why", "leader", "why"),
    Shown("why", "why-no", "leader", f"why?row=registry.record_village&place={VILLAGE}"),
    Shown("person-why", "why-person", "admin", f"people/{{leader}}/why?row=registry.correct_household&place={VILLAGE}"),
    Shown("household-who", "household-who", "county", "households/{large}/who"),
    Shown("household-who", "household-who-leader", "leader", "households/{large}/who"),
    Shown("own-second-step", "own-second-step", "county", "account/second-step"),
    Shown("own-password", "own-password", "county", "account/password"),
    Shown("evidence", "evidence", "county", "evidence/"),
    Shown("journal", "journal", "county", "evidence/journal", main=True),
    Shown("journal-batch", "journal-batch", "county", "evidence/journal/batches/{batch}"),
    Shown("journal-entry", "journal-entry", "county", "evidence/journal/620122/{sequence}"),
    Shown("glossary", "glossary", "member", "evidence/glossary"),
    Shown("api-docs", "api-docs", "county", "api/v1/docs"),
    Shown("style", "style", "county", "style"),
    Shown("sign-in", "sign-in", None, "sign-in", main=True),
)  # fmt: skip

ELSEWHERE = {
    "first-administrator": "test_empty.py: it answers only where nobody can sign in",
    "sign-in-code": "test_second_step.py: it answers only after a password",
    "imports": "test_import.py",
    "import-new": "test_import.py",
    "import": "test_import.py",
    "import-result": "test_import.py",
    "import-columns": "test_import.py",
    "job": "test_job_page.py",
    "journal-check": "test_states.py: it needs a verification",
    "consent-revoke": "test_consents.py: it needs a consent",
    "reveal": "test_reveal.py: it needs somebody who asked",
    "likenesses": "test_likeness.py",
    "likeness": "test_likeness.py",
    "place-snapshots": "test_snapshots.py",
    "snapshot-take": "test_snapshots.py",
    "snapshot": "test_snapshots.py",
    "figure-snapshot": "test_snapshots.py",
    "places": "test_states.py: whoever has one territory is led on to it",
}
"""Pages that other tests of this folder look at."""

NO_PAGES = {
    "export": "the page of an export that is being made or ready",
    "export-file": "a workbook",
    "access-report": "a document on paper",
    "file": "a picture or a document, saved",
    "import-empty": "a workbook",
    "import-marked": "a workbook",
    "job-progress": "a part of the job's page",
}
"""Addresses that answer with something else than a page."""


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
        return {**ids, "kind": kind, "surname": name[0], "sequence": sequence}

    def path(self, shown: Shown) -> str:
        """Return the path with its gaps filled."""
        return shown.path.format(**self.names)

    def _row(self, what: str, where: str) -> tuple[str, ...]:
        return tuple(map(str, rows(self._url, f"SELECT {what} WHERE {where} LIMIT 1")[0]))
