"""What stands against taking back a step of a meeting, though no later entry touched its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeGuard
from uuid import UUID

from xiuhua.groups.models import Attendance, Ballot, Decision, Invitation, Meeting, MeetingSession, Motion
from xiuhua.groups.rules.meetings import Came, MeetingState, state_problem
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.contract import Context, UndoCheck

_PARTS: Final = (Meeting, MeetingSession, Attendance, Motion, Ballot, Decision)
_BEFORE_IT: Final = frozenset({"moved", "notice_on", "notice_by"})
"""What changes of a meeting only while it is planned."""


class StepsTakenBack:
    """What stands against undoing: votes rest on who was there, and what was closed stays as it was closed."""

    def __init__(self, changes: Sequence[Change], context: Context) -> None:
        """Read the meetings that would change: their sessions, who came to them, and what was put to the vote."""
        using, ids = context.using, {_meeting_of(each) for each in changes if each.model in _PARTS}
        self._states: dict[UUID, str] = dict(Meeting.objects.using(using).filter(id__in=ids).values_list("id", "state"))
        sessions = MeetingSession.objects.using(using).filter(meeting_id__in=ids)
        self._sessions: dict[UUID, UUID] = dict(sessions.values_list("id", "meeting_id"))
        self._typed = {each.id for each in sessions if each.typed_on is not None}
        motions = Motion.objects.using(using).filter(meeting_id__in=ids)
        self._motions: dict[UUID, UUID] = dict(motions.values_list("id", "session_id"))
        invited = Invitation.objects.using(using).filter(meeting_id__in=ids, votes=True)
        self._voters = set(invited.values_list("id", flat=True))
        came = Attendance.objects.using(using).filter(meeting_id__in=ids)
        self._came: dict[UUID, tuple[UUID, UUID, str]] = {
            each.id: (each.session_id, each.person_id, each.came) for each in came
        }

    def __call__(self, changes: Sequence[Change]) -> Problem | None:
        """Return why these changes cannot be made; those that can are counted."""
        parts = [each for each in changes if each.model in _PARTS]
        meeting = _meeting_of(parts[0])
        if meeting not in self._states:
            return None
        of_it = [each for each in changes if each.model is Meeting and isinstance(each, Update)]
        named = {name for each in of_it for name in each.after}
        if named & _BEFORE_IT or len(of_it) < len(parts):
            allowed = (MeetingState.PLANNED,) if named & _BEFORE_IT else (MeetingState.PLANNED, MeetingState.HELD)
            if problems := state_problem(self._states[meeting], *allowed):
                return problems[0]
        voted = set(self._motions.values())
        touched = {session for each in changes if (session := self._apply(each)) is not None}
        put = {_id(each, "id"): _id(each, "session_id") for each in changes if _comes(each, Motion)}
        if touched & voted & set(self._motions.values()) or self._untold(meeting) or self._otherwise(put, changes):
            return Problem("meeting_went_on")
        return None

    def _apply(self, change: Change) -> UUID | None:
        """Count one change; return the session of which it changes who came, if it does."""
        if change.model is Meeting and isinstance(change, Update):
            self._states[change.key] = change.after.get("state", self._states[change.key])
        elif change.model is MeetingSession and isinstance(change, Update):
            if "typed_on" in change.after:
                (self._typed.discard if change.after["typed_on"] is None else self._typed.add)(change.key)
            return change.key if {"typed_on", "villagers", "named"} & change.after.keys() else None
        elif change.model is Motion:
            if isinstance(change, Insert):
                self._motions[_id(change, "id")] = _id(change, "session_id")
            elif isinstance(change, Delete):
                self._motions.pop(_id(change, "id"), None)
        elif change.model is Attendance:
            return self._counted(change)
        return None

    def _counted(self, change: Change) -> UUID:
        if isinstance(change, Insert):
            session = _id(change, "session_id")
            self._came[_id(change, "id")] = (session, _id(change, "person_id"), change.values["came"])
            return session
        if isinstance(change, Delete):
            return self._came.pop(_id(change, "id"))[0]
        session, person, came = self._came[change.key]
        self._came[change.key] = (session, person, change.after.get("came", came))
        return session

    def _untold(self, meeting: UUID) -> bool:
        """Say whether a meeting would be planned again although who came to one of its sessions is typed."""
        if self._states[meeting] != MeetingState.PLANNED:
            return False
        return any(self._sessions.get(session) == meeting for session in self._typed)

    def _otherwise(self, put: Mapping[UUID, UUID], changes: Sequence[Change]) -> bool:
        """Say whether a motion would come back with the votes of others than those who were there, as is typed now."""
        votes: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for each in changes:
            if _comes(each, Ballot):
                votes[_id(each, "motion_id")].add(_id(each, "person_id"))
        there: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for session, person, came in self._came.values():
            if came == Came.PRESENT and person in self._voters:
                there[session].add(person)
        return any(votes[key] != there[session] or session not in self._typed for key, session in put.items())


def _comes(change: Change, model: type[Any]) -> TypeGuard[Insert]:
    return change.model is model and isinstance(change, Insert)


def _meeting_of(change: Change) -> UUID:
    """Return the meeting to which a changed row belongs: it is the record of each of them."""
    return _id(change, "id" if change.model is Meeting else "meeting_id") if isinstance(change, Insert) else change.root


def _id(change: Insert | Delete, column: str) -> UUID:
    """Return an id in a row that comes or goes; undoing reads it as text."""
    values = change.values if isinstance(change, Insert) else change.before
    return UUID(str(values[column]))


WHILE_IT_GOES_ON: Final = UndoCheck(reached=lambda records: (), begin=StepsTakenBack)
"""A step of a meeting is taken back while it could be taken, and while no vote rests on it."""
