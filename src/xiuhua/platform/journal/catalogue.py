"""The commands of this installation, wired by site once."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from xiuhua.kernel.policy import Policy
from xiuhua.platform.journal.contract import CommandType

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


class _Installed:
    def __init__(self) -> None:
        self.types: dict[str, CommandType] = {}
        self.policy = Policy((), "")
        self.code_version = ""


_installed = _Installed()


def install(command_types: Iterable[CommandType], *, policy: Policy, code_version: str) -> None:
    """Set the commands, the policy in force and the version of the code; site calls this at start."""
    types = list(command_types)
    _installed.types = {each.command.code: each for each in types}
    if len(_installed.types) != len(types):
        raise ValueError("two commands share a code")
    _installed.policy = policy
    _installed.code_version = code_version


def command_type(code: str) -> CommandType:
    """Return the command type of a code. Raise ``KeyError`` for an unknown one."""
    return _installed.types[code]


def command_types() -> Iterator[CommandType]:
    """Return every installed command type, in code order."""
    return (kind for _, kind in sorted(_installed.types.items()))


def policy() -> Policy:
    """Return the policy in force."""
    return _installed.policy


def code_version() -> str:
    """Return the version of the code, kept in each entry."""
    return _installed.code_version
