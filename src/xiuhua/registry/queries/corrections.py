"""Corrections of a place and of a household, what waits by village, and the rows of a list for another system."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.facts import village_names
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.corrections import COLUMNS, opened
from xiuhua.registry.models import Correction
from xiuhua.registry.queries.correction_records import CorrectionLine, CorrectionList, MadeList, line_of
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.paging import following_key
from xiuhua.registry.queries.village_rows import HOUSEHOLDS
from xiuhua.registry.rules.corrections import UNRESOLVED, CorrectionState
from xiuhua.registry.rules.mastering import as_text
from xiuhua.registry.rules.shown import field_name

PAGE_SIZE = 50
MOST_LISTS = 30
"""Lists that a page names; earlier ones are made again by their number."""

_LISTING = COMMANDS["registry.list_corrections"]
_MORE = ("household__code", "person__name", "person__code", "why", "asked_by", "closed_on", "closed_batch")
_ROW = (*COLUMNS, *_MORE, "ended_reason")
_ORDER = ("place_code", "household__code", "id")
HERE_ALREADY = "村里核实，本系统已更正"
"""What a list says of a value that was corrected here without more words."""


class Waiting(NamedTuple):
    """Corrections of one village that wait to be sent, or were sent on one day: how many, and since when asked for."""

    place_code: str
    listed_on: date | None
    lines: int
    asked_on: date


Cells = tuple[str, ...]
"""One line of a list for another system, every cell as text."""


def corrections_of(
    viewer: Actor, code: str, *, on: date, state: str = "", after: str | None = None, size: int = PAGE_SIZE
) -> CorrectionList | None:
    """Return the corrections of a place in the order of villages and household codes; ``None`` where unseen.

    Without a state, those that are still asked for.
    """
    crumbs = accounts.breadcrumb(viewer, code)
    place = next((each for each in crumbs if each.code == code), None)
    if place is None or not reaches(viewer, HOUSEHOLDS, code):
        return None
    rows = _seen(viewer, code)
    counts = dict(rows.values_list("state").annotate(n=Count("*")).order_by("state"))
    chosen = rows.filter(state=state) if state else rows.filter(state__in=UNRESOLVED)
    found = list(following_key(chosen, after).order_by(*_ORDER).values(*_ROW)[: size + 1])
    page = found[:size]
    names = accounts.place_names(viewer, {row["place_code"] for row in page})
    lines = _lines(page, on, heads_of(row["household_id"] for row in page), names)
    key = "{place_code}/{household__code}/{id}".format(**page[-1]) if len(found) > size else None
    may_list = reaches(viewer, _LISTING, code)
    lists = tuple(_lists(viewer, code)) if may_list else ()
    return CorrectionList(place, crumbs, counts, state, lines, key, lists, may_list)


def corrections_of_household(viewer: Actor, household_id: UUID, *, on: date) -> tuple[CorrectionLine, ...]:
    """Return the corrections of a household that the viewer sees: those still asked for first, then the newest."""
    rows = list(_seen(viewer).filter(household_id=household_id).order_by("-asked_on", "id").values(*_ROW))
    lines = _lines(rows, on, {}, {})
    return tuple(sorted(lines, key=lambda line: not line.unresolved))


def waiting_by_village(viewer: Actor) -> Sequence[Waiting]:
    """Return by village what is still asked for; of what was sent, only what an export had still as it was. One query.

    What speaks of health is counted with the rest: a number tells nothing of anybody.
    """
    return [Waiting(*row) for row in _WAITING.answers(viewer)]


_UNSENT, _OLD = Q(state=CorrectionState.OPEN), Q(state=CorrectionState.LISTED, still_old_on__isnull=False)
_WAITING: Final = Seen(
    lambda gap, seen: (
        seen(Correction.objects.filter(_UNSENT | _OLD), HOUSEHOLDS)
        .values_list("place_code", "listed_on")
        .annotate(n=Count("*"), asked=Min("asked_on"))
        .order_by("place_code", "listed_on")
    ),
    HOUSEHOLDS,
)


def list_rows(viewer: Actor, code: str, number: str) -> list[Cells]:
    """Return the lines of a list of a place in their order, for those who may make lists there."""
    scoped = within(Correction.objects.filter(list_number=number), viewer, _LISTING, place=code)
    rows = list(scoped.order_by("place_code", "household__code", "person__code", "field", "id").values(*_ROW))
    lines = {line.id: line for line in opened(rows, keyring())}
    heads = heads_of(row["household_id"] for row in rows)
    people = names_of_people(row["asked_by"] for row in rows)
    places = {village: (county, township, name) for county, township, name, village in village_names()}
    told = [(row, lines[row["id"]]) for row in rows if row["id"] in lines]
    return [
        (
            str(at),
            *places.get(row["place_code"], ("", "", "")),
            row["household__code"],
            heads.get(row["household_id"], ""),
            row["person__code"] or "",
            row["person__name"] or "",
            field_name(line.field).zh,
            as_text(line.field, line.stated) or "（空）",
            as_text(line.field, line.wanted) or "（空）",
            row["why"] or HERE_ALREADY,
            people.get(row["asked_by"], ""),
            line.asked_on.isoformat(),
        )
        for at, (row, line) in enumerate(told, 1)
    ]


def _lists(viewer: Actor, code: str) -> Iterable[MadeList]:
    rows = within(Correction.objects.exclude(list_number=""), viewer, _LISTING, place=code)
    made = rows.values_list("list_number").annotate(on=Min("listed_on"), n=Count("*")).order_by("-on", "-list_number")
    return (MadeList(*row) for row in made[:MOST_LISTS])


def _lines(rows: Sequence[dict[str, Any]], on: date, heads: Any, villages: Any) -> tuple[CorrectionLine, ...]:
    people = names_of_people(row["asked_by"] for row in rows)
    by_id = {row["id"]: row for row in rows}
    return tuple(
        line_of(
            by_id[line.id],
            line,
            on=on,
            who=people.get(by_id[line.id]["asked_by"], ""),
            head=heads.get(line.household_id, ""),
            village=villages.get(line.place_code, ""),
        )
        for line in opened(rows, keyring())
    )


def _seen(viewer: Actor, code: str | None = None) -> QuerySet[Correction]:
    """Return the corrections that the viewer may know of: those about health only where they help."""
    rows, health = Correction.objects.all(), QUERIES["registry.health"]
    if viewer.operator or viewer.territories(HOUSEHOLDS.roles) == viewer.territories(health.roles):
        return within(rows, viewer, HOUSEHOLDS, place=code)
    plain = within(rows.exclude(field="health"), viewer, HOUSEHOLDS, place=code)
    return plain | within(rows.filter(field="health"), viewer, health, place=code)
