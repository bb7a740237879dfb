"""Today: what the viewer can do now, the territory in one look, and what changed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PersonLine, PlaceLine
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.pages import Here
from xiuhua.platform.work import agenda
from xiuhua.platform.work.agenda import AgendaGroup, Group
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.overviews import Overview, overview
from xiuhua.registry.queries.villages import VillagePage, village_page
from xiuhua.site.journal.access import ENTRIES
from xiuhua.site.views.recent import Change, recent_changes

CHANGES = 5
PEOPLE_SHOWN = 8
KEEPERS_OF_POSTS = frozenset({Role.ADMINISTRATOR, Role.ORGANISATION_DEPARTMENT})
VILLAGES = QUERIES["registry.villages"]
WEEKDAYS = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)


@dataclass(frozen=True, slots=True)
class Home:
    """What the page shows; ``overview`` above the village, ``village`` in it, ``people`` for those who keep posts."""

    today: date
    weekday: Text
    posts: tuple[Text, ...]
    to_do: int
    groups: tuple[AgendaGroup, ...]
    territories: tuple[PlaceLine, ...]
    overview: Overview | None
    village: VillagePage | None
    people: Sequence[PersonLine]
    changes: tuple[Change, ...]
    journal_url: str


@require_safe
@signed_in()
def today(request: HttpRequest) -> HttpResponse:
    """Show the viewer's day."""
    home = home_of(request.viewer, on=today_of(request))
    return render(request, "site/today.html", {"home": home, "here": Here("today"), **_words(home)})


def home_of(viewer: Actor, *, on: date) -> Home:
    """Return the viewer's day: his agenda, his widest territory in one look, what changed there lately."""
    groups = agenda.collect(viewer, on)
    territories = accounts.territories(viewer, VILLAGES)
    first = territories[0] if territories else None
    in_village = first is not None and first.level is Level.VILLAGE
    keeps_people = bool(viewer.roles() & KEEPERS_OF_POSTS)
    return Home(
        today=on,
        weekday=WEEKDAYS[on.weekday()],
        posts=_posts(viewer),
        to_do=sum(len(group.lines) for group in groups if group.group in (Group.OVERDUE, Group.TODAY)),
        groups=groups,
        territories=territories,
        overview=overview(viewer, first, on=on) if first and not in_village else None,
        village=village_page(viewer, first.code, on=on, size=1) if first and in_village else None,
        people=accounts.people(viewer, on=on, size=PEOPLE_SHOWN).rows if keeps_people else (),
        changes=recent_changes(viewer, size=CHANGES),
        journal_url=reverse("journal") if ENTRIES.allows(viewer.roles()) else "",
    )


def _posts(viewer: Actor) -> tuple[Text, ...]:
    names = accounts.place_names(viewer, {post.place_code for post in viewer.posts})
    said = []
    for post in viewer.posts:
        role, place = ROLE_NAMES[Role(post.role)], names.get(post.place_code, post.place_code)
        said.append(Text(f"{place}{role.zh}", f"{role.en}, {place}"))
    return tuple(said)


def _words(home: Home) -> dict[str, Any]:
    n = home.to_do
    if n:
        title = Text(f"今天有 {n} 件事可以办", f"{n} thing{'' if n == 1 else 's'} you can do today")
    else:
        title = Text("今天没有等您办的事", "Nothing waits for you today")
    count = Text("{n} 件", "{n}")
    groups = [
        {
            "title": group.title,
            "note": count.filled(n=len(group.lines)),
            "items": [
                {
                    "text": line.text,
                    "href": line.url,
                    "note": line.where,
                    "date": line.when if isinstance(line.when, date) else None,
                    "when": None if isinstance(line.when, date) else line.when,
                    "late": group.group is Group.OVERDUE,
                }
                for line in group.lines
            ],
        }
        for group in home.groups
    ]
    return {"title": title, "groups": groups}
