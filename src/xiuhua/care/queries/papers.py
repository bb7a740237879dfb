"""The papers that were made of households: for whoever made one, for minutes; that it was made, for all who see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import get_default_timezone

from xiuhua.care.access import COMMANDS
from xiuhua.care.models import HouseholdPaper
from xiuhua.care.papers import booklet, card, filled, household_file
from xiuhua.care.queries.helpers import HELP, helpers_of, number_to_call
from xiuhua.care.queries.plans import plans_of
from xiuhua.care.rules.papers import PAPER_NAMES, PaperKind, not_on_card, words_of_illness
from xiuhua.groups.queries.groups import group_page, present_group
from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import posts_by_id
from xiuhua.platform.accounts.naming import names_of_people, names_of_places
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.documents import Paper, Section
from xiuhua.platform.journal import catalogue
from xiuhua.registry.beside import home_of, told_beside, with_events
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.plots import land_of_household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.queries.reveals import Looked
from xiuhua.registry.rules.purposes import purpose_name

_MAKE: Final = COMMANDS["care.make_paper"]


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that its maker may open until an instant."""

    id: UUID
    household_id: UUID
    place_code: str
    kind: PaperKind
    purpose: Text
    number: str
    made_at: datetime
    open_until: datetime

    @property
    def name(self) -> Text:
        """What the paper is called."""
        return PAPER_NAMES[self.kind]


def made_paper(viewer: Actor, made_id: UUID, *, at: datetime) -> MadePaper | None:
    """Return a paper to whoever made it, while its minutes last; ``None`` otherwise, as for none."""
    rows = within(HouseholdPaper.objects.filter(id=made_id), viewer, _MAKE)
    row = rows.filter(open_until__gt=at).first()
    if row is None or viewer.person_id is None or row.made_by != viewer.person_id:
        return None
    purpose = purpose_name(row.purpose, catalogue.policy())
    plain = ("id", "household_id", "place_code", "number", "made_at", "open_until")
    return MadePaper(kind=PaperKind(row.kind), purpose=purpose, **{name: getattr(row, name) for name in plain})


def household_paper(viewer: Actor, made_id: UUID, *, at: datetime) -> Paper | None:
    """Return what a paper says to whoever made it, while its minutes last; ``None`` otherwise, as for none."""
    made = made_paper(viewer, made_id, at=at)
    on = made.made_at.astimezone(get_default_timezone()).date() if made else at.date()
    page = household(viewer, made.household_id, on=on) if made else None
    if made is None or page is None or page.ended:
        return None
    return Paper(
        title=made.name,
        number=made.number,
        cover=_cover(page, made, on),
        sections=tuple(_sections(viewer, page, made.kind, on)),
        made_at=made.made_at,
        large=made.kind is PaperKind.CARD,
    )


def papers_looked(viewer: Actor, household_id: UUID) -> tuple[Looked, ...]:
    """Return who printed a paper of a household, for everybody who sees it; at most three queries."""
    rows = list(within(HouseholdPaper.objects.filter(household_id=household_id), viewer, HELP))
    people = names_of_people(row.made_by for row in rows)
    posts = posts_by_id({row.post for row in rows if row.post}) if rows else {}
    names = {row.id: PAPER_NAMES[PaperKind(row.kind)] for row in rows}
    return tuple(
        Looked(
            id=row.id,
            person="",
            field=Text(f"打印了{names[row.id].zh}", f"printed: {names[row.id].en}"),
            purpose=purpose_name(row.purpose, catalogue.policy()),
            reason=Text(row.number, row.number),
            who=people.get(row.made_by, "") if row.made_by else "",
            role=ROLE_NAMES[Role(posts[row.post].role)] if row.post in posts else None,
            at=row.made_at,
        )
        for row in rows
    )


def _cover(page: Household, made: MadePaper, on: date) -> tuple[Text, ...]:
    codes = [ancestor(page.place_code, level) for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)]
    names = names_of_places(codes)
    place = " ".join(names.get(code, "") for code in codes).strip()
    where = Text(place, place)
    if made.kind is PaperKind.CARD:
        return (where,)
    return (Text(f"{page.head}户", f"Household of {page.head}"), where, filled(on, made.purpose))


def _sections(viewer: Actor, page: Household, kind: PaperKind, on: date) -> Iterator[Section]:
    if kind is PaperKind.FILE:
        told = told_beside(viewer, home_of(page), on=on)
        beside: Sequence[Section] = [section for each in told for section in each.sections]
        yield from household_file(with_events(page, told), land_of_household(viewer, page.id), beside)
        return
    helping, plans = helpers_of(viewer, page.id), plans_of(viewer, page.id, on=on)
    if kind is PaperKind.BOOKLET:
        yield from booklet(page, helping, plans)
        return
    policy, region = catalogue.policy(), page.place_code
    left_out, illness = (each(policy, on=on, region=region) for each in (not_on_card, words_of_illness))
    yield from card(page.head, leader_of_village(viewer, region, on=on), helping, plans, left_out, illness)


def leader_of_village(viewer: Actor, place_code: str, *, on: date) -> tuple[str, str]:
    """Return who leads the group of the village and the telephone on which households call; blank where unknown."""
    group_id = present_group(viewer, place_code)
    group = group_page(viewer, group_id, on=on) if group_id else None
    leader = group.leader if group else None
    return (leader.name, number_to_call(viewer, leader.account_id, place_code)) if leader else ("", "")
