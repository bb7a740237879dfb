"""``xiuhua serve``: the pages and the worker, in one command."""

import argparse
import os

from django.conf import settings

from xiuhua.platform.accounts.first import offer_code
from xiuhua.site import clock
from xiuhua.site.command_line.console import Subparsers, say, verb
from xiuhua.site.command_line.demo import load_if_empty, say_accounts
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.command_line.rotate_key import finish_rotation
from xiuhua.site.demo.loading import is_loaded
from xiuhua.site.serve import PortTaken, Supervisor, port_is_free, reachable


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "serve", zh="启动网页和后台工作", en="serve the pages and run the jobs")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 / address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="端口 / port (%(default)s)")
    parser.add_argument(
        "--demo", action="store_true", help="空库时先装入演示数据 / load the demo first if the database is empty"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, load the demo if asked and empty, serve until told to stop.

    A taken port is said at once, before anybody has waited for the demo; and that a database holds the demo, to
    whoever wanted none.
    """
    if not port_is_free(arguments.host, arguments.port):
        return _taken(f"{arguments.host}:{arguments.port}")
    ensure_ready()
    finish_rotation()
    demo = arguments.demo and load_if_empty()
    if not arguments.demo and is_loaded(settings.DEMO_MARK):
        say(
            "这个库里是演示数据；正式使用请换一个数据目录（例如 XIUHUA_HOME=~/xiuhua-data）",
            "this database holds the demo; for real use name another data folder (such as XIUHUA_HOME=~/xiuhua-data)",
        )
    if settings.STANDING_TIME is not None:
        clock.standing_time({**os.environ, "XIUHUA_DEMO": ""}, settings.DEMO_MARK)
    host = reachable(arguments.host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{arguments.port}/"

    def greet() -> None:
        if demo:
            say_accounts()
        elif (code := offer_code()) is not None:
            say(
                f"还没有账号。请打开 {address}first-administrator，一次性代码：{code}",
                f"no account yet: open {address}first-administrator, one-time code {code}",
            )
        say(f"已启动：{address}  （Ctrl+C 停止）", f"serving at {address}  (Ctrl+C stops)")

    try:
        Supervisor(arguments.host, arguments.port, say).run(greet)
    except PortTaken as taken:
        return _taken(str(taken))
    return 0


def _taken(where: str) -> int:
    say(f"{where} 已被占用，请换一个端口（PORT=8001 或 --port 8001）", f"{where} is in use; choose another port")
    return 1
