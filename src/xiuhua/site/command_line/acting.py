"""Who acts at the terminal: the local operator, who may do everything, or a person with posts (``--as``)."""

import argparse

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.site import clock
from xiuhua.site.command_line.console import say


def add_as(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a person."""
    parser.add_argument("--as", dest="login", metavar="LOGIN", help="以某人的岗位操作 / act as a person with posts")


def actor_of(arguments: argparse.Namespace) -> Actor | None:
    """Return who acts; say so and return ``None`` where there is no such account."""
    if arguments.login is None:
        return LOCAL_OPERATOR
    found = actor_for_login(arguments.login, on=clock.today())
    if found is None:
        say(f"没有账号 {arguments.login}", f"no account {arguments.login}")
    return found


def operator() -> Actor:
    """Return the local operator of the command line."""
    return LOCAL_OPERATOR
