"""The result of a comparison with a department's list, going out: both sides of each line, and what came of looking."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.comparison_records import ComparedLine
from xiuhua.registry.queries.comparisons import compared_rows, compared_sides
from xiuhua.registry.rules.comparison_grounds import needed_consent
from xiuhua.registry.rules.comparison_kinds import ComparisonKind
from xiuhua.registry.rules.comparison_states import SIDES
from xiuhua.registry.rules.purposes import purpose_choices

COMPARISON: Final = "comparison"
"""The filter that names which comparison."""
HEADINGS: Final = (
    Heading("side", "哪种情况"),
    Heading("village", "行政村"),
    Heading("household_code", "户编号"),
    Heading("head", "户主姓名"),
    Heading("name", "说的是谁"),
    Heading("number", "号码（遮住）"),
    Heading("listed", "名单上"),
    Heading("recorded", "这里记的"),
    Heading("row", "名单第几行"),
    Heading("cells", "名单写的"),
    Heading("result", "看的结果"),
    Heading("note", "说明"),
    Heading("handled_by", "谁看的"),
    Heading("handled_on", "哪天看的"),
    Heading("todo", "怎么办"),
)
_CHINESE: Final = "zh"
_AGREES_NOW: Final = "后来改过，现在一样了"


def kind_code(kind: ComparisonKind) -> str:
    """Return under which code the results of comparing one list go out."""
    return f"{COMPARISON}_{kind.code}"


class ComparisonExport:
    """The lines of one comparison that lie in a place, as on its page: the same masks, those without consent bare.

    Each list is a kind of its own, so that whoever is told of an export is told of which list. Where a list needs a
    consent, its result may be taken out for what was agreed to and for nothing else.
    """

    access = QUERIES["registry.comparisons"]
    called = Text("比对的结果", "result of the comparison")
    keys: tuple[str, ...] = ()

    def __init__(self, kind: ComparisonKind) -> None:
        self._kind = kind
        self.code = kind_code(kind)
        self.label = Text(f"比对结果：{kind.name.zh}", f"result of comparing: {kind.name.en}")

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the lines of a comparison with this list; ``None`` where there are none for the viewer."""
        chosen = read_uuid(filters.get(COMPARISON, ""))
        if chosen is None or filters.keys() != {COMPARISON}:
            return None
        found = compared_sides(viewer, chosen, place=place_code, on=on)
        if found is None or found[0].kind != self._kind:
            return None
        head, lines = found
        of, day = head.kind.department, head.listed_on.isoformat()
        title = Text(f"{of.zh} {day} 的名单", f"list of {of.en}, {day}")
        return Extent(place_code, filters, title, lines, HEADINGS)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which the result may be taken out."""
        needed = needed_consent(self._kind.code, policy, on=on, region=region)
        choices = purpose_choices(policy, on=on, region=region)
        return [each for each in choices if needed is None or each[0] == needed.purpose]

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the lines by side, in the order of villages and household codes."""
        chosen = read_uuid(extent.filters[COMPARISON])
        if chosen is None:
            return
        for village, line in compared_rows(run.actor, chosen, place=extent.place_code, on=run.today):
            cells = _cells(line)
            told_in = village if line.household_id else ""
            keys = (line.household_id,) if line.household_id else ()
            yield ExportRow(keys, None, tuple(cells[each.name] for each in HEADINGS), told_in)


def _cells(line: ComparedLine) -> dict[str, Any]:
    plain = ("village", "household_code", "head", "name", "number", "note", "handled_by", "handled_on")
    cells = [f"{header} {text}" for header, text in line.cells]
    recorded = [_said(line.recorded), _AGREES_NOW if line.agrees_now else ""]
    todo = sentence(line.problem, _CHINESE) if line.problem else _said(line.needs)
    return {
        **{name: getattr(line, name) for name in plain},
        "side": SIDES[line.side].zh,
        "listed": _said(line.listed),
        "recorded": "；".join(filter(None, recorded)),
        "row": line.row or None,
        "cells": "；".join([*cells, *([line.where] if line.where else [])]),
        "result": _said(line.state_said),
        "todo": todo,
    }


def _said(text: Text | None) -> str:
    return text.zh if text else ""
