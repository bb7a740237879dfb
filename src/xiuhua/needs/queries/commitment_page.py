"""One recurring commitment as its page shows it: every period, who came, what was missed, and what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commitments_facts import COMING_SEALED, REASON_LABEL, Recorded
from xiuhua.needs.models import Coming, Commitment, Miss
from xiuhua.needs.queries.commitments import COMMITMENTS, CommitmentLine, commitment_lines, lacking
from xiuhua.needs.queries.needs import opened
from xiuhua.needs.rules.commitments import ANSWERER_NAMES, Period, judge_answer
from xiuhua.platform.accounts.facts import people_working_for
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.vault.keyring import Keyring, keyring


@dataclass(frozen=True, slots=True)
class ComingLine:
    """That somebody came, with what was said of it; ``may_answer`` says whether the viewer may record the answer."""

    id: UUID
    came_on: date
    people: int
    who: str
    what: str
    came: bool | None
    answered_on: date | None
    answered_by: Text | None
    words: str
    may_answer: bool


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period with what is recorded of it; the reason and the next day where it was missed."""

    period: Period
    comings: tuple[ComingLine, ...]
    reason: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A commitment with everything that its page shows. ``may`` says which commands the viewer may send here."""

    line: CommitmentLine
    places: tuple[PlaceLine, ...]
    version: UUID | None
    periods: tuple[PeriodLine, ...]
    may: Mapping[str, bool]

    @property
    def lacking(self) -> tuple[Period, ...]:
        """The periods for which somebody is still to come; of one that ended none."""
        return () if self.line.ended_on else lacking(self.line)

    def over(self, on: date) -> tuple[Period, ...]:
        """Return the periods that are over, in which too few came, and of which nothing is said."""
        return tuple(each for each in lacking(self.line) if each.last < on and not each.missed)


def commitment_page(viewer: Actor, commitment_id: UUID, *, on: date) -> CommitmentPage | None:
    """Return a commitment, or ``None`` where it is absent, outside, or sealed from the viewer."""
    row = within(Commitment.objects.filter(id=commitment_id), viewer, COMMITMENTS).first()
    lines = commitment_lines(viewer, [row], on=on) if row is not None else ()
    if row is None or lines[0].sealed:
        return None
    recorded, keys = Recorded({row.id}), keyring()
    keys.load({row.subject_id})
    working = people_working_for({row.provider_id}, on=on)
    misses = {each.period: each for each in recorded.misses(row.id)}
    comings = [
        (each.period, _coming(viewer, each, frozenset(working.get(row.provider_id, ())), keys))
        for each in recorded.comings(row.id)
    ]
    codes = ("needs.record_coming", "needs.record_miss", "needs.confirm_coming", "needs.end_commitment")
    return CommitmentPage(
        line=lines[0],
        places=breadcrumb(viewer, row.place_code),
        version=row.version,
        periods=tuple(
            PeriodLine(
                period=each,
                comings=tuple(coming for first, coming in comings if first == each.first),
                reason=_reason(misses.get(each.first), keys),
                next_on=misses[each.first].next_on if each.missed else None,
            )
            for each in lines[0].periods
        ),
        may={code: reaches(viewer, COMMANDS[code], row.place_code) for code in codes},
    )


def _reason(miss: Miss | None, keys: Keyring) -> str:
    return opened(keys, miss.subject_id, REASON_LABEL, miss.reason) or "" if miss is not None else ""


def _coming(viewer: Actor, row: Coming, working: frozenset[UUID], keys: Keyring) -> ComingLine:
    may = reaches(viewer, COMMANDS["needs.confirm_coming"], row.place_code)
    involved = working | ({row.recorded_by} if row.recorded_by is not None else frozenset())
    texts = {
        name: opened(keys, row.subject_id, COMING_SEALED.format(name), getattr(row, name)) or ""
        for name in ("who", "what", "words")
    }
    return ComingLine(
        id=row.id,
        came_on=row.came_on,
        people=row.people,
        came=row.came,
        answered_on=row.answered_on,
        answered_by=ANSWERER_NAMES.get(row.answered_by),
        may_answer=may and not judge_answer(viewer.person_id, involved, row.came is not None),
        **texts,
    )
