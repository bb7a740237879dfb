"""The villages of the demo: the page's three, and invented ones up to the page's totals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xiuhua.kernel.tables import read_table
from xiuhua.site.demo.draws import Draws

DEFAULT_SEED: Final = 2018
_TOWN: Final = 100
_RURAL_TOWNSHIP: Final = 200
_FIRST_VILLAGE: Final = 200
_LEAST_VILLAGES: Final = 4
_NEAREST: Final = 0.0025


@dataclass(frozen=True, slots=True)
class Village:
    """A village as a row of the sheet states it: income in whole yuan for 2017, place approximate in degrees."""

    code: str
    county: str
    township: str
    name: str
    poor: bool
    pilot: bool
    income: int
    source: str
    longitude: float
    latitude: float


@dataclass(slots=True)
class _Plan:
    """A village while it is being made."""

    township: str
    code: str
    name: str = ""
    poor: bool = False
    pilot: bool = False
    income: int | None = None
    source: str = ""
    fixed: bool = False


def lanzhou() -> Mapping[str, Any]:
    """Return the demo's facts about Lanzhou with their sources (``lanzhou.yaml``)."""
    facts: Mapping[str, Any] = read_table(Path(__file__).with_name("lanzhou.yaml"))
    return facts


def make_villages(*, seed: int = DEFAULT_SEED) -> tuple[Village, ...]:
    """Return the 730 villages of Lanzhou in the order of their codes; the same seed gives the same villages."""
    facts = lanzhou()
    return tuple(village for county in facts["counties"] for village in _county(county, facts=facts, seed=seed))


def _county(county: Mapping[str, Any], *, facts: Mapping[str, Any], seed: int) -> Iterator[Village]:
    draws = Draws(f"{seed}:villages:{county['code']}")
    plans = _empty_plans(county, draws=draws)
    _place_page_villages(plans, [v for v in facts["page_villages"] if v["county"] == county["code"]])
    _name(plans, facts=facts, draws=draws)
    _choose_poor_and_pilots(plans, county=county, draws=draws)
    _give_incomes(plans, county=county, facts=facts, draws=draws)
    centres = {name: _point(county["box"], draws=draws, inner=0.12) for name in county["townships"]}
    taken: list[tuple[float, float]] = []
    for plan in plans:
        longitude, latitude = _scatter(centres[plan.township], box=county["box"], taken=taken, draws=draws)
        yield Village(
            code=plan.code,
            county=county["name"],
            township=plan.township,
            name=plan.name,
            poor=plan.poor,
            pilot=plan.pilot,
            income=plan.income or 0,
            source=plan.source,
            longitude=longitude,
            latitude=latitude,
        )


def _empty_plans(county: Mapping[str, Any], *, draws: Draws) -> list[_Plan]:
    """Deal the county's villages out to its townships, unevenly, and number both (domain code: 6 + 3 + 3 digits)."""
    townships: list[str] = county["townships"]
    total = sum(county["classes"].values())
    sizes = dict.fromkeys(townships, min(_LEAST_VILLAGES, total // len(townships)))
    weights = [(name, 0.5 + draws.random()) for name in townships]
    for _ in range(total - sum(sizes.values())):
        sizes[draws.weighted(weights)] += 1
    numbers = {"镇": _TOWN, "乡": _RURAL_TOWNSHIP}
    plans: list[_Plan] = []
    for name in townships:
        number = numbers[name[-1]]
        numbers[name[-1]] += 1
        plans += [_Plan(name, f"{county['code']}{number}{_FIRST_VILLAGE + n}") for n in range(sizes[name])]
    return plans


def _place_page_villages(plans: list[_Plan], page_villages: list[Mapping[str, Any]]) -> None:
    for village in page_villages:
        plan = next(plan for plan in plans if plan.township == village["township"])
        plan.name, plan.poor, plan.pilot = village["name"], village["poor"], village["pilot"]
        plan.income, plan.source, plan.fixed = village["income"], village["source"], True


def _name(plans: list[_Plan], *, facts: Mapping[str, Any], draws: Draws) -> None:
    """Name the others: never the same first part twice in a township, never a name of the page."""
    page_names = {village["name"] for village in facts["page_villages"]}
    firsts: dict[str, list[str]] = {}
    for plan in plans:
        if plan.fixed:
            continue
        if not firsts.get(plan.township):
            firsts[plan.township] = draws.shuffled(facts["firsts"])
        plan.name = f"{firsts[plan.township].pop()}{draws.pick(facts['landforms'])}村"
        if plan.name in page_names:
            raise ValueError("an invented village has a name of the page")


def _choose_poor_and_pilots(plans: list[_Plan], *, county: Mapping[str, Any], draws: Draws) -> None:
    others = draws.shuffled([plan for plan in plans if not plan.fixed])
    missing_poor = county["poor"] - sum(plan.poor for plan in plans)
    for plan in others[:missing_poor]:
        plan.poor = True
    missing_pilots = county.get("pilots", 0) - sum(plan.pilot for plan in plans)
    for plan in others[: min(missing_pilots, missing_poor)]:
        plan.pilot = True


def _give_incomes(plans: list[_Plan], *, county: Mapping[str, Any], facts: Mapping[str, Any], draws: Draws) -> None:
    """Fill each class up to its count; poor villages are more often without income."""
    threshold: int = facts["threshold"]
    left = dict(county["classes"])
    for plan in plans:
        if plan.fixed:
            left[_class_of(plan.income or 0, threshold=threshold)] -= 1
    others = [plan for plan in plans if not plan.fixed]
    by_means = sorted(others, key=lambda plan: draws.random() - 0.35 * plan.poor)
    exact = county["code"] == facts["threshold_county"]
    for index, plan in enumerate(by_means):
        if index < left["none"]:
            plan.income = 0
            continue
        plan.source = draws.weighted(list(facts["sources"].items()))
        if index < left["none"] + left["below"]:
            plan.income = max(10, int(threshold * draws.random() * draws.random()) // 10 * 10)
        elif exact:
            plan.income, exact = threshold, False
        else:
            plan.income = threshold + draws.between(1, 500) * draws.between(1, 40) * 10


def _class_of(income: int, *, threshold: int) -> str:
    return "none" if income == 0 else "below" if income < threshold else "at_least"


def _point(box: list[float], *, draws: Draws, inner: float) -> tuple[float, float]:
    west, east, south, north = box
    x, y = (inner + (1 - 2 * inner) * draws.random() for _ in range(2))
    return west + x * (east - west), south + y * (north - south)


def _scatter(
    centre: tuple[float, float], *, box: list[float], taken: list[tuple[float, float]], draws: Draws
) -> tuple[float, float]:
    """Return a point around its township's centre, inside the box and not on another village."""
    west, east, south, north = box
    reach = ((east - west) * 0.22, (north - south) * 0.22)
    while True:
        # The sum of three draws lies mostly near the middle and ends at a known distance.
        x, y = (sum(draws.random() for _ in range(3)) * 2 / 3 - 1 for _ in range(2))
        point = round(centre[0] + x * reach[0], 4), round(centre[1] + y * reach[1], 4)
        inside = west <= point[0] <= east and south <= point[1] <= north
        if inside and all(abs(point[0] - a) + abs(point[1] - b) > _NEAREST for a, b in taken):
            taken.append(point)
            return point
