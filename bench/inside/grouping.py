"""Filling villages with work groups, and the pages that will be looked at; runs inside a prepared process.

Groups, members and a first task of each are written through commands. The many tasks and visits after it are
written as rows, as those commands write them, without their entries in the journal: only the pages read them.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.urls import reverse

from bench.inside import filling
from bench.inside.officers import PASSWORD, officer
from xiuhua.groups.commands.establishing import EstablishGroup
from xiuhua.groups.commands.leading import AppointLeader
from xiuhua.groups.commands.members import AddMember
from xiuhua.groups.commands.tasks import SetTask
from xiuhua.groups.models import Member, Task, Visit, WorkGroup
from xiuhua.groups.models.tasks import SEALED
from xiuhua.groups.models.visits import VISIT_SEALED
from xiuhua.groups.rules.tasks import CameFrom, ForWhom, TaskState
from xiuhua.groups.texts import sealed
from xiuhua.kernel.access import Role
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, ancestor
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.platform.exchange import jobs
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.work import services
from xiuhua.registry.models import Household, Village
from xiuhua.site import clock

ORIGIN = UUID("01641a6a-4a00-7000-8000-0000000000c0")
LEADER, OFFICER = "bench-member-0-0", "bench-county"
SAMPLE = 50
DAYS = 400
"""Work goes back so far."""
AT_ONCE = 5000
CHANNELS = ("resident_team", "village_committee", "officer_in_charge", "graduate_official")
OVER = (TaskState.CONFIRMED,) * 7 + (TaskState.DECLINED, TaskState.WITHDRAWN)
GOING_ON = (TaskState.OPEN, TaskState.TAKEN, TaskState.TAKEN, TaskState.REPORTED, TaskState.RETURNED)


def prepare(folder: str, people: int, members: int, tasks: int, visits: int) -> dict[str, int]:
    """Fill an installation: a group for each village, its members, tasks and visits; return how many of each."""
    filling.villages(folder)
    filling.people(people)
    villages = list(Village.objects.order_by("place_code").values_list("place_code", flat=True))
    began = clock.today() - timedelta(days=2 * DAYS)
    for wishes in (_offices(villages), _groups(villages, began), _members(villages, members, began), _first(villages)):
        _do(list(wishes))
    refused = set_password(
        _account(LEADER), PASSWORD, command_id=clock.new_id(), actor=LOCAL_OPERATOR, received_at=clock.now()
    )
    if refused:
        raise RuntimeError(f"nobody leads: {refused}")
    work = _Work(clock.today())
    _write(Task, work.tasks(tasks - len(villages)))
    _write(Visit, work.visits(visits))
    counted = {"groups": WorkGroup, "members": Member, "tasks": Task, "visits": Visit}
    return {name: model.objects.count() for name, model in counted.items()}


def visits() -> dict[str, Any]:
    """Return who signs in, and by page who looks at it and the addresses; ``row`` is one row by its key."""
    leader = actor_for_login(LEADER, on=clock.today(), door="web")
    if leader is None:
        raise RuntimeError("nobody leads")
    home = leader.posts[0].place_code
    county = f"{home[:6]}000000"
    officer(OFFICER, Role.COUNTY_OFFICER, county)
    groups = list(WorkGroup.objects.filter(place_code__startswith=home[:6]).order_by("place_code")[:SAMPLE])
    own = WorkGroup.objects.get(place_code=home)
    job = clock.new_id()
    services.start(jobs.PREVIEW, job_id=job, owner=leader.person_id, arguments={"session": str(clock.new_id())})
    services.run(job)
    pages = {
        "row": (LEADER, [reverse("job", args=[job])]),
        "today of a leader": (LEADER, [reverse("today")]),
        "today of a county": (OFFICER, [reverse("today")]),
        "group": (OFFICER, [reverse("group", args=[each.id]) for each in groups]),
        "group of its leader": (LEADER, [reverse("group", args=[own.id])]),
        "tasks": (OFFICER, [reverse("group-tasks", args=[each.id]) for each in groups]),
        "place": (OFFICER, [reverse("place", args=[each.place_code]) for each in groups]),
        "groups of a county": (OFFICER, [reverse("place-groups", args=[county])]),
    }
    told = {name: {"login": login, "addresses": addresses} for name, (login, addresses) in pages.items()}
    return {"logins": [LEADER, OFFICER], "password": PASSWORD, "pages": told}


def _do(wishes: Sequence[Command]) -> None:
    receipts = execute_many(wishes, actor=LOCAL_OPERATOR, received_at=clock.now())
    refused = {problem.code for receipt in receipts for problem in receipt.problems}
    if refused:
        raise RuntimeError(f"refused: {sorted(refused)}")


def _account(login: str) -> UUID:
    return derived_id(ORIGIN, "account", login)


def _organisation(name: str) -> UUID:
    return derived_id(ORIGIN, "organisation", name)


def _group(code: str) -> UUID:
    return derived_id(ORIGIN, "group", code)


def _offices(villages: Iterable[str]) -> Iterator[Command]:
    """Yield a Party committee for each county and township."""
    places = {ancestor(code, level) for code in villages for level in (Level.COUNTY, Level.TOWNSHIP)}
    for code in sorted(places):
        yield AddOrganisation(
            id=derived_id(ORIGIN, "add", code),
            organisation_id=_organisation(code),
            name=f"{code}党委",
            kind="party_organisation",
            place_code=code,
        )


def _groups(villages: Iterable[str], began: date) -> Iterator[Command]:
    for code in villages:
        county, township = ancestor(code, Level.COUNTY), ancestor(code, Level.TOWNSHIP)
        yield EstablishGroup(
            id=derived_id(ORIGIN, "establish", code),
            group_id=_group(code),
            place_code=code,
            name=f"{code}小组",
            valid_from=began,
            dispatched_by=_organisation(county),
            managed_by=_organisation(county),
            entrusted_to=_organisation(township),
            basis="县委会议",
        )


def _members(villages: Sequence[str], count: int, began: date) -> Iterator[Command]:
    """Yield the members of the groups, as evenly as they can be, and the first of each as its leader."""
    for at, code in enumerate(villages):
        here = count // len(villages) + (at < count % len(villages))
        for number in range(here):
            login = f"bench-member-{at}-{number}"
            member = derived_id(ORIGIN, "member", login)
            yield AddPerson(
                id=derived_id(ORIGIN, "person", login),
                account_id=_account(login),
                login=login,
                name=f"成员{at}之{number}",
                place_code=code,
            )
            yield AddMember(
                id=derived_id(ORIGIN, "join", login),
                group_id=_group(code),
                member_id=member,
                account_id=_account(login),
                channels=("first_secretary",) if number == 0 else (CHANNELS[number % len(CHANNELS)],),
                party_member=True,
                valid_from=began,
            )
            if number == 0:
                yield AppointLeader(
                    id=derived_id(ORIGIN, "lead", code), group_id=_group(code), member_id=member, valid_from=began
                )


def _first(villages: Sequence[str]) -> Iterator[Command]:
    """Yield a first task of each group, which makes the key that seals the others."""
    for at, code in enumerate(villages):
        yield SetTask(
            id=derived_id(ORIGIN, "set", code),
            group_id=_group(code),
            task_id=derived_id(ORIGIN, "task", code),
            what="把村里撂荒地连片的地块量出来",
            owner_id=_account(f"bench-member-{at}-0"),
            due=clock.today() + timedelta(days=at % 30),
        )


class _Work:
    """The rows of the work of all groups, spread evenly over them."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._chance = random.Random(SAMPLE)
        self._groups = list(WorkGroup.objects.order_by("place_code").values_list("id", "place_code"))
        self._homes: defaultdict[str, list[UUID]] = defaultdict(list)
        for home, code in Household.objects.order_by("place_code", "code").values_list("id", "place_code"):
            self._homes[code].append(home)
        self._people: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for group, account in Member.objects.order_by("id").values_list("group_id", "account_id"):
            self._people[group].append(account)
        self._keys = keyring()
        self._keys.load([*(home for some in self._homes.values() for home in some), *(key for key, _ in self._groups)])

    def tasks(self, count: int) -> Iterator[Task]:
        """Yield tasks: six of seven are over, half are for a household."""
        for number in range(count):
            group, code = self._groups[number % len(self._groups)]
            home = self._chance.choice(self._homes[code]) if number % 2 else None
            texts = dict.fromkeys(SEALED, "") | {"what": f"第{number}件：问水务局能不能接自来水", "result": "问过了"}
            begun = self._today - timedelta(days=self._chance.randrange(DAYS))
            state = self._chance.choice(GOING_ON if number % 7 == 0 else OVER)
            yield Task(
                id=clock.new_id(),
                group_id=group,
                place_code=code,
                subject_id=home or group,
                kind="poverty",
                owner_id=self._chance.choice(self._people[group]),
                due=begun + timedelta(days=60) if state in OVER else self._today + timedelta(days=number % 40 - 5),
                for_whom=ForWhom.HOUSEHOLD.value if home else ForWhom.NOBODY.value,
                household_id=home,
                came_from=CameFrom.HAND.value,
                state=state.value,
                set_by=self._people[group][0],
                set_on=begun,
                reported_by=self._chance.choice(self._people[group]) if state is TaskState.REPORTED else None,
                reported_on=self._today if state is TaskState.REPORTED else None,
                **sealed(self._keys, Task._meta.db_table, home or group, texts),
            )

    def visits(self, count: int) -> Iterator[Visit]:
        """Yield visits to the households of each village."""
        for number in range(count):
            group, code = self._groups[number % len(self._groups)]
            home = self._chance.choice(self._homes[code])
            day = self._today - timedelta(days=self._chance.randrange(DAYS))
            texts: Mapping[str, str] = dict.fromkeys(VISIT_SEALED, "") | {"found": f"第{number}次：在家修羊圈"}
            yield Visit(
                id=clock.new_id(),
                group_id=group,
                place_code=code,
                household_id=home,
                visited_on=day,
                visitor_id=self._chance.choice(self._people[group]),
                recorded_on=day,
                **sealed(self._keys, Visit._meta.db_table, home, texts),
            )


def _write(model: Any, rows: Iterator[Any]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        model.objects.bulk_create(some)
