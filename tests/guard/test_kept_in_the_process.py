"""What a process keeps until it ends names nobody: it would outlive an erasure, above all one in another process."""

import ast
from collections.abc import Iterator

from support.source import dotted, modules

NOBODY = {
    "groups/queries/findings.py:_listed": "questions without their values",
    "groups/queries/staffing.py:_staffed": "questions without their values",
    "groups/queries/task_questions.py:listed": "questions without their values",
    "kernel/commands.py:free_text_fields": "classes of commands",
    "kernel/names.py:_letters": "single syllables",
    "platform/accounts/names.py:_phrase": "names of places and organisations",
    "platform/accounts/names.py:_syllable": "single characters",
    "platform/exchange/documents/__init__.py:_fonts": "fonts",
    "platform/journal/apply.py:_plan_of": "tables",
    "platform/journal/batch.py:_paths": "classes of commands",
    "platform/journal/sql.py:_exists": "statements without their values",
    "platform/journal/sql.py:_exists_all": "statements without their values",
    "platform/journal/sql.py:_given": "columns",
    "platform/journal/sql.py:_into": "columns",
    "platform/journal/sql.py:_reading": "columns",
    "platform/journal/sql.py:_statement": "statements without their values",
    "platform/work/queries.py:_own_jobs": "questions without their values",
    "registry/queries/household_answers.py:_waiting": "questions without their values",
    "registry/rules/codes.py:_listed": "words of the lists in policy, and no others",
    "registry/rules/identity.py:_date": "days, of nobody in particular",
    "site/api/description.py:description": "the description of the API",
    "site/api/docs.py:_commands": "classes of commands",
    "site/api/docs.py:_operations": "the description of the API",
    "site/journal/words.py:words": "what tables are called",
    "site/why/rows.py:queries": "what is asked about",
    "site/wordings.py:catalogue": "the words of refusals",
}
"""Each function whose answers are kept, and of what they speak."""

HOLDERS = {
    "platform/exchange/comparing.py:_installed": "kinds of comparisons",
    "platform/exchange/contract.py:KINDS": "kinds of sheets",
    "platform/exchange/contract.py:ONE_WAY": "kinds of sheets",
    "platform/journal/tables.py:TABLES": "tables",
    "platform/journal/tables.py:_SPECS": "tables",
    "platform/vault/keyring.py:_loaded": "the master key",
    "registry/checking.py:_known": "bounds of policy by county and day",
}
"""Each module's own collection that grows, and of what it speaks."""


def test_functions_that_keep_their_answers_know_nobody() -> None:
    assert set(_keeping()) == set(NOBODY)


def test_collections_of_modules_know_nobody() -> None:
    assert set(_growing()) == set(HOLDERS)


def _keeping() -> Iterator[str]:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                words = {dotted(each).rpartition(".")[2] for each in node.decorator_list}
                if words & {"cache", "lru_cache"}:
                    yield f"{name.removeprefix('src/xiuhua/')}:{node.name}"


def _growing() -> Iterator[str]:
    """Yield what begins empty in a module: only what is added later can be about somebody."""
    for name, tree in modules():
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and _empty(node.value):
                yield f"{name.removeprefix('src/xiuhua/')}:{target.id}"


def _empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List):
        return not value.elts
    made = {"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque", "WeakValueDictionary"}
    return (
        isinstance(value, ast.Call)
        and dotted(value).rpartition(".")[2] in made
        and not value.keywords
        and (not value.args or dotted(value) in ("defaultdict", "deque"))
    )
