"""What needs tell of a household: on its page, on its timeline, on its paper."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from xiuhua.groups.queries.visits import VISITED, Heard, needs_heard
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.models import Commitment, Need, PaperCode
from xiuhua.needs.paper import present_code
from xiuhua.needs.queries.commitments import CommitmentLine, household_commitments
from xiuhua.needs.queries.jobs import IN_HAND, jobs_of_needs
from xiuhua.needs.queries.lists import NEEDS, NeedLine, household_needs, need_of_visit
from xiuhua.needs.rules.steps import OPEN
from xiuhua.platform.exchange.documents import Section
from xiuhua.registry.beside import Home, Told, telling
from xiuhua.registry.queries.events import Event
from xiuhua.registry.rules.report_words import day

_TITLE: Final = Text("需求", "Needs")
_COLUMNS: Final = (
    Text("类别", "Kind"),
    Text("办到哪一步", "State"),
    Text("哪天说的", "Told on"),
    Text("哪天办的", "Delivered on"),
)


@telling({Need: "subject_id", PaperCode: "subject_id", Commitment: "subject_id", **VISITED})
def needs_told(viewer: Actor, home: Home, on: date) -> Told:
    """Return the needs of a household as its page, its timeline and its paper tell them: kinds and days, no words."""
    if not NEEDS.allows(viewer.roles()) and not viewer.operator:
        return Told()
    found = household_needs(viewer, home.id, on=on) if home.has(Need) else ()
    paired = household_commitments(viewer, home.id, on=on, whole=False) if home.has(Commitment) else ()
    may_tell = viewer.operator or COMMANDS["needs.tell"].allows(viewer.roles())
    return Told(
        events=(*_events(found), *_paired(paired)),
        sections=(*_sections(found), *_pairings(paired)),
        template="needs/household_needs.html",
        context={
            "household": home.id,
            "open": _open(viewer, found),
            "past": [each for each in found if each.state not in OPEN],
            "may_tell": may_tell,
            "heard": _heard(viewer, home, found) if may_tell else (),
            "code": present_code(viewer, home.id, on=on) if may_tell and home.has(PaperCode) else None,
            "paired": paired,
            "may_pair": viewer.operator or COMMANDS["needs.promise_household"].allows(viewer.roles()),
        },
    )


def _open(viewer: Actor, found: Sequence[NeedLine]) -> list[dict[str, Any]]:
    """Return open needs with how far each is; where a job is in hand, who waits for whom."""
    lines = [each for each in found if each.state in OPEN]
    asked = [each.id for each in lines if each.state in IN_HAND]
    jobs = jobs_of_needs(viewer, asked) if asked else {}
    return [
        {"id": each.id, "kind": each.kind, "told_on": each.told_on, "said": jobs.get(each.id, each.state_name)}
        for each in lines
    ]


def _heard(viewer: Actor, home: Home, found: Sequence[NeedLine]) -> tuple[Heard, ...]:
    """Return what was heard on visits and is no need yet: none was told on that day, and none was made of it."""
    heard = needs_heard(viewer, home.id) if home.has(*VISITED) and not home.ended else ()
    days, ids = {each.told_on for each in found}, {each.id for each in found}
    return tuple(each for each in heard if each.on not in days and need_of_visit(each.visit_id) not in ids)


def _events(found: Sequence[NeedLine]) -> Iterator[Event]:
    for each in found:
        yield Event(on=each.told_on, what=Text(f"说了需求：{each.kind.zh}", f"told a need: {each.kind.en}"))
        if each.delivered_on is not None:
            what = Text(f"需求办了：{each.kind.zh}", f"need delivered: {each.kind.en}")
            yield Event(on=each.delivered_on, what=what, lines=(each.state_name,))


def _sections(found: Sequence[NeedLine]) -> tuple[Section, ...]:
    if not found:
        return ()
    rows = tuple(
        (each.kind, each.state_name, day(each.told_on), day(each.delivered_on) if each.delivered_on else Text("", ""))
        for each in found
    )
    return (Section(_TITLE, _COLUMNS, (2, 2, 1, 1), rows),)


def _paired(found: Sequence[CommitmentLine]) -> Iterator[Event]:
    for each in found:
        yield Event(on=each.valid_from, what=Text(f"有人结对：{each.kind.zh}", f"paired for {each.kind.en}"))
        if each.ended_on is not None:
            yield Event(
                on=each.ended_on, what=Text(f"结对结束：{each.kind.zh}", f"no longer paired for {each.kind.en}")
            )


def _pairings(found: Sequence[CommitmentLine]) -> tuple[Section, ...]:
    if not found:
        return ()
    rows = tuple(
        (each.kind, day(each.valid_from), day(each.ended_on) if each.ended_on else Text("", "")) for each in found
    )
    columns = (Text("类别", "Kind"), Text("从哪天起", "From"), Text("到哪天", "Until"))
    return (Section(Text("结对", "Pairings"), columns, (2, 1, 1), rows),)
