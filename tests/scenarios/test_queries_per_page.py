"""How many queries each page costs: written down, and the same in a small territory and in a larger one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support import gathered
from support.cast import (
    PASSWORD,
    TODAY,
    Cast,
    Member,
    Viewer,
    Zone,
    bring,
    do,
    fresh,
    row_of,
    sheet,
    work,
)
from support.matrix import OPEN, Address, addresses
from support.standing import INSIDE, standings
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson, Appoint, IssueToken, NamePlace
from xiuhua.platform.accounts.rules.organisations import OrganisationKind
from xiuhua.platform.exchange import jobs, steps
from xiuhua.platform.work import services
from xiuhua.registry.commands.members import CorrectHousehold, JoinHousehold
from xiuhua.registry.commands.record import Member as NewMember
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome

pytestmark = pytest.mark.django_db

HERE = "tests/scenarios/test_queries_per_page.py"
LOOKING = ("county", "administrator", "prefecture", "auditor", "member", "department")
"""Who looks at a page: the first of these who may."""

ABOVE = {"place (township)": (9, 13), "place (county)": (6, 14), "place (prefecture)": (4, 14)}
"""Pages of the places above the village that is looked at: by label the digits of their codes and their queries."""

ONE_KIND = {"journal": "?kind=registry.record_village", "journal?place": "&kind=registry.record_village"}
"""Of which kind of entry a list is asked for: what has to be named differs by kind."""

READ = [address for address in addresses() if "GET" in address.methods and address.name not in OPEN]
LABELS = sorted({*ABOVE, *(address.label for address in READ)})

Counts = dict[str, list[int]]
"""By the label of a page: the queries with each of its sets of arguments, in their order."""


@pytest.fixture(scope="module")
def counted(cast: Cast) -> tuple[Counts, Counts]:
    """Return the queries of every page in the cast as it is loaded, and after much more has come."""
    small = counts(cast)
    enlarge(cast)
    return small, counts(cast)


@pytest.mark.parametrize("label", LABELS)
def test_a_page_costs_what_is_written_down_however_large_the_territory(
    label: str, counted: tuple[Counts, Counts]
) -> None:
    small, large = (each[label] for each in counted)
    # It may cost less: a list names each kind of record that is on it by one query, and there may be fewer kinds.
    assert all(a >= b for a, b in zip(small, large, strict=True)), (
        f"{label} costs more the more there is: {small}, {large}"
    )
    said, where = declared(label)
    assert said == small, f"{label} costs {small} queries, not {said}: say so in {where}"


def declared(label: str) -> tuple[list[int | None], str]:
    """Return what a page is said to cost, and where."""
    if label in ABOVE:
        return [ABOVE[label][1]], f"ABOVE in {HERE}"
    pages = [address for address in READ if address.label == label]
    return [address.asked.queries for address in pages], f"asked(…) of its Page in a file of {pages[0].folder}"


def counts(cast: Cast) -> Counts:
    """Return how many queries each page costs for whoever looks at it."""
    clients = {login: Client() for login in LOOKING}
    for login, client in clients.items():
        client.post("/sign-in", {"login": login, "password": PASSWORD})
    found: Counts = {}
    for address in READ:
        viewer = looking(cast, address)
        path = address.path(address.filled("GET", standings(cast, viewer)[INSIDE])) + ONE_KIND.get(address.label, "")
        found.setdefault(address.label, []).append(cost(clients[viewer.login], path))
    code = cast.zones["A1"].place_code
    for label, (digits, _) in ABOVE.items():
        found[label] = [cost(clients["prefecture"], reverse("place", args=[code[:digits].ljust(len(code), "0")]))]
    return found


def looking(cast: Cast, address: Address) -> Viewer:
    """Return who looks at a page."""
    able = (cast.viewers[login] for login in LOOKING)
    return next(each for each in able if address.access is None or each.role in address.access.roles)


def cost(client: Client, path: str) -> int:
    """Return the queries of a page that was asked for before; a page may lead on to another one."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code in (200, 302), f"{path} answers {answer.status_code}"
    return sum("SAVEPOINT" not in each["sql"] for each in captured)


def enlarge(cast: Cast) -> None:
    """Let more of everything come: places, people, their history, accounts, imports, jobs, tokens."""
    zone = cast.zones["A1"]
    county, township = zone.place_code[:6], zone.place_code[:9]
    names = {f"{county}{178 + n}000": f"第{n}乡" for n in range(3)} | {
        f"{township}{300 + n}": f"第{n}村" for n in range(12)
    }
    do([NamePlace(id=fresh(), place_code=code, name=name) for code, name in names.items()])
    for year in (2015, 2016):
        do([stated(code, year) for code in (zone.place_code, *names) if not code.endswith("000")])
    do([CorrectHousehold(id=fresh(), household_id=zone.household, per_head_income=f"{2700 + n}") for n in range(8)])
    do([newcomer(zone, n) for n in range(4)])
    for login in LOOKING:
        viewer = cast.viewers[login]
        do([token(viewer, n) for n in range(4)])
        for _ in range(4):
            services.start(jobs.PREVIEW, job_id=fresh(), owner=viewer.account, arguments={"session": str(fresh())})
        if "session" in cast.own[login]:
            for part in range(3):
                cast.own[login]["session"] = imported(viewer, zone, f"{LOOKING.index(login)}{part}")
    work()
    do([command for n in range(6) for command in colleague(county, n)])
    for more in gathered.functions("enlarge"):
        more(cast)


def stated(code: str, year: int) -> RecordVillage:
    """Return a wish that states what a village earned in a year, from two sources."""
    incomes = tuple(StatedIncome(year=year, source=source, amount="900.00") for source in ("光伏", "出租"))
    return RecordVillage(id=fresh(), village_code=code, origin="form", stated_on=TODAY, incomes=incomes)


def newcomer(zone: Zone, n: int) -> JoinHousehold:
    """Return a wish that lets somebody join the household that is looked at."""
    member = NewMember(id=fresh(), name=f"新来{n}", relation="之女", code=f"66000000000{n}")
    return JoinHousehold(id=fresh(), household_id=zone.household, member=member, on=TODAY, cause="moved_in")


def token(viewer: Viewer, n: int) -> IssueToken:
    """Return a wish for one more token of somebody."""
    digest, expires = f"{viewer.account.hex}{n:032d}", date(2018, 8, 1)
    return IssueToken(
        id=fresh(), token_id=fresh(), account_id=viewer.account, label_text="程序", digest=digest, expires=expires
    )


def imported(viewer: Viewer, zone: Zone, mark: str) -> Any:
    """Take in ten more households, with something to ask of each; one more stays under review."""
    homes = []
    for n in range(11):
        code = f"66{mark}{n:08d}"
        head, child = (Member(f"何{name}{n}", f"{code}0{at}", "", "") for at, name in enumerate(("大山", "小山"), 1))
        wrong = {"人均纯收入": "很多"} if n == 10 else {}
        homes.append(
            [row_of(zone, head, code, 与户主关系="户主", **wrong), row_of(zone, child, code, 与户主关系="之子")]
        )
    session = bring(viewer.actor, sheet(*homes), f"{mark}.xlsx")
    steps.take_in(viewer.actor, session, command_id=fresh())
    work()
    return session


def colleague(county: str, n: int) -> Iterator[Any]:
    """Yield the wishes that open one more account, with an organisation and a post."""
    account, organisation, place = fresh(), fresh(), f"{county}000000"
    yield AddOrganisation(
        id=fresh(),
        organisation_id=organisation,
        name=f"第{n}办公室",
        kind=OrganisationKind.OFFICE,
        place_code=place,
        external_code=f"colleague-{n}",
        external_source="test",
    )
    yield AddPerson(id=fresh(), account_id=account, login=f"colleague-{n}", name=f"同事{n}", place_code=place)
    yield Appoint(
        id=fresh(),
        post_id=fresh(),
        account_id=account,
        role=Role.COUNTY_OFFICER,
        place_code=place,
        organisation_id=organisation,
        valid_from=TODAY,
    )
