"""Work of groups, help and needs compares nobody and locates nobody: not in words, not in code, not in orders.

``test_refused_ideas.py`` looks at the names of columns, commands and policy. Here are the modules that tell of people's
work: what their pages and answers say, by what their lists are ordered, by what they count, and who may decide.
"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps

from support.source import ROOT, SRC, calls, constant, modules, text_files
from xiuhua.platform.journal.catalogue import command_types
from xiuhua.site.api.description import description

OF_WORK = ("groups", "care", "needs")
FOLDERS = tuple(f"src/xiuhua/{module}/" for module in OF_WORK)

REFUSED = {
    "score", "scores", "scored", "rank", "ranks", "ranking", "rating", "points", "grade", "stars", "badge", "league",
    "leaderboard", "best", "worst", "top", "performance", "gps", "geolocation", "location", "tracking", "track",
    "tracks", "trace", "photo", "selfie", "checkin", "check_in", "dwell", "online", "minutes_spent", "auto",
    "automatic", "automatically",
}  # fmt: skip
"""No column, field of a command, of a read model or of an answer has one of these among its words."""

WHERE = {"latitude", "longitude", "position_at", "altitude", "accuracy"}
"""What would be kept of where somebody was. A village has its place on a map, which is no column here."""

CHART = ("src/xiuhua/groups/queries/coverage_time.py", "points")
"""The points of a line on a picture."""

SAID = re.compile("排名|排行|名次|得分|积分|评分|打分|打卡|轨迹|定位|优秀奖|倒数|前十|末位|自动审批|自动通过")
"""What a page says only to say that it is not done."""

SAID_EN = re.compile(
    r"\b(rank\w*|scor\w+|leaderboard\w*|ratings?|gps|geolocat\w+|check-?ins?|tracked)\b", re.IGNORECASE
)
NOT_DONE = re.compile(r"(不|没有|无|no |not |nobody |never |without |nor )[^，。；,.;]*$", re.IGNORECASE)

LOOKS = ("geolocation", "watchPosition", "getUserMedia", "ImageCapture", "DeviceMotion", 'capture="')
"""What a page would ask a phone for to know where it is or what it sees."""

PEOPLE = {
    "visitor", "owner", "giver", "reporter", "member", "account", "person", "helper", "assigned_by", "told_by",
    "recorded_by", "planned_by", "asked_by", "convener", "who",
}  # fmt: skip
"""Fields that name people who do the work."""

COUNTS = {"n", "count", "counts", "visits", "tasks", "meetings", "late", "missed", "share", "rate", "days"}
"""Names of what is counted, by which no list of people, households or villages is ordered."""


def words(name: str) -> set[str]:
    """Return the words of a name, and pairs of them."""
    parts = [part for part in re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()) if part]
    return {*parts, *("_".join(pair) for pair in pairwise(parts))}


def trees() -> list[tuple[str, ast.Module]]:
    return [(name, tree) for name, tree in modules() if name.startswith(FOLDERS)]


def kept() -> Iterator[tuple[str, str]]:
    """Yield the columns and the fields of commands."""
    for module in OF_WORK:
        for model in apps.get_app_config(module).get_models():
            yield from ((model.__name__, field.name) for field in model._meta.get_fields())
    for kind in command_types():
        if kind.command.code.partition(".")[0] in OF_WORK:
            yield from ((kind.command.__name__, name) for name in kind.command.model_fields)


def names() -> Iterator[tuple[str, str]]:
    """Yield what is kept, and every field of a read model."""
    yield from kept()
    for name, tree in trees():
        yield from (
            (name, node.target.id)
            for node in ast.walk(tree)
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and not node.target.id.isupper()
        )


def answers(schema: Any) -> Iterator[str]:
    """Yield the names of all fields of the description of the API."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}) if isinstance(schema.get("properties"), dict) else ()
        for part in schema.values():
            yield from answers(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from answers(part)


def test_there_is_something_to_look_at() -> None:
    assert len(trees()) > 100
    assert len(list(names())) > 400
    assert len(list(answers(description()))) > 300


def test_no_name_of_a_column_a_command_or_a_read_model_is_refused() -> None:
    assert {(where, name) for where, name in names() if words(name) & REFUSED} == {CHART}


def test_where_somebody_was_is_kept_nowhere() -> None:
    assert [each for each in kept() if words(each[1]) & WHERE] == []


def test_no_field_of_the_api_is_refused() -> None:
    assert sorted({name for name in answers(description()) if words(name) & REFUSED}) == []


def test_pages_and_refusals_speak_of_it_only_to_say_no() -> None:
    found = []
    for name, text in text_files():
        if name.startswith(FOLDERS) and not name.endswith((".po", ".md")):
            for pattern in (SAID, SAID_EN):
                for match in pattern.finditer(text):
                    line = text[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
                    if not NOT_DONE.search(line):
                        found.append(f"{name}: {line}{match[0]}")
    assert found == []


@pytest.mark.parametrize("asked", LOOKS)
def test_no_page_asks_a_phone_where_it_is(asked: str) -> None:
    pages = [path for path in SRC.glob("**/*") if path.suffix in (".html", ".js")]
    assert len(pages) > 100
    assert [str(path.relative_to(ROOT)) for path in pages if asked in path.read_text("utf-8")] == []


def test_nothing_is_counted_by_who_did_it() -> None:
    found = []
    for name, tree in trees():
        for called, call in calls(tree):
            if called.rpartition(".")[2] == "annotate" and _counts(call):
                found += [f"{name}:{call.lineno} by {field}" for field in _grouped_by(call) if _names_people(field)]
            if called == "Counter":
                found += [f"{name}:{call.lineno} by {field}" for field in _listed(call) if _names_people(field)]
            if called.rpartition(".")[2] == "most_common":
                found.append(f"{name}:{call.lineno} {called}")
    assert found == []


def test_no_list_is_ordered_by_what_was_counted() -> None:
    found = []
    for name, tree in trees():
        for called, call in calls(tree):
            last = called.rpartition(".")[2]
            if last == "order_by":
                found += [f"{name}:{call.lineno} {field}" for field in map(constant, call.args) if _is_count(field)]
            if last in ("sorted", "sort", "max", "min", "nlargest", "nsmallest"):
                found += [f"{name}:{call.lineno} {field}" for field in _keys(call) if _is_count(field)]
    assert found == []


def test_only_people_decide() -> None:
    """No module of work starts jobs; two pages carry out wishes themselves, for whoever sends them.

    They are the page with a code on paper, and the form of an expert day on which a person ticks several needs.
    """
    carried_out = {
        (name, called.rpartition(".")[2])
        for name, tree in trees()
        for called, _ in calls(tree)
        if called.rpartition(".")[2] in ("execute", "execute_many", "register", "start")
    }
    assert carried_out == {
        ("src/xiuhua/needs/views/paper.py", "execute"),
        ("src/xiuhua/needs/views/expert_days_forms.py", "execute_many"),
    }


def _counts(call: ast.Call) -> bool:
    values = [*call.args, *(each.value for each in call.keywords)]
    return any(called.rpartition(".")[2] in ("Count", "Sum", "Avg") for each in values for called, _ in calls(each))


def _grouped_by(call: ast.Call) -> Iterator[str]:
    """Yield the fields that are named before an annotation: by these it groups."""
    node: ast.AST = call.func
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "values_list"):
                yield from filter(None, map(constant, node.args))
            node = node.func
        else:
            node = node.value


def _listed(call: ast.Call) -> Iterator[str]:
    for called, inner in calls(call):
        if called.rpartition(".")[2] in ("values", "values_list"):
            yield from filter(None, map(constant, inner.args))


def _names_people(field: str) -> bool:
    return field.removesuffix("_id").rpartition("__")[2] in PEOPLE


def _keys(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "key":
            yield from (node.attr for node in ast.walk(keyword.value) if isinstance(node, ast.Attribute))


def _is_count(field: str | None) -> bool:
    return field is not None and field.lstrip("-").rpartition("__")[2] in COUNTS
