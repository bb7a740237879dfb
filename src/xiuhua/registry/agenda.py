"""What the register asks people to do: confirm what is unusual, look at what departments' lists say otherwise."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, offered_for
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.models import ComparisonLine, Likeness, Question
from xiuhua.registry.queries.comparisons import open_by_comparison
from xiuhua.registry.queries.likeness import undecided_by_village
from xiuhua.registry.queries.open_questions import questions_by_village
from xiuhua.registry.questions import OPEN
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.comparison_states import ASKING
from xiuhua.registry.rules.question_names import question_name

FEW = 6
"""So many lines are read at a glance; where more villages ask, they are put together by township or county."""

NAMED = 2
"""Kinds of questions that a line names."""

_CONFIRM = Text("确认", "Answer")
_DECIDE = Text("判断", "Decide")
_QUESTIONS = Text("确认疑问", "answer open questions")
_TWICE = Text("判断可能登记了两次的人", "decide who may be recorded twice")
_WIDER = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE)

Asked = tuple[str, str, int]
"""A village, a kind of question, and how many of it are open there."""


@offered_for(Probe(Question, QUERIES["registry.households"], values={"state": [OPEN]}))
def open_questions(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the open questions that the viewer may answer, by the narrowest places that make few lines."""
    answering = COMMANDS["registry.answer_question"]
    counts = _put_together([row for row in questions_by_village(viewer) if viewer.reaches(row[0], answering.roles)])
    return list(_lines(counts, accounts.place_names(viewer, counts)))


@offered_for(Probe(ComparisonLine, QUERIES["registry.comparisons"], values={"result": [""], "side": [*ASKING]}))
def open_comparisons(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the comparisons with lines that the viewer may handle and nobody has looked at, the oldest list first."""
    if not COMMANDS["registry.handle_compared"].allows(viewer.roles()):
        return []
    rows = [row for row in open_by_comparison(viewer, on=today) if row[1] in KINDS][:FEW]
    names = accounts.place_names(viewer, {row[2] for row in rows})
    return [
        AgendaLine(
            Text("看", "Look at"),
            Text(
                f"{KINDS[kind].department.zh} {listed_on:%Y-%m} 的名单：{n:,} 处",
                f"the list of {KINDS[kind].department.en}, {listed_on:%Y-%m}: {n:,}",
            ),
            Text(*[names.get(place, "")] * 2) if names.get(place) else KINDS[kind].name,
            None,
            reverse("comparison", args=[comparison_id]) + "?open=1",
            plain=Text("看部门名单的比对", "look at a comparison with a department's list"),
            place=names.get(place, ""),
        )
        for comparison_id, kind, place, listed_on, n in rows
    ]


def _put_together(rows: Iterable[Asked]) -> Mapping[str, Counter[str]]:
    rows = list(rows)
    for level in _WIDER:
        sums: dict[str, Counter[str]] = {}
        for village, kind, n in rows:
            sums.setdefault(ancestor(village, level), Counter())[kind] += n
        if len(sums) <= FEW:
            break
    return dict(sorted(sums.items()))


def _lines(counts: Mapping[str, Counter[str]], names: Mapping[str, str]) -> Iterator[AgendaLine]:
    for code, kinds in counts.items():
        name, n = names.get(code, code), kinds.total()
        asked = Text(f"{name} {n:,} 处疑问", f"{n:,} open question{'' if n == 1 else 's'} in {name}")
        said = [(question_name(kind), number) for kind, number in sorted(kinds.items())]
        where = Text(
            " · ".join(f"{each.zh} {number:,}" for each, number in said[:NAMED])
            + (" · 等" if len(said) > NAMED else ""),
            " · ".join(f"{each.en} {number:,}" for each, number in said[:NAMED])
            + (" · …" if len(said) > NAMED else ""),
        )
        url = f"{reverse('figure-questions')}?{urlencode({'place': code})}"
        yield AgendaLine(_CONFIRM, asked, where, None, url, plain=_QUESTIONS, place=names.get(code, ""))


@offered_for(Probe(Likeness))
def open_likenesses(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the pairs of records that the viewer may decide about, by the narrowest places that make few lines."""
    rows = [(village, "", n) for village, n in undecided_by_village(viewer).items()]
    counts = _put_together(rows)
    names = accounts.place_names(viewer, counts)
    return [_likeness(code, names.get(code, code), kinds.total()) for code, kinds in counts.items()]


def _likeness(code: str, name: str, pairs: int) -> AgendaLine:
    said = "pair" if pairs == 1 else "pairs"
    what = Text(f"{name} {pairs:,} 对可能登记了两次的人", f"{pairs:,} {said} who may be recorded twice in {name}")
    note = Text("判断以前，两条都算数", "until then both count")
    return AgendaLine(_DECIDE, what, note, None, _likenesses(code), plain=_TWICE, place=name)


def _likenesses(code: str) -> str:
    return reverse("likenesses", args=[code])
