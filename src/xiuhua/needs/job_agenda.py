"""What jobs ask people to do: who waits for whom, by place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.agenda import Sum, put_together
from xiuhua.needs.models import Job, Need
from xiuhua.needs.queries.jobs import waiting_jobs
from xiuhua.needs.queries.lists import NEEDS
from xiuhua.needs.rules.jobs import missing, waits
from xiuhua.needs.rules.kinds import Days
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.journal import catalogue
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

_ASKING: Final = COMMANDS["needs.person_agrees"]
_AGREED: Final = "agreed"
_VERBS: Final[Mapping[str, Text]] = {
    State.MATCHED: Text("问同不同意", "Ask for consent to"),
    _AGREED: Text("问定了没有", "Ask for the decision on"),
    State.ACCEPTED: Text("问上班了没有", "Ask whether the work began:"),
}


@offered_for(Probe(Need, NEEDS, values={"state": [State.MATCHED, State.ACCEPTED]}))
def jobs_to_handle(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the jobs in which one side or the other has to do something, to those who may ask them, by place."""
    rows = [row for row in waiting_jobs(viewer) if viewer.operator or viewer.reaches(row[0], _ASKING.roles)]
    said: dict[str, tuple[Text, Text]] = {}
    sums = put_together(list(_due(rows, said, today)))
    names = accounts.place_names(viewer, {place for place, _ in sums}) if sums else {}
    return [_line(code, said[sort], found, names.get(code, code), today) for (code, sort), found in sums.items()]


def _due(
    rows: Sequence[tuple[str, Job]], said: dict[str, tuple[Text, Text]], today: date
) -> Iterator[tuple[str, str, date]]:
    for place_code, job in rows:
        text = waits(job.need.state, job)
        if text is None:
            continue
        decided = job.need.state == State.MATCHED and not missing(job)
        said[text.zh] = (_VERBS[_AGREED if decided else job.need.state], text)
        days = Days.at(catalogue.policy(), on=today, region=place_code)
        began = job.match.accepted_on or job.match.proposed_on
        yield place_code, text.zh, began + timedelta(days=days.confirm)


def _line(code: str, said: tuple[Text, Text], found: Sum, name: str, today: date) -> AgendaLine:
    verb, text = said
    jobs = f"{found.count:,} job{'' if found.count == 1 else 's'}"
    return AgendaLine(
        verb,
        Text(f"{name} {found.count:,} 个岗位", f"{jobs} of {name}"),
        text,
        found.due,
        reverse("place-work", args=[code]),
        Group.OVERDUE if found.due < today else Group.WAITING,
    )
