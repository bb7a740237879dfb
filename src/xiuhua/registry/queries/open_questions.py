"""Open questions of a territory: counted by place, listed by household. What they quote stays sealed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.models import Person
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.paging import following_key
from xiuhua.registry.queries.question_scope import asked_by_village, open_to
from xiuhua.registry.queries.village_rows import HOUSEHOLDS, AskedKind
from xiuhua.registry.rules.question_names import question_name

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One open question: about which household and, where it is about one of its people, about whom."""

    id: UUID
    household_id: UUID
    household_code: str
    head: str
    village: str
    name: Text
    person: str
    raised_on: date
    origin: Text


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Open questions of a place, page by page; ``kind`` is the code of the only kind shown, or empty for all."""

    place: PlaceLine
    crumbs: tuple[PlaceLine, ...]
    kinds: tuple[AskedKind, ...]
    kind: str
    name: Text
    lines: tuple[QuestionLine, ...]
    after: str | None
    may_answer: bool


def open_questions(
    viewer: Actor, code: str, *, kind: str = "", after: str | None = None, size: int = PAGE_SIZE
) -> QuestionList | None:
    """Return the open questions of a place in the order of villages and household codes; ``None`` where unseen."""
    crumbs = accounts.breadcrumb(viewer, code)
    place = next((each for each in crumbs if each.code == code), None)
    if place is None or not reaches(viewer, HOUSEHOLDS, code):
        return None
    rows = open_to(viewer, code)
    counts = rows.values_list("code").annotate(n=Count("*"), households=Count("household_id", distinct=True))
    kinds = tuple(AskedKind(each, question_name(each), n, several) for each, n, several in counts.order_by("code"))
    chosen = rows.filter(code=kind) if kind else rows
    columns = ("id", "household_id", "household__code", "person_id", "place_code", "code", "raised_on", "origin")
    ordered = following_key(chosen, after).order_by("place_code", "household__code", "id")
    found = list(ordered.values(*columns)[: size + 1])
    page = found[:size]
    heads = heads_of(row["household_id"] for row in page)
    people = dict(
        Person.objects.filter(id__in={row["person_id"] for row in page if row["person_id"]}).values_list("id", "name")
    )
    names = accounts.place_names(viewer, {row["place_code"] for row in page})
    lines = tuple(
        QuestionLine(
            id=row["id"],
            household_id=row["household_id"],
            household_code=row["household__code"],
            head=heads.get(row["household_id"], ""),
            village=names.get(row["place_code"], row["place_code"]),
            name=question_name(row["code"]),
            person=people.get(row["person_id"], ""),
            raised_on=row["raised_on"],
            origin=origin_name(row["origin"]),
        )
        for row in page
    )
    key = "{place_code}/{household__code}/{id}".format(**page[-1]) if len(found) > size else None
    may_answer = reaches(viewer, COMMANDS["registry.answer_question"], code)
    return QuestionList(place, crumbs, kinds, kind, question_name(kind), lines, key, may_answer)


def questions_by_village(viewer: Actor) -> Sequence[tuple[str, str, int]]:
    """Return village, kind and number of the open questions of the viewer's territory; one query."""
    return sorted((village, kind, n) for village, kind, n, _ in asked_by_village(viewer))
