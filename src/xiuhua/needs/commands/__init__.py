"""The commands of this module, for the list that site installs."""

from xiuhua.needs.commands.meeting import meeting_types
from xiuhua.needs.commands.paper import paper_types
from xiuhua.needs.commands.services import service_types
from xiuhua.needs.commands.telling import telling_types
from xiuhua.platform.journal.contract import CommandType

COMMAND_TYPES: tuple[CommandType, ...] = (*service_types(), *telling_types(), *meeting_types(), *paper_types())
