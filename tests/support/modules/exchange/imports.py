"""Sheets that somebody brings, and their review."""

from uuid import UUID

from support.declared import Page, Read, asked
from support.standing import LATE, Standing, sheet_kind
from xiuhua.platform.exchange.access import BATCHES, IMPORT


def _session(s: Standing) -> UUID:
    """Return the viewer's own import inside, somebody else's elsewhere."""
    return s.mine("session", s.zone.session)


PARTS = {
    "session_id": _session,
    "kind": sheet_kind,
    "import_id": _session,
}

PAGES = (
    Page(
        "imports",
        (
            asked(5),
            asked(5, before=LATE, others=LATE),
        ),
        elsewhere="test_import.py",
    ),
    Page("import-new", (asked(3),), elsewhere="test_import.py"),
    Page("import-empty", (asked(3),), no_page="a workbook"),
    Page(
        "import",
        (
            asked(5),
            asked(7, show="ask", page="1"),
        ),
        elsewhere="test_import.py",
    ),
    Page("import-result", (asked(4),), elsewhere="test_import.py"),
    Page("import-marked", (asked(11),), no_page="a workbook"),
    Page(
        "import-columns",
        (
            asked(6),
            asked(6, kind=sheet_kind),
        ),
        form={"kind": sheet_kind},
        elsewhere="test_import.py",
    ),
    Page("import-put-back", form={"cell": "3-1"}),
    Page("import-confirm", form={"code": "unknown_value", "reason": "看过户口本"}),
    Page("import-undo", form={"reason": "传错了"}),
)

READS = (
    Read("/imports", IMPORT),
    Read("/imports/{import_id}", None, seen=BATCHES, own="session"),
)

INNER = {
    "xiuhua.platform.exchange.columns:read_corrections": "writes nothing; takes what a form of one's own import sent",
    "xiuhua.platform.exchange.steps": "changes imports; asked through the addresses of the matrix",
    "xiuhua.platform.exchange.comparing:begin": "brings a list; asked through the addresses of the matrix",
}
