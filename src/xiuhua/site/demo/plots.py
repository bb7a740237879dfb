"""The demo's sheet of plots: the page's village has much idle land, its first family rents eleven mu out."""

from collections.abc import Iterable, Iterator
from typing import Final

from xiuhua.site.demo.draws import Draws
from xiuhua.site.demo.incomes import PAGE_VILLAGE
from xiuhua.site.demo.people import Household
from xiuhua.site.demo.sheets import Value

HEADERS: Final = (
    "户编号",
    "户主姓名",
    "地块名称",
    "地块代码",
    "面积(亩)",
    "地类",
    "利用现状",
    "撂荒时间",
    "是否愿意流转",
    "东至",
    "南至",
    "西至",
    "北至",
)
_NAMES: Final = ("河湾地", "门前地", "大梁顶", "阳坡", "沟沿", "二道湾", "石咀子", "后山", "路边", "水渠边")
_AROUND: Final = ("大路", "水渠", "荒坡", "沟", "林地", "村道", "埂子", "")
# Of the page's village much land is idle, as the newspaper tells; elsewhere less.
_USES: Final = {
    True: (("自种", 38.0), ("流转出", 12.0), ("撂荒", 47.0), ("其他", 3.0)),
    False: (("自种", 70.0), ("流转出", 12.0), ("撂荒", 15.0), ("其他", 3.0)),
}
_CLASSES: Final = (("旱地", 62.0), ("水浇地", 24.0), ("园地", 5.0), ("草地", 5.0), ("林地", 4.0))
_WILLING: Final = (("愿意", 45.0), ("不愿意", 15.0), ("没有问", 40.0))


def plot_rows(households: Iterable[Household], *, seed: int) -> Iterator[list[Value]]:
    """Yield the rows of these households; the first one of the page's village has transferred eleven mu."""
    draws = Draws(f"{seed}:plots")
    waiting = True
    for household in households:
        at_page = household.village.name == PAGE_VILLAGE
        code = household.number[-7:]
        if waiting and at_page:
            waiting = False
            rented = ("河湾地", "水浇地", "流转出", "", "")
            yield _row(household, draws, *rented, thousandths=11_000, code=code + "01")
        for at in range(2, 3 + draws.between(0, 2)):
            use = draws.weighted(_USES[at_page])
            idle = use == "撂荒"
            since = str(draws.between(2009, 2016)) if idle and draws.chance(0.8) else ""
            willing = draws.weighted(_WILLING) if idle else ""
            name, kind = _NAMES[(at * 3 + draws.between(0, 2)) % len(_NAMES)], draws.weighted(_CLASSES)
            size = draws.between(4, 50) * 100
            yield _row(household, draws, name, kind, use, since, willing, thousandths=size, code=f"{code}{at:02d}")


def _row(
    household: Household,
    draws: Draws,
    name: str,
    kind: str,
    use: str,
    since: str,
    willing: str,
    *,
    thousandths: int,
    code: str,
) -> list[Value]:
    around = [draws.pick(_AROUND) for _ in range(4)]
    head = household.members[0].name
    return [household.number, head, name, code, thousandths / 1000, kind, use, since, willing, *around]
