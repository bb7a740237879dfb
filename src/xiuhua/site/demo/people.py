"""Invented households: families whose ages, schooling, health, work and circumstances fit together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from xiuhua.site.demo import names
from xiuhua.site.demo.draws import Draws
from xiuhua.site.demo.identity import IdentityNumbers
from xiuhua.site.demo.lives import Life, live
from xiuhua.site.demo.villages import Village

# A prefix that no carrier was using when this was written, so that no invented number rings anywhere.
_PHONE_PREFIX: Final = "161"
_GROUPS: Final = ("一社", "二社", "三社", "四社", "五社")
_NATIONALITIES: Final = (("汉族", 95.0), ("回族", 3.0), ("藏族", 1.0), ("东乡族", 1.0))
_DISABILITY_CERTIFICATES: Final = 0.4


@dataclass(slots=True)
class Member:
    """A person of a household. ``identity`` has 18 characters, or 20 or 22 where it is a disability certificate."""

    number: str
    name: str
    identity: str
    male: bool
    age: int
    relation: str
    life: Life


@dataclass(slots=True)
class Household:
    """A registered household as a sheet states it. ``income`` is the stated net income per head in cents."""

    number: str
    village: Village
    group: str
    nationality: str
    members: list[Member]
    exited: bool
    kind: str
    cause: str
    unsafe_house: bool
    safe_water: bool
    income: int
    phone: str
    size: int = field(default=0)

    def __post_init__(self) -> None:
        self.size = self.size or len(self.members)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A place in a family before it has a person: relation, sex and age at the end of the year."""

    relation: str
    male: bool
    age: int


class Families:
    """Makes households one after another, numbered from ``first_number`` (15 digits), from one source of draws."""

    def __init__(self, draws: Draws, *, as_of: date, first_number: int) -> None:
        self._draws = draws
        self._as_of = as_of
        self._number = first_number
        self._identities = IdentityNumbers()

    def household(self, village: Village) -> Household:
        """Return a new household of this village."""
        draws = self._draws
        number = f"{self._number:015d}"
        self._number += 1
        nationality = draws.weighted(_NATIONALITIES)
        members = self._members(_family(draws), number=number)
        exited = draws.chance(0.58)
        self._insure(members, exited=exited)
        kind = _kind(members, draws=draws)
        return Household(
            number=number,
            village=village,
            group=draws.pick(_GROUPS),
            nationality=nationality,
            members=members,
            exited=exited,
            kind=kind,
            cause=draws.weighted(_causes(members)),
            unsafe_house=not exited and draws.chance(0.08),
            safe_water=exited or not draws.chance(0.05),
            income=draws.between(360_000, 920_000) if exited else draws.between(98_000, 289_000),
            phone=f"{_PHONE_PREFIX}{draws.between(0, 99_999_999):08d}",
        )

    def _members(self, seats: Sequence[_Seat], *, number: str) -> list[Member]:
        draws = self._draws
        # Everybody born into the family bears the head's surname, also where she is a woman.
        family_name = names.surname(draws)
        taken: set[str] = set()
        members = []
        for order, seat in enumerate(seats, 1):
            birth = self._birth(seat.age)
            name = self._name(seat, family_name=family_name, born=birth.year, taken=taken)
            life = live(draws, age=seat.age, male=seat.male, at_home=seat.relation in ("之子", "之女"))
            identity = self._identities.issue(birth=birth, male=seat.male)
            if life.health == "残疾" and draws.chance(_DISABILITY_CERTIFICATES):
                identity += f"{draws.between(1, 4)}{draws.between(2, 4)}" + ("B1" if draws.chance(0.2) else "")
            members.append(Member(f"{number}{order:02d}", name, identity, seat.male, seat.age, seat.relation, life))
        return members

    def _birth(self, age: int) -> date:
        """Return a birthday that gives this age at the end of the year.

        The youngest are born by June, and nobody turns six in the half-year after the sheet: so a reader who
        counts ages some months earlier or later than the sheet still finds nothing to ask.
        """
        year = self._as_of.year - age
        first = date(year, 7, 1) if age == 5 else date(year, 1, 1)
        last = date(year, 6, 30) if age == 0 else date(year, 12, 31)
        return first + timedelta(days=self._draws.between(0, (last - first).days))

    def _name(self, seat: _Seat, *, family_name: str, born: int, taken: set[str]) -> str:
        """Return a name that nobody else in the household has; those who married in bring their own surname."""
        married_in = seat.relation in ("配偶", "之母", "之儿媳")
        while True:
            surname = names.surname(self._draws) if married_in else family_name
            name = surname + names.given_name(self._draws, born=born, male=seat.male)
            if name not in taken:
                taken.add(name)
                return name

    def _insure(self, members: list[Member], *, exited: bool) -> None:
        """Take the cover for serious illness from some healthy members of households that have not exited."""
        for member in members:
            if not exited and member.life.health == "健康" and self._draws.chance(0.04):
                member.life.insured = False


def households(families: Families, villages: Sequence[tuple[Village, int]]) -> Iterator[Household]:
    """Yield the given number of households for each village."""
    for village, count in villages:
        for _ in range(count):
            yield families.household(village)


def _family(draws: Draws) -> list[_Seat]:
    shape = draws.weighted(
        (
            ("single", 0.09),
            ("old couple", 0.13),
            ("parents", 0.45),
            ("one parent", 0.06),
            ("three", 0.14),
            ("elders", 0.13),
        )
    )
    if shape == "single":
        return [_Seat("户主", draws.chance(0.7), draws.between(60, 83))]
    if shape == "old couple":
        return _couple(draws, ages=(61, 80))
    if shape == "one parent":
        male = draws.chance(0.5)
        age = draws.between(30, 50)
        return [_Seat("户主", male, age), *_children(draws, parent_age=age, count=draws.between(1, 2))]
    if shape == "elders":
        return _elders(draws)
    couple = _couple(draws, ages=(27, 56))
    younger = min(seat.age for seat in couple)
    children = _children(draws, parent_age=younger, count=draws.weighted(((1, 40), (2, 48), (3, 12))))
    return [*couple, *children, *(_grandparents(draws, head_age=couple[0].age) if shape == "three" else [])]


def _couple(draws: Draws, *, ages: tuple[int, int]) -> list[_Seat]:
    male = draws.chance(0.85)
    age = draws.between(*ages)
    # Husbands are mostly a little older.
    spouse = age + draws.between(-5, 1) * (1 if male else -1)
    return [_Seat("户主", male, age), _Seat("配偶", not male, max(24, spouse))]


def _children(draws: Draws, *, parent_age: int, count: int) -> list[_Seat]:
    """Return up to ``count`` children, the eldest first, born when the younger parent was 21 to 36, none over 27."""
    ages: list[int] = []
    age = min(parent_age - draws.between(21, 28), 27)
    while len(ages) < count and age >= 0 and parent_age - age <= 36:
        ages.append(age)
        age -= draws.between(2, 5)
    return [_Seat("之子" if male else "之女", male, age) for age in ages for male in (draws.chance(0.53),)]


def _grandparents(draws: Draws, *, head_age: int) -> list[_Seat]:
    mother = head_age + draws.between(20, 27)
    father = mother + draws.between(0, 4)
    seats = [_Seat("之父", True, father), _Seat("之母", False, mother)]
    alive = [seat for seat in seats if seat.age <= 86]
    return alive if draws.chance(0.4) else alive[-1:]


def _elders(draws: Draws) -> list[_Seat]:
    """An elderly couple as head and spouse, with a married son, his wife and their children."""
    couple = _couple(draws, ages=(52, 70))
    mother = min(seat.age for seat in couple)
    son = min(mother - draws.between(20, 26), 44)
    wife = max(22, son - draws.between(0, 4))
    grandchildren = _children(draws, parent_age=wife, count=draws.between(1, 2))
    relations = {"之子": "之孙子", "之女": "之孙女"}
    small = [_Seat(relations[seat.relation], seat.male, seat.age) for seat in grandchildren]
    return [*couple, _Seat("之子", True, son), _Seat("之儿媳", False, wife), *small]


def _kind(members: Sequence[Member], *, draws: Draws) -> str:
    workers = sum(member.life.can_work for member in members)
    if len(members) == 1 and workers == 0:
        return "特困供养贫困户"
    return "低保贫困户" if workers == 0 or draws.chance(0.22) else "一般贫困户"


def _causes(members: Sequence[Member]) -> list[tuple[str, float]]:
    """Return the causes of poverty that this family can have, with how often each is named."""
    lives = [member.life for member in members]
    workers = sum(life.can_work for life in lives)
    causes = [("缺技术", 10.0), ("缺资金", 8.0), ("缺水", 4.0), ("缺土地", 2.0), ("因灾", 2.0), ("交通条件落后", 4.0)]
    if workers:
        causes.append(("自身发展动力不足", 2.0))
    if workers * 3 <= len(lives):
        causes.append(("缺劳力", 20.0))
    if any(life.health in ("患有大病", "长期慢性病") for life in lives):
        causes.append(("因病", 30.0))
    if any(life.health == "残疾" for life in lives):
        causes.append(("因残", 40.0))
    if any(life.school[:2] in ("高中", "大专", "本科") for life in lives):
        causes.append(("因学", 25.0))
    return causes
