"""What a meeting looks like to whoever reads it: frozen, in words, with every number counted from rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.groups.rules.attendance import VOTE_NAMES, Tally, Turnout, Vote
from xiuhua.groups.rules.meetings import STATE_NAMES, Came, MeetingKind, MeetingState, Quorum, task_of_decision
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who was invited: a member, or a guest by name."""

    id: UUID
    name: str
    votes: bool
    guest: bool
    member_id: UUID | None = None

    @property
    def part(self) -> Text:
        """In which way the person is there."""
        if self.guest:
            return Text("客人", "guest")
        return Text("参加", "votes") if self.votes else Text("列席", "attends")


@dataclass(frozen=True, slots=True)
class Answered:
    """What is typed of somebody in a session."""

    came: Came
    reason: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session with who came; ``answers`` is by person, and empty while nothing is typed."""

    id: UUID
    held_on: date
    starts: str
    villagers: int | None
    named: tuple[str, ...]
    typed_on: date | None
    answers: Mapping[UUID, Answered]
    turnout: Turnout

    def with_answer(self, people: tuple[PersonLine, ...], came: Came) -> tuple[tuple[PersonLine, str], ...]:
        """Return who came, was excused or did not come, each with the reason."""
        found = ((each, self.answers.get(each.id)) for each in people)
        return tuple((each, answer.reason) for each, answer in found if answer is not None and answer.came is came)


@dataclass(frozen=True, slots=True)
class BallotLine:
    """How somebody voted, with the words that were kept."""

    name: str
    vote: Vote
    words: str

    @property
    def said(self) -> Text:
        """The vote in words."""
        return VOTE_NAMES[self.vote]


@dataclass(frozen=True, slots=True)
class MotionLine:
    """A motion with its votes; ``quorate`` says whether its session was."""

    id: UUID
    position: int
    text: str
    session: SessionLine
    ballots: tuple[BallotLine, ...]
    tally: Tally

    @property
    def said(self) -> Text:
        """What the motion came to."""
        if not self.session.turnout.quorate:
            return Text("人数不够，不作数", "no quorum, decides nothing")
        return Text("通过", "carried") if self.tally.carried else Text("没有通过", "not carried")


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What somebody does because of a motion, by when, and what done means."""

    id: UUID
    motion_id: UUID
    text: str
    member_id: UUID
    account_id: UUID
    who: str
    due_on: date
    done_means: str

    @property
    def task_id(self) -> UUID:
        """The task that it leads to."""
        return task_of_decision(self.id)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with everything that its page and its minutes show."""

    id: UUID
    group_id: UUID
    group: str
    place_code: str
    places: tuple[PlaceLine, ...]
    kind: MeetingKind
    convener: str
    topic: str
    agenda: tuple[str, ...]
    venue: str
    state: MeetingState
    planned_on: date
    notice_on: date | None
    notice_by: Text | None
    notice_short: bool
    moved_on: date | None
    move_reason: str
    summary: str
    end_reason: str
    ended_on: date | None
    ended_by: str
    people: tuple[PersonLine, ...]
    sessions: tuple[SessionLine, ...]
    motions: tuple[MotionLine, ...]
    decisions: tuple[DecisionLine, ...]
    quorum: Quorum
    voting_due: int
    may_act: Text | None
    """Why the viewer cannot do anything with the meeting, or ``None``."""
    version: UUID | None

    @property
    def first_on(self) -> date:
        """The day of the first session."""
        return self.sessions[0].held_on

    @property
    def state_name(self) -> Text:
        """The state in words."""
        return STATE_NAMES[self.state]

    @property
    def needed(self) -> int:
        """How many of those who vote have to be there."""
        return self.quorum.there.needed(self.voting_due)

    @property
    def untyped(self) -> tuple[SessionLine, ...]:
        """The sessions whose attendance is not typed."""
        return tuple(each for each in self.sessions if each.typed_on is None)

    def session(self, session_id: UUID) -> SessionLine | None:
        """Return one of the sessions."""
        return next((each for each in self.sessions if each.id == session_id), None)

    def motion(self, motion_id: UUID) -> MotionLine | None:
        """Return one of the motions."""
        return next((each for each in self.motions if each.id == motion_id), None)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list. ``decided`` are the texts of what was decided."""

    id: UUID
    kind: Text
    kind_code: str
    topic: str
    first_on: date
    last_on: date
    state: MeetingState
    decided: tuple[str, ...]

    @property
    def state_name(self) -> Text:
        """The state in words."""
        return STATE_NAMES[self.state]
