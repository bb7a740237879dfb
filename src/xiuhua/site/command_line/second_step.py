"""``xiuhua unlock``: let somebody in whose telephone is lost, the last administrator too."""

import argparse

from xiuhua.platform.accounts.queries import account_of_login
from xiuhua.platform.accounts.second_step import remove
from xiuhua.site import clock
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(
        subparsers,
        "unlock",
        zh="手机丢了：去掉某个账号的两步验证，记入日志",
        en="a telephone is lost: remove the second step of an account; it is journalled",
    )
    parser.add_argument("whose", metavar="LOGIN", help="登录名 / the login of the account")
    add_as(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Remove it; return 1 where there is no such account or it was refused."""
    ensure_ready()
    actor = actor_of(arguments)
    account_id = account_of_login(arguments.whose)
    if actor is None or account_id is None:
        if actor is not None:
            say(f"没有账号 {arguments.whose}", f"no account {arguments.whose}")
        return 1
    receipt = remove(account_id, command_id=clock.new_id(), actor=actor, received_at=clock.now())
    for problem in receipt.problems:
        say_text(catalogue().word(problem).sentence())
    if receipt.accepted and receipt.unchanged:
        say("这个账号没有两步验证", "the account has no second step")
    elif receipt.accepted:
        say("两步验证已去掉，现在只凭密码登录", "the second step is gone; the password alone lets in now")
    print_result({"removed": receipt.accepted and not receipt.unchanged})
    return 0 if receipt.accepted else 1
