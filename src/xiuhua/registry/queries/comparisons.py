"""Comparisons with lists of departments: which there are in a place, how they stand, line by line.

Lines are counted and shown by the viewer's own territory, so that a comparison of a township shows a village's
work group the lines of its village and nothing else. Where a list needs a consent, a line of whoever has none in
force on the day stands on the side ``not_compared``, whatever is kept of it; a day is therefore asked for everywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.agreements import agreed_to_line
from xiuhua.registry.models import Comparison, ComparisonLine
from xiuhua.registry.queries.compared_lines import LineReader
from xiuhua.registry.queries.comparison_records import (
    Compared,
    ComparedLine,
    ComparisonPage,
    Comparisons,
    HouseholdCompared,
)
from xiuhua.registry.rules.comparison_grounds import Needed, needed_consent
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.comparison_states import ASKING, SIDES, Side

COMPARISONS = QUERIES["registry.comparisons"]
PAGE_SIZE = 50
LIST_SIZE = 30
READ_AT_ONCE = 500
_ASKING = [side.value for side in ASKING]
_NOT_COMPARED = Value(Side.NOT_COMPARED.value)
_HEAD = ("id", "kind", "place_code", "listed_on", "compared_on", "compared_by", "rows", "outside")

Counts = Mapping[UUID, tuple[Counter[Side], int]]


def comparisons(
    viewer: Actor, code: str, *, on: date, before: UUID | None = None, size: int = LIST_SIZE
) -> Comparisons | None:
    """Return the comparisons that concern a place, the newest first; ``None`` where the viewer may not see them."""
    crumbs = accounts.breadcrumb(viewer, code)
    place = next((each for each in crumbs if each.code == code), None)
    if place is None or not reaches(viewer, COMPARISONS, code):
        return None
    here = within(ComparisonLine.objects.filter(comparison=OuterRef("pk")), viewer, COMPARISONS, place=code)
    own = within(Comparison.objects.all(), viewer, COMPARISONS, place=code).values("id")
    rows = Comparison.objects.filter(Q(Exists(here)) | Q(id__in=own))
    chosen = rows.filter(id__lt=before) if before is not None else rows
    found = list(chosen.order_by("-id").values(*_HEAD)[: size + 1])
    shown = found[:size]
    return Comparisons(
        place=place,
        crumbs=crumbs,
        rows=_compared(viewer, shown, on=on, place=code),
        before=shown[-1]["id"] if len(found) > size else None,
        may_compare=reaches(viewer, COMMANDS["registry.record_comparison"], code),
    )


def comparison(viewer: Actor, comparison_id: UUID, *, on: date) -> Compared | None:
    """Return one comparison as far as the viewer sees it; ``None`` where nothing of it lies in the territory."""
    row = Comparison.objects.filter(id=comparison_id).values(*_HEAD).first()
    found = _compared(viewer, [row], on=on) if row is not None else ()
    seen = found and (found[0].rows is not None or found[0].counts)
    return found[0] if seen else None


def comparison_page(
    viewer: Actor,
    comparison_id: UUID,
    *,
    on: date,
    side: str = "",
    open_only: bool = False,
    after: int | None = None,
    size: int = PAGE_SIZE,
) -> ComparisonPage | None:
    """Return some lines of a comparison: of a side, or of the first that has any; ``None`` where it is unseen.

    Those not looked at, with no side asked for, are of every side on which somebody looks.
    """
    head = comparison(viewer, comparison_id, on=on)
    if head is None:
        return None
    chosen, needed = _side(side, head.counts), _needed(head.kind.code, head.place_code, on)
    lines = _lines(viewer).filter(comparison_id=comparison_id)
    every = open_only and side not in {each.value for each in Side}
    sides = _ASKING if every else [chosen.value]
    rows = lines.annotate(shown=_shown({comparison_id: needed}, on)).filter(shown__in=sides)
    rows = rows.filter(result="") if open_only else rows
    rows = rows.filter(position__gt=after) if after is not None else rows
    found = list(rows.order_by("position").values()[: size + 1])
    shown = found[:size]
    return ComparisonPage(
        comparison=head,
        crumbs=accounts.breadcrumb(viewer, head.place_code),
        side=Side.DIFFERING if every else chosen,
        every=every,
        lines=LineReader(viewer, head.kind, shown, needed, on=on, region=head.place_code).lines(),
        after=shown[-1]["position"] if len(found) > size else None,
        may_handle=COMMANDS["registry.handle_compared"].allows(viewer.roles()) or viewer.operator,
    )


def compared_line(
    viewer: Actor, comparison_id: UUID, line_id: UUID, *, on: date
) -> tuple[Compared, ComparedLine] | None:
    """Return one line with its comparison; ``None`` where it is absent or not in the territory."""
    head = comparison(viewer, comparison_id, on=on)
    if head is None:
        return None
    needed = _needed(head.kind.code, head.place_code, on)
    lines = _lines(viewer).filter(comparison_id=comparison_id, id=line_id)
    row = lines.annotate(shown=_shown({comparison_id: needed}, on)).values().first()
    if row is None:
        return None
    return head, LineReader(viewer, head.kind, [row], needed, on=on, region=head.place_code).lines()[0]


def compared_sides(viewer: Actor, comparison_id: UUID, *, place: str, on: date) -> tuple[Compared, int] | None:
    """Return a comparison with how many of its lines lie in a place; ``None`` where it is unseen or none do."""
    head = comparison(viewer, comparison_id, on=on)
    counted = _lines(viewer, place).filter(comparison_id=comparison_id).count() if head is not None else 0
    return (head, counted) if head is not None and counted else None


def compared_rows(
    viewer: Actor, comparison_id: UUID, *, place: str, on: date, size: int = READ_AT_ONCE
) -> Iterator[tuple[str, ComparedLine]]:
    """Yield the village and the line of everything that a comparison has in a place, side by side, some at a time."""
    head = comparison(viewer, comparison_id, on=on)
    if head is None:
        return
    needed = _needed(head.kind.code, head.place_code, on)
    lines = _lines(viewer, place).filter(comparison_id=comparison_id)
    shown = lines.annotate(shown=_shown({comparison_id: needed}, on))
    for side in SIDES:
        after: int | None = None
        while True:
            rows = shown.filter(shown=side.value)
            rows = rows if after is None else rows.filter(position__gt=after)
            found = list(rows.order_by("position").values()[:size])
            read = LineReader(viewer, head.kind, found, needed, on=on, region=head.place_code).lines() if found else ()
            yield from zip((row["place_code"] for row in found), read, strict=True)
            if len(found) < size:
                break
            after = found[-1]["position"]


def compared_households(viewer: Actor, household_id: UUID, *, on: date) -> tuple[HouseholdCompared, ...]:
    """Return, by comparison, how a household compares, the newest list of each kind only; at most two queries."""
    rows = _lines(viewer).filter(household_id=household_id).exclude(side=Side.WRONG)
    heads = rows.values_list("comparison_id", "comparison__kind", "comparison__place_code").order_by().distinct()
    needed = {key: _needed(kind, place, on) for key, kind, place in heads}
    if not needed:
        return ()
    shown = rows.annotate(shown=_shown(needed, on))
    counted = shown.values_list(
        "comparison_id", "comparison__kind", "comparison__listed_on", "shown", "result"
    ).order_by("-comparison__listed_on", "-comparison_id", "position")
    found: dict[str, tuple[UUID, Any, list[tuple[Side, str]]]] = {}
    for comparison_id, kind, listed_on, side, result in counted:
        newest = found.setdefault(kind, (comparison_id, listed_on, []))
        if newest[0] == comparison_id:
            newest[2].append((Side(side), result))
    return tuple(_of_household(kind, *newest) for kind, newest in found.items() if kind in KINDS)


def open_by_comparison(viewer: Actor, *, on: date) -> list[tuple[UUID, str, str, Any, int]]:
    """Return (comparison, kind, place, day of the list, open lines) of the territory, the oldest first; two queries."""
    rows = _lines(viewer).filter(side__in=_ASKING, result="")
    kept = rows.values_list("comparison_id", "comparison__kind", "comparison__place_code", "comparison__listed_on")
    heads = list(kept.order_by("comparison__listed_on", "comparison_id").distinct())
    needed = {key: _needed(kind, place, on) for key, kind, place, _ in heads}
    shown = rows.annotate(shown=_shown(needed, on)).filter(shown__in=_ASKING)
    left = dict(shown.values_list("comparison_id").annotate(n=Count("*")).order_by())
    return [(*head, left[head[0]]) for head in heads if head[0] in left]


def _of_household(kind: str, comparison_id: UUID, listed_on: Any, lines: list[tuple[Side, str]]) -> HouseholdCompared:
    asking = [(side, result) for side, result in lines if side in ASKING]
    first = asking[0][0] if asking else Side.AGREEING
    open_ = sum(1 for _, result in asking if not result)
    compared = any(side is not Side.NOT_COMPARED for side, _ in lines)
    first = first if compared else Side.NOT_COMPARED
    return HouseholdCompared(comparison_id, KINDS[kind], listed_on, len(asking), open_, first, compared)


def _lines(viewer: Actor, place: str | None = None) -> Any:
    return within(ComparisonLine.objects.all(), viewer, COMPARISONS, place=place)


def _side(asked: str, counts: Mapping[Side, int]) -> Side:
    """Return the side that is asked for, else the first that has lines."""
    if asked in {side.value for side in Side}:
        return Side(asked)
    order = (*ASKING, Side.NOT_COMPARED, Side.AGREEING, Side.WRONG)
    return next((side for side in order if counts.get(side)), Side.DIFFERING)


def _needed(kind: str, place_code: str, on: date) -> Needed | None:
    return needed_consent(kind, catalogue.policy(), on=on, region=place_code)


def _shown(needed: Mapping[UUID, Needed | None], on: date) -> Any:
    """Return the side on which a line is shown: that of lines without the consent of their comparison is another."""
    by_need: defaultdict[Needed, list[UUID]] = defaultdict(list)
    for comparison_id, need in needed.items():
        if need is not None:
            by_need[need].append(comparison_id)
    without = [
        When(Q(comparison_id__in=ids, household_id__isnull=False) & ~agreed_to_line(need, on=on), then=_NOT_COMPARED)
        for need, ids in by_need.items()
    ]
    return Case(*without, default=F("side"), output_field=CharField()) if without else F("side")


def _compared(viewer: Actor, rows: list[Any], *, on: date, place: str | None = None) -> tuple[Compared, ...]:
    counts = _counts(viewer, {row["id"]: _needed(row["kind"], row["place_code"], on) for row in rows}, on, place)
    names = accounts.place_names(viewer, {row["place_code"] for row in rows})
    people = names_of_people(row["compared_by"] for row in rows)
    deleting = COMMANDS["registry.delete_comparison"]
    found = []
    for row in rows:
        if row["kind"] not in KINDS:
            continue
        sides, open_ = counts.get(row["id"], (Counter(), 0))
        whole = reaches(viewer, COMPARISONS, row["place_code"])
        found.append(
            Compared(
                id=row["id"],
                kind=KINDS[row["kind"]],
                place_code=row["place_code"],
                place=names.get(row["place_code"], ""),
                listed_on=row["listed_on"],
                compared_on=row["compared_on"],
                who=people.get(row["compared_by"], "") if whole else "",
                counts=sides,
                open=open_,
                rows=row["rows"] if whole else None,
                outside=row["outside"] if whole else None,
                may_delete=reaches(viewer, deleting, row["place_code"]),
            )
        )
    return tuple(found)


def _counts(viewer: Actor, needed: Mapping[UUID, Needed | None], on: date, place: str | None) -> Counts:
    """Return the lines of each comparison by the side they are shown on, and how many are open; one query."""
    kept = within(ComparisonLine.objects.filter(comparison_id__in=list(needed)), viewer, COMPARISONS, place=place)
    rows = kept.annotate(shown=_shown(needed, on))
    sides: defaultdict[UUID, Counter[Side]] = defaultdict(Counter)
    open_: Counter[UUID] = Counter()
    grouped = rows.values_list("comparison_id", "shown").annotate(n=Count("*"), left=Count("id", filter=Q(result="")))
    for comparison_id, side, n, left in grouped.order_by():
        sides[comparison_id][Side(side)] += n
        if side in _ASKING:
            open_[comparison_id] += left
    return {key: (found, open_[key]) for key, found in sides.items()}
