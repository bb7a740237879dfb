"""Letters of introduction: for whoever made one, for minutes; that it was made, for all who see the household."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import get_default_timezone

from xiuhua.care.queries.papers import leader_of_village
from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.letter import letter_paper
from xiuhua.needs.models import Letter
from xiuhua.needs.queries.lists import NEEDS
from xiuhua.needs.queries.needs import need_page
from xiuhua.platform.accounts.facts import posts_by_id
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.documents import Paper
from xiuhua.registry.queries.reveals import Looked

_MAKE: Final = COMMANDS["needs.make_letter"]
_FIELD: Final = Text("开了介绍信", "a letter of introduction")
_PURPOSE: Final = Text("去单位应聘", "going to the firm about a job")


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter that its maker may open until an instant."""

    id: UUID
    need_id: UUID
    match_id: UUID
    number: str
    made_at: datetime
    open_until: datetime


def made_letter(viewer: Actor, letter_id: UUID, *, at: datetime) -> MadeLetter | None:
    """Return a letter to whoever made it, while its minutes last; ``None`` otherwise, as for none."""
    row = within(Letter.objects.filter(id=letter_id, open_until__gt=at), viewer, _MAKE).first()
    if row is None or viewer.person_id is None or row.made_by != viewer.person_id:
        return None
    return MadeLetter(row.id, row.need_id, row.match_id, row.number, row.made_at, row.open_until)


def letter(viewer: Actor, letter_id: UUID, *, at: datetime) -> Paper | None:
    """Return what a letter says to whoever made it, while its minutes last and both sides still agree."""
    made = made_letter(viewer, letter_id, at=at)
    on = made.made_at.astimezone(get_default_timezone()).date() if made else at.date()
    page = need_page(viewer, made.need_id, on=on) if made else None
    job = page.work.job if page else None
    if made is None or page is None or job is None or not page.person:
        return None
    if not job.both or job.match_id != made.match_id:
        return None
    name, number = leader_of_village(viewer, page.place_code, on=on)
    return letter_paper(
        person=page.person,
        job=job,
        turn_to=(name or viewer.label, number),
        number=made.number,
        on=on,
        made_at=made.made_at,
    )


def letters_looked(viewer: Actor, household_id: UUID) -> tuple[Looked, ...]:
    """Return who introduced somebody of a household to a firm, for everybody who sees its needs."""
    rows = list(within(Letter.objects.filter(subject_id=household_id), viewer, NEEDS))
    people = names_of_people(row.made_by for row in rows)
    posts = posts_by_id({row.post for row in rows if row.post}) if rows else {}
    return tuple(
        Looked(
            id=row.id,
            person="",
            field=_FIELD,
            purpose=_PURPOSE,
            reason=Text(row.number, row.number),
            who=people.get(row.made_by, "") if row.made_by else "",
            role=ROLE_NAMES[Role(posts[row.post].role)] if row.post in posts else None,
            at=row.made_at,
        )
        for row in rows
    )
