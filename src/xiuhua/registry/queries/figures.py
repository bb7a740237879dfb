"""The figures of places: value, formula in words, policy, day, and the door to their rows."""

from datetime import date

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.registry.queries.village_rows import AskedKind, Basis
from xiuhua.registry.rules.village_words import condition
from xiuhua.registry.rules.villages import ClassCount

ALL = "all"
VILLAGES_UNIT = Text("个村", "villages")
HOUSEHOLDS_UNIT = Text("户", "households")
PEOPLE_UNIT = Text("人", "people")
YUAN = Text("元", "yuan")

MISSING = {
    "position": (
        Text("没有经纬度的村", "villages without a position"),
        Text(
            "数出没有登记经纬度、画不到图上的村。",
            "Villages without longitude and latitude are counted; no map shows them.",
        ),
    ),
    "households": (
        Text("还没有登记农户的村", "villages without a registered household"),
        Text(
            "数出没有一户登记的村；也可能确实没有建档立卡户。",
            "Villages in which no household is registered are counted; there may be none to register.",
        ),
    ),
}
"""What a village can lack besides its income: how it is called, and how it is counted."""


def total_figure(code: str, villages: int, basis: Basis) -> Figure:
    """Return the number of villages in a place."""
    return Figure(
        value=villages,
        unit=VILLAGES_UNIT,
        formula=Text("数出这里现有的行政村。", "The administrative villages that are here now are counted."),
        as_of=basis.on,
        rows=("villages", {"place": code, "class": ALL, **_explicit(basis)}),
    )


def class_figure(code: str, count: ClassCount, basis: Basis) -> Figure:
    """Return the number of villages of a class in a place."""
    said = condition(basis.scheme, count.code)
    return Figure(
        value=count.villages,
        unit=VILLAGES_UNIT,
        formula=Text(
            f"把各村 {basis.year} 年各来源的村集体经济收入相加，数出{said.zh}的村。",
            f"Each village's collective income of {basis.year} is added up over its sources; villages with "
            f"{said.en} are counted.",
        ),
        as_of=basis.as_of,
        rows=("villages", {"place": code, "class": count.code, **_explicit(basis)}),
        policy_key=basis.policy.key,
    )


def missing_figure(code: str, name: str, villages: int, basis: Basis, on: date) -> Figure:
    """Return the number of villages in a place that lack something named in ``MISSING``."""
    door = ("villages", {"place": code, "class": ALL, "missing": name, **_explicit(basis)})
    return Figure(villages, VILLAGES_UNIT, MISSING[name][1], basis.day or on, door)


def asked_figure(code: str, kind: AskedKind, on: date) -> Figure:
    """Return the number of households in a place with an open question of a kind."""
    formula = Text(
        f"数出有这一种待确认疑问的户；疑问共 {kind.questions:,} 处。",
        f"Households with an open question of this kind are counted; there are {kind.questions:,} such questions.",
    )
    return Figure(kind.households, HOUSEHOLDS_UNIT, formula, on, ("questions", {"place": code, "kind": kind.code}))


def household_figure(code: str, households: int, on: date, day: date | None = None) -> Figure:
    """Return the number of registered households in a place, now or on a ``day``."""
    formula = Text(
        "数出这里现在登记着、没有结束的户。", "The households registered here now that have not ended are counted."
    )
    if day is not None:
        formula = Text(
            "数出这里那一天登记着、还没有结束的户。",
            "The households that were registered here on that day and had not ended are counted.",
        )
    return Figure(households, HOUSEHOLDS_UNIT, formula, day or on, ("households", {"place": code, **chosen(day)}))


def people_figure(code: str, people: int, on: date, day: date | None = None) -> Figure:
    """Return the number of people in the registered households of a place, now or on a ``day``."""
    formula = Text(
        "把这里各户现有的成员数相加；已离开的人不算。",
        "The present members of the households here are added up; people who left are not counted.",
    )
    if day is not None:
        formula = Text(
            "数出那一天属于这里各户的人。", "Those who belonged to the households here on that day are counted."
        )
    return Figure(people, PEOPLE_UNIT, formula, day or on, ("households", {"place": code, **chosen(day)}))


def chosen(day: date | None) -> dict[str, str]:
    """Return the day as an argument of an address; today needs none."""
    return {} if day is None else {"on": day.isoformat()}


def income_figure(code: str, year: int, cents: int | None, on: date, day: date | None = None) -> Figure:
    """Return the collective income of a village in a year in yuan, or why it cannot be stated.

    With a ``day`` it is what had been stated by then.
    """
    why_not = Text(f"{year} 年收入还没有登记", f"no income of {year} is on record")
    if day is not None:
        why_not = Text(f"到那一天还没有登记 {year} 年收入", f"no income of {year} had been stated by that day")
    return Figure(
        value=None if cents is None else yuan(cents),
        unit=YUAN,
        formula=Text(
            f"把登记的 {year} 年各来源的村集体经济收入相加。",
            f"The collective income of {year} on record is added up over its sources.",
        ),
        as_of=min(day or on, date(year, 12, 31)),
        rows=("collective-income", {"village": code, "year": str(year), **chosen(day)}),
        why_not=why_not,
    )


def _explicit(basis: Basis) -> dict[str, str]:
    return {"year": str(basis.year), "scheme": basis.scheme.name, **chosen(basis.day)}
