"""What pages and programs are shown of tasks, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.groups.rules.tasks import (
    FOR_NAMES,
    FROM_NAMES,
    STATE_NAMES,
    TO_DO,
    UNFINISHED,
    CameFrom,
    ForWhom,
    TaskState,
)
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as lists show it. ``readable`` says whether the viewer may read its texts, which are blank otherwise.

    ``household`` is what the household is called that it is for, as far as the viewer sees it.
    """

    id: UUID
    group_id: UUID
    place_code: str
    kind: Text
    what: str
    done_means: str
    owner_id: UUID
    owner: str
    due: date
    for_whom: ForWhom
    household_id: UUID | None
    household: Text | str
    came_from: CameFrom
    from_id: UUID | None
    state: TaskState
    set_by: UUID | None
    giver: str
    set_on: date
    taken_on: date | None
    result: str
    reported_by: UUID | None
    reporter: str
    reported_on: date | None
    missing: str
    words: str
    said_by: str
    reason: str
    ended_on: date | None
    version: UUID | None
    readable: bool
    as_of: date

    @property
    def state_name(self) -> Text:
        """The words for its state."""
        return STATE_NAMES[self.state]

    @property
    def tone(self) -> str:
        """The tone of its state: what waits for somebody asks for care."""
        if self.state is TaskState.CONFIRMED:
            return "good"
        return "care" if self.state in (TaskState.REPORTED, TaskState.RETURNED) or self.late else ""

    @property
    def late(self) -> bool:
        """Whether its owner should have done it by now."""
        return self.state in TO_DO and self.due < self.as_of

    @property
    def unfinished(self) -> bool:
        """Whether it is not over."""
        return self.state in UNFINISHED

    @property
    def for_name(self) -> Text | str:
        """For whom it is, in words."""
        return self.household if self.for_whom is ForWhom.HOUSEHOLD and self.household else FOR_NAMES[self.for_whom]

    @property
    def from_name(self) -> Text:
        """Where it came from, in words."""
        return FROM_NAMES[self.came_from]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task, with what can be done; ``actions`` says for each command why it is not possible."""

    task: TaskLine
    group: str
    places: tuple[PlaceLine, ...]
    actions: Mapping[str, Text | None]


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks of a group by the day on which they are due, and the key after which the next ones come."""

    rows: tuple[TaskLine, ...]
    after: str | None
    counts: Mapping[str, int]
