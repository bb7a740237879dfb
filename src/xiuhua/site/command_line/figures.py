"""``xiuhua figures``: the figures of a place as JSON, as of today or of a day gone by."""

import argparse

from xiuhua.kernel.refusals import Problem
from xiuhua.registry.queries.days import day_problem
from xiuhua.registry.queries.village_sums import place_sums
from xiuhua.registry.rules.days import read_day
from xiuhua.site import clock
from xiuhua.site.api.figures import figures
from xiuhua.site.command_line.acting import actor_of, add_as
from xiuhua.site.command_line.console import Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "figures", zh="一个地方某一天的数", en="the figures of a place as of a day")
    parser.add_argument("--place", required=True, metavar="CODE", help="12 位区划代码 / a place's 12-digit code")
    parser.add_argument("--on", metavar="DATE", help="哪一天，不写就是今天 / as of which day; today if absent")
    parser.add_argument("--year", type=int, help="哪一年的收入 / of which year the incomes are")
    add_as(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; return 1 where the place is absent or the day cannot be answered."""
    ensure_ready()
    actor, today = actor_of(arguments), clock.today()
    if actor is None:
        return 1
    day = read_day(arguments.on) if arguments.on else today
    if day is None:
        return _refused(Problem("day_not_read", "on", {"value": arguments.on}))
    problem = day_problem(actor, arguments.place, day, today=today)
    if problem is not None:
        return _refused(problem)
    found = place_sums(actor, arguments.place, year=arguments.year, day=day, today=today)
    if found is None:
        say(f"没有找到 {arguments.place}", f"{arguments.place} was not found")
        return 1
    print_result(figures(found))
    return 0


def _refused(problem: Problem) -> int:
    say_text(catalogue().word(problem).sentence())
    return 1
