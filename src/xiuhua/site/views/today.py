"""Today: what the viewer can do now, the territory in one look, and what changed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PersonLine, PlaceLine
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.platform.work import agenda, beginnings, notices
from xiuhua.platform.work.agenda import GROUP_NAMES, AgendaGroup, AgendaLine, Group
from xiuhua.platform.work.beginnings import Beginning
from xiuhua.platform.work.notices import Notices
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.overviews import Overview, overview
from xiuhua.registry.queries.villages import VillageLook, village_look
from xiuhua.site.journal.access import ENTRIES
from xiuhua.site.shell import remember_waiting
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
    begin: tuple[Beginning, ...]
    groups: tuple[AgendaGroup, ...]
    notices: Notices
    territories: tuple[PlaceLine, ...]
    overview: Overview | None
    village: VillageLook | None
    people: Sequence[PersonLine]
    changes: tuple[Change, ...]
    journal_url: str


@require_safe
@signed_in()
def today(request: HttpRequest) -> HttpResponse:
    """Show the viewer's day."""
    home = home_of(request.viewer, on=today_of(request), at=received_at(request))
    remember_waiting(request, home.to_do, on=home.today)
    address = request.build_absolute_uri(reverse("today"))
    context = {"home": home, "here": Here("today"), "copied": _copied(home, address), **_words(home)}
    return render(request, "site/today.html", context)


@require_safe
@signed_in()
def agenda_list(request: HttpRequest) -> HttpResponse:
    """Show every line of one group of the agenda."""
    group = request.GET.get("group", "")
    if group not in set(Group):
        raise Http404
    shown = Group(group)
    found = [each for each in agenda.collect(request.viewer, today_of(request)) if each.group is shown]
    lines = found[0].lines if found else ()
    title = GROUP_NAMES[shown]
    context = {
        "title": title,
        "note": _COUNT.filled(n=len(lines)),
        "items": [_item(line) for line in lines],
        "here": Here("today", (Crumb(title),)),
    }
    return render(request, "site/agenda_list.html", context)


@require_POST
@signed_in()
def notices_read(request: HttpRequest) -> HttpResponseBase:
    """Note that the viewer has read the notices up to the newest that was shown; later ones stay."""
    shown = _instant(request.POST.get("up_to", ""))
    if shown is not None:
        notices.mark_read(request.viewer, min(shown, received_at(request)))
    return redirect("today")


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def home_of(viewer: Actor, *, on: date, at: datetime) -> Home:
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
        to_do=agenda.waiting(groups),
        begin=beginnings.offered(viewer),
        groups=groups,
        notices=notices.unread(viewer, at=at),
        territories=territories,
        overview=overview(viewer, first, on=on) if first and not in_village else None,
        village=village_look(viewer, first.code, on=on) if first and in_village else None,
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
    groups = [
        {
            "title": group.title,
            "note": _COUNT.filled(n=len(group.lines)),
            "items": [_item(line) for line in group.shown],
            "more": group.more,
            "more_url": f"{reverse('agenda')}?group={group.group.value}",
        }
        for group in home.groups
    ]
    return {"title": title, "groups": groups}


_COUNT = Text("{n} 件", "{n}")


def _item(line: AgendaLine) -> dict[str, Any]:
    dated = isinstance(line.when, date)
    return {
        "text": line.text,
        "href": line.url,
        "note": line.where,
        "date": line.when if dated else None,
        "day": line.day if dated else None,
        "when": None if dated else line.when,
        "late": line.group is Group.OVERDUE,
    }


_CHANGED = Text("有变化", "Changed")


def _copied(home: Home, address: str) -> str:
    """Return the day as text for any messenger: what is to be done and where, no names, no figures, a link."""
    in_language = language()
    parts = agenda.outside(home.groups)
    if home.notices.lines:
        changed = tuple(dict.fromkeys(each.outside for each in home.notices.lines))
        parts = (*parts, (_CHANGED, changed))
    lines = [each for title, said in parts for each in (f"【{title.in_language(in_language)}】", *_said(said))]
    return "\n".join([*lines, address])


def _said(texts: Sequence[Text]) -> list[str]:
    return [f"· {text.in_language(language())}" for text in texts]
