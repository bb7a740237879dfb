"""The commands of this module, for the list that site installs."""

from xiuhua.groups.commands.courses import course_types
from xiuhua.groups.commands.courses_held import held_types
from xiuhua.groups.commands.establishing import establishing_types
from xiuhua.groups.commands.feeds import feed_types
from xiuhua.groups.commands.findings import finding_types
from xiuhua.groups.commands.leading import leader_types
from xiuhua.groups.commands.leave import leave_types
from xiuhua.groups.commands.meeting_moving import moving_types
from xiuhua.groups.commands.meeting_votes import vote_types
from xiuhua.groups.commands.meetings import meeting_types
from xiuhua.groups.commands.members import member_types
from xiuhua.groups.commands.pilot_steps import pilot_step_types
from xiuhua.groups.commands.pilots import pilot_types
from xiuhua.groups.commands.rule_book import rule_types
from xiuhua.groups.commands.task_steps import step_types
from xiuhua.groups.commands.tasks import task_types
from xiuhua.groups.commands.training_needs import training_need_types
from xiuhua.groups.commands.visits import visit_types
from xiuhua.platform.journal.contract import CommandType

COMMAND_TYPES: tuple[CommandType, ...] = (
    *establishing_types(),
    *member_types(),
    *leader_types(),
    *pilot_types(),
    *pilot_step_types(),
    *meeting_types(),
    *moving_types(),
    *vote_types(),
    *feed_types(),
    *task_types(),
    *step_types(),
    *visit_types(),
    *finding_types(),
    *leave_types(),
    *rule_types(),
    *training_need_types(),
    *course_types(),
    *held_types(),
)
