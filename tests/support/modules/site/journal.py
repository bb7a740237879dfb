"""The journal and its check."""

from support.declared import Page, Photo, Read, Sample, asked
from support.standing import at_place
from xiuhua.platform.exchange.access import BATCHES
from xiuhua.registry.access import COMMANDS
from xiuhua.site.journal.access import ENTRIES

PARTS = {
    "stream": lambda s: s.zone.place_code[:6],
    "sequence": lambda s: s.zone.sequence,
    "batch_id": lambda s: s.zone.session,
    "report_id": lambda s: s.mine("report", s.zone.report),
}

PAGES = (
    Page("evidence", (asked(3),), photos=(Photo("evidence", "county", "evidence/"),)),
    Page(
        "journal",
        (
            asked(10),
            asked(9, place=at_place),
            asked(9, place=at_place, kind="registry.record_village", before="99999999", past=lambda s: s.zone.session),
        ),
        photos=(Photo("journal", "county", "evidence/journal", main=True),),
    ),
    Page("journal-check", (asked(3),), elsewhere="test_states.py: it needs a verification"),
    Page(
        "journal-batch",
        (
            asked(11),
            asked(11, before="99999999"),
        ),
        photos=(Photo("journal-batch", "county", "evidence/journal/batches/{batch}"),),
    ),
    Page(
        "journal-entry", (asked(9),), photos=(Photo("journal-entry", "county", "evidence/journal/620122/{sequence}"),)
    ),
    Page("journal-undo", form={"reason": "写错了"}),
)

SAMPLES = {
    "journal.undo": Sample(
        lambda s: {"target": str(s.zone.entry), "reason": "写错了"}, roles=COMMANDS["registry.record_village"].roles
    ),
}

READS = (
    Read("/batches", BATCHES),
    Read("/entries", ENTRIES),
    Read("/entries/{stream}/{sequence}", ENTRIES),
)

FIXED = {
    "kind": "registry.record_village",
}

NAMES = {
    "report": lambda s: s.zone.report,
    "batch": lambda s: s.zone.session,
    "command_id": lambda s: s.zone.entry,
}

ALIKE = {
    "operator": False,
}

SEVERAL = {
    "ids": tuple(
        (lambda s, name=name: [getattr(s.zone, name)])
        for name in ("household", "head", "clerk", "clerk_post", "organisation", "entry", "session", "question")
    ),
}

INNER = {
    "xiuhua.site.journal.queries:entry_lines": "takes entries that were looked up for the viewer",
    "xiuhua.site.journal.queries:pages_of_entries": "takes entries that were looked up for the viewer",
    "xiuhua.site.journal.queries:record_names": "asks the functions that are asked here by themselves",
}

TOGETHER = {
    "sequence": "stream",
}
