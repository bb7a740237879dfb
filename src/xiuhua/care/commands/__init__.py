"""The commands of this module, for the list that site installs."""

from xiuhua.care.commands.helping import helping_types
from xiuhua.care.commands.papers import paper_types
from xiuhua.care.commands.plans import plan_types
from xiuhua.care.commands.results import result_types
from xiuhua.care.commands.units import unit_types
from xiuhua.platform.journal.contract import CommandType

COMMAND_TYPES: tuple[CommandType, ...] = (
    *helping_types(),
    *unit_types(),
    *plan_types(),
    *result_types(),
    *paper_types(),
)
