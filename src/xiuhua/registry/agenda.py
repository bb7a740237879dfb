"""What the register asks people to do: confirm what is unusual, fill in what is missing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.work.agenda import AgendaLine
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.queries.open_questions import questions_by_village

FEW = 6
"""So many lines are read at a glance; where more villages ask, they are put together by township or county."""

_CONFIRM = Text("确认", "Answer")
_WIDER = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE)


def open_questions(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the open questions that the viewer may answer, by the narrowest places that make few lines."""
    answering = COMMANDS["registry.answer_question"]
    asked = questions_by_village(viewer).items()
    counts = _put_together({code: n for code, n in asked if viewer.reaches(code, answering.roles)})
    return list(_lines(counts, accounts.place_names(viewer, counts)))


def _put_together(counts: Mapping[str, int]) -> Mapping[str, int]:
    for level in _WIDER:
        sums: Counter[str] = Counter()
        for code, n in counts.items():
            sums[ancestor(code, level)] += n
        if len(sums) <= FEW:
            break
    return dict(sorted(sums.items()))


def _lines(counts: Mapping[str, int], names: Mapping[str, str]) -> Iterator[AgendaLine]:
    for code, n in counts.items():
        name = names.get(code, code)
        asked = Text(f"{name} {n:,} 处疑问", f"{n:,} open question{'' if n == 1 else 's'} in {name}")
        where = Text("名单里不寻常的地方", "what is unusual in the lists")
        yield AgendaLine(_CONFIRM, asked, where, None, f"{reverse('figure-questions')}?{urlencode({'place': code})}")
