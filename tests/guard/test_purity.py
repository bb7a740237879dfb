"""Rules and kernel take time, chance and ids as arguments. (What they import, the layer contracts hold.)"""

import ast

from support.source import calls, modules

IMPURE = {
    "now", "utcnow", "today", "uuid1", "uuid4", "urandom", "getenv", "localtime", "monotonic", "perf_counter",
    "token_bytes", "token_hex", "token_urlsafe", "randint", "random", "choice", "shuffle", "sleep",
}  # fmt: skip
CLOCKS = {"datetime.now", "datetime.datetime.now", "datetime.utcnow", "date.today", "timezone.now", "time.time"}
PURE_PLACES = ("src/xiuhua/kernel/", "/rules/", "src/xiuhua/platform/exchange/reading/")


def pure_modules() -> list[tuple[str, ast.Module]]:
    return [(name, tree) for name, tree in modules() if any(place in name for place in PURE_PLACES)]


def test_there_are_rules_to_look_at() -> None:
    assert len(pure_modules()) > 20


def test_they_ask_nobody_for_the_time_or_for_chance() -> None:
    found = {
        (name, called)
        for name, tree in pure_modules()
        for called, call in calls(tree)
        if called.rpartition(".")[2] in IMPURE and not call.args
    }
    assert found == set()


def test_they_read_no_environment() -> None:
    found = {
        name
        for name, tree in pure_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "environ"
    }
    assert found == set()


def test_only_the_clock_reads_the_clock() -> None:
    """Elapsed time (``monotonic``) may be measured anywhere; what day it is comes from one place."""
    readers = {
        name
        for name, tree in modules()
        for called, _ in calls(tree)
        if called
        in ("datetime.now", "datetime.datetime.now", "date.today", "timezone.now", "datetime.utcnow", "time.time")
    }
    assert readers == {"src/xiuhua/site/clock.py"}


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = {
        (name, node.lineno)
        for name, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert hidden == set()
