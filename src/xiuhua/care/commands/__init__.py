"""The commands of this module, for the list that site installs."""

from xiuhua.platform.journal.contract import CommandType

COMMAND_TYPES: tuple[CommandType, ...] = ()
