"""Loading the demo into an empty database: places and people through commands, sheets through the import.

Every id follows from one origin that is kept in the data folder, so that a load that was cut off goes on where it
stopped and repeats nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import first
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson, Appoint, NamePlace
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.queries import territories
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.comparing import ListRefused, open_list
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.department_lists import DepartmentLists
from xiuhua.site import clock
from xiuhua.site.demo import (
    accounts,
    commitments,
    expert_days,
    group_work,
    groups,
    help_given,
    help_plans,
    jobs,
    meetings,
    needs,
    training,
)
from xiuhua.site.demo.allowances import LISTED_ON, VILLAGE
from xiuhua.site.demo.cast import Account
from xiuhua.site.demo.corrections import Refused, correct
from xiuhua.site.demo.workbooks import Demo, build

SHEETS = "demo-sheets"
PREFECTURE = ("620100000000", "兰州市")
POSTS_FROM = date(2017, 1, 1)
LOADED = "loaded"
SHEETS_MADE = 6


class Steps(Protocol):
    """Shows how far one part of the loading is."""

    def step(self, done: int, total: int | None = None) -> None:
        """Say how much is done."""
        ...

    def end(self) -> None:
        """Say that the part is done."""
        ...


class DemoRefused(RuntimeError):
    """A part of the demo was refused, which must not happen: the product and its demo do not fit."""


def is_loaded(mark: Path) -> bool:
    """Say whether the database of this mark holds the whole demo."""
    return mark.exists() and LOADED in mark.read_text("ascii").split() and not first.is_open()


def may_load(mark: Path) -> bool:
    """Say whether the database is empty, or holds a demo that was cut off: then nothing real can be lost."""
    return mark.exists() or database_is_empty()


def database_is_empty() -> bool:
    """Say whether there is neither a place nor anybody who can sign in."""
    return first.is_open() and not territories(LOCAL_OPERATOR)


def load(mark: Path, *, show: Callable[[Text], Steps]) -> Demo:
    """Build the sheets and take them in. Raise ``DemoRefused`` where anything is refused."""
    settings.STANDING_TIME = settings.STANDING_TIME or clock.DEMO_INSTANT
    if not mark.exists():
        mark.write_text(f"{clock.new_id()}\n", "ascii")
    origin = UUID(mark.read_text("ascii").split()[0])
    steps = show(Text("生成演示表格", "making the demo's sheets"))
    steps.step(0, SHEETS_MADE)
    demo = build(mark.with_name(SHEETS))
    steps.step(SHEETS_MADE, SHEETS_MADE)
    _take_in(demo.paths.villages, origin, show(Text("导入村的表", "importing the villages")))
    _people(demo.cast, origin, show(Text("开账号", "opening accounts")))
    _take_in(demo.paths.persons, origin, show(Text("导入人口信息表", "importing the people")))
    _take_in(demo.paths.incomes, origin, show(Text("导入收入台账", "importing the incomes")))
    _take_in(demo.paths.plots, origin, show(Text("导入地块表", "importing the plots of land")))
    _compare(demo.paths.allowances, origin, show(Text("比对民政名单", "comparing a department's list")))
    _correct(demo, origin, show(Text("登记更正", "asking for corrections")))
    _accounts(demo, origin, show(Text("登记银行账号", "recording bank accounts")))
    _establish(demo, origin, show(Text("成立小组", "establishing groups")))
    _help(demo, origin, show(Text("安排帮扶", "arranging help")))
    _serve(demo, origin, show(Text("登记需求和服务", "recording needs and services")))
    mark.write_text(f"{origin}\n{LOADED}\n", "ascii")
    return demo


def _help(demo: Demo, origin: UUID, steps: Steps) -> None:
    try:
        help_given.arrange(demo.cast, origin)
        help_plans.plan(demo.cast, origin)
    except help_given.Refused as refusal:
        raise DemoRefused(str(refusal)) from refusal
    steps.step(1, 1)
    steps.end()


def _establish(demo: Demo, origin: UUID, steps: Steps) -> None:
    try:
        group = groups.establish(demo.villages, demo.cast, origin)
        meetings.meet(group, origin)
        group_work.work(demo.cast, group, origin)
        training.train(demo.cast, group, origin)
    except (groups.Refused, meetings.Refused, group_work.Refused, training.Refused) as refusal:
        raise DemoRefused(str(refusal)) from refusal
    steps.step(1, 1)
    steps.end()


def _accounts(demo: Demo, origin: UUID, steps: Steps) -> None:
    try:
        accounts.record_accounts(demo.cast, origin)
    except accounts.Refused as refusal:
        raise DemoRefused(str(refusal)) from refusal
    steps.step(1, 1)
    steps.end()


def _serve(demo: Demo, origin: UUID, steps: Steps) -> None:
    try:
        needs.serve(demo.cast, origin)
        jobs.find_work(demo.cast, origin)
        commitments.promise(demo.cast, origin)
        expert_days.come(demo.cast, origin)
    except (needs.Refused, commitments.Refused, expert_days.Refused) as refusal:
        raise DemoRefused(str(refusal)) from refusal
    steps.step(1, 1)
    steps.end()


def _correct(demo: Demo, origin: UUID, steps: Steps) -> None:
    try:
        correct(demo.cast, origin)
    except Refused as refusal:
        raise DemoRefused(str(refusal)) from refusal
    steps.step(1, 1)
    steps.end()


def _take_in(path: Path, origin: UUID, steps: Steps) -> None:
    kind, found = open_sheet(path.read_bytes(), name=path.name)
    run = Run(_session(origin, path), LOCAL_OPERATOR, clock.now(), clock.today(), catalogue.policy(), keyring())
    taken = accept(kind, found, run, whole=True, progress=steps.step)
    steps.end()
    if not taken.whole:
        raise DemoRefused(path.name)


def _compare(path: Path, origin: UUID, steps: Steps) -> None:
    """Compare a department's list with the register of its village, as the officer of its county would."""
    data, lists = path.read_bytes(), DepartmentLists()
    run = Run(_session(origin, path), LOCAL_OPERATOR, clock.now(), clock.today(), catalogue.policy(), keyring())
    asked, digest = {"place": VILLAGE[0], "on": LISTED_ON.isoformat()}, keyring().digest(data)
    try:
        compared = lists.compare(open_list(data, name=path.name), run, asked, digest, steps.step)
        lists.record(compared, run.session, run, asked, digest)
    except ListRefused as refused:
        raise DemoRefused(path.name) from refused
    steps.end()


def _session(origin: UUID, path: Path) -> UUID:
    return derived_id(origin, "import", path.name)


def _people(cast: tuple[Account, ...], origin: UUID, steps: Steps) -> None:
    receipts = execute_many(list(_commands(cast, origin)), actor=LOCAL_OPERATOR, received_at=clock.now())
    refused = {problem.code for receipt in receipts for problem in receipt.problems}
    for done, account in enumerate(cast, start=1):
        problems = set_password(
            derived_id(origin, "account", account.login),
            account.password,
            command_id=derived_id(origin, "password", account.login),
            actor=LOCAL_OPERATOR,
            received_at=clock.now(),
        )
        refused |= {problem.code for problem in problems}
        steps.step(done, len(cast))
    if refused:
        raise DemoRefused(" ".join(sorted(refused)))


def _commands(cast: tuple[Account, ...], origin: UUID) -> Iterator[Command]:
    code, name = PREFECTURE
    yield NamePlace(id=derived_id(origin, "name", code), place_code=code, name=name)
    for organisation, account in {account.organisation: account for account in cast}.items():
        yield AddOrganisation(
            id=derived_id(origin, "organisation", organisation),
            organisation_id=derived_id(origin, "organisation-id", organisation),
            name=organisation,
            kind=account.organisation_kind,
            place_code=account.place_code,
        )
    for account in cast:
        account_id = derived_id(origin, "account", account.login)
        yield AddPerson(
            id=derived_id(origin, "person", account.login),
            account_id=account_id,
            login=account.login,
            name=account.name,
            place_code=account.place_code,
        )
        yield Appoint(
            id=derived_id(origin, "appoint", account.login),
            post_id=derived_id(origin, "post", account.login),
            account_id=account_id,
            role=account.role,
            place_code=account.place_code,
            organisation_id=derived_id(origin, "organisation-id", account.organisation),
            valid_from=POSTS_FROM,
        )
