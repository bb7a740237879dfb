"""Domain rows are written by the journal alone. Other tables have one writer each, named here with its reason.

The list may only shrink: a file that no longer writes must leave it.
"""

import ast
import re
from collections.abc import Iterator

from support.source import calls, constant, modules

OTHER_WRITERS = {
    "src/xiuhua/platform/work/services.py": "jobs",
    "src/xiuhua/platform/exchange/staging.py": "sheets under review, sealed; they are no domain rows until accepted",
    "src/xiuhua/platform/exchange/parcels.py": "exports that wait to be fetched, sealed",
    "src/xiuhua/platform/vault/renewing.py": "wrapped keys under the next master key, and what is kept of earlier ones",
    "src/xiuhua/platform/vault/keyring.py": "wrapped keys of subjects; no journal may hold them",
    "src/xiuhua/platform/accounts/passwords.py": "password hashes; no journal may hold them",
    "src/xiuhua/platform/accounts/second_step.py": "secrets of the second step; no journal may hold them",
    "src/xiuhua/platform/accounts/sessions.py": "sessions; they are no domain rows",
    "src/xiuhua/platform/accounts/lockout.py": "failed sign-ins, as digests; they are no domain rows",
    "src/xiuhua/platform/files/examining/pictures.py": "no table: a picture is drawn anew in memory",
    "src/xiuhua/platform/exchange/documents/docx.py": "no table: a document is written into memory",
    "src/xiuhua/registry/remembered.py": "what is remembered of somebody who is erased: searches, digests",
    "src/xiuhua/platform/work/mailbox.py": "addresses of mail, sealed; they decide nothing about the work",
    "src/xiuhua/platform/work/notices.py": "how far somebody has read; it is no domain row",
    "src/xiuhua/registry/finding.py": "pairs of records that are like each other; they are found again from the rows",
    "src/xiuhua/registry/sheets/digests.py": "digests that make a repeated preview fast; they follow from the rows",
}

ALWAYS = frozenset({"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "asave", "abulk_create"})
ON_ROWS = frozenset({"create", "update", "delete", "acreate", "aupdate", "adelete"})
ROWS = re.compile(r"\b(objects|_base_manager|_default_manager|filter|exclude|using|select_for_update)\b")
SQL = re.compile(r"^\s*(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|COPY\s+\S+|TRUNCATE|DROP|ALTER)\b", re.I)


def written_rows(tree: ast.AST) -> Iterator[str]:
    for called, _ in calls(tree):
        receiver, _, verb = called.rpartition(".")
        if (verb in ALWAYS and receiver) or (verb in ON_ROWS and ROWS.search(receiver)):
            yield called
    for node in ast.walk(tree):
        text = constant(node) if isinstance(node, ast.Constant) else None
        if text and SQL.match(text):
            yield text[:40]


def writers() -> dict[str, list[str]]:
    return {
        name: found
        for name, tree in modules()
        if "/migrations/" not in name and not name.startswith("src/xiuhua/platform/journal/")
        if (found := list(written_rows(tree)))
    }


def test_rows_are_written_by_the_journal_and_the_named_few() -> None:
    assert {name: found for name, found in writers().items() if name not in OTHER_WRITERS} == {}


def test_the_list_of_other_writers_has_nobody_who_does_not_write() -> None:
    assert set(OTHER_WRITERS) - set(writers()) == set()


def test_the_scan_sees_each_way_of_writing() -> None:
    for source in (
        "household.save()",
        "Household.objects.create(id=1)",
        "Household.objects.filter(id=1).update(name='x')",
        "Household.objects.using('default').filter(id=1).delete()",
        "Household._base_manager.bulk_create(rows)",
        "cursor.execute('DELETE FROM registry_household')",
    ):
        assert list(written_rows(ast.parse(source))), source
    assert list(written_rows(ast.parse("values.update(name='x'); found.create(1)"))) == []
