"""Classes of villages by the income of their collective: the scheme is policy, the count is arithmetic."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from xiuhua.kernel.figures import share
from xiuhua.kernel.policy import Policy, PolicyValue
from xiuhua.kernel.text import Text

PREFIX: Final = "registry.village_classes"
UNKNOWN: Final = "unknown"
UNKNOWN_NAME: Final = Text("收入未知", "income not known")


@dataclass(frozen=True, slots=True)
class VillageClass:
    """A class from an income in cents (inclusive) to the next class; the first one has no lower bound."""

    code: str
    name: Text
    at_least_cents: int | None


@dataclass(frozen=True, slots=True)
class ClassScheme:
    """Disjoint classes in ascending order, and which income they are about (``basis``)."""

    name: str
    title: Text
    basis: Text
    classes: tuple[VillageClass, ...]
    source: Text
    verified: bool
    replace: bool
    bounds: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        first, *others = self.classes
        bounds = [item.at_least_cents for item in others]
        if first.at_least_cents is not None or any(bound is None for bound in bounds):
            raise ValueError(f"{self.name}: the first class has no lower bound, every other one has")
        known = tuple(bound for bound in bounds if bound is not None)
        if list(known) != sorted(set(known)) or UNKNOWN in [item.code for item in self.classes]:
            raise ValueError(f"{self.name}: bounds ascend and no class is called {UNKNOWN}")
        object.__setattr__(self, "bounds", known)


class ClassCount(NamedTuple):
    """How many villages are in a class, and their share of all villages in percent (decimal text)."""

    code: str
    name: Text
    villages: int
    share: str


def classify(income_cents: int | None, scheme: ClassScheme) -> str:
    """Return the code of the class; an income that nobody has stated is ``unknown``, never none.

    No income, a loss and zero are the first class of a scheme whose second class begins at one cent.
    """
    if income_cents is None:
        return UNKNOWN
    return scheme.classes[bisect_right(scheme.bounds, income_cents)].code


def count_classes(incomes: Iterable[int | None], scheme: ClassScheme) -> tuple[ClassCount, ...]:
    """Return the count and share of every class in order, empty ones too.

    Shares are of all villages, those of unknown income included; that class is last, and only there if it
    holds a village.
    """
    counts = dict.fromkeys([item.code for item in scheme.classes], 0)
    counts[UNKNOWN] = 0
    for income in incomes:
        counts[classify(income, scheme)] += 1
    whole = sum(counts.values())
    names = {item.code: item.name for item in scheme.classes} | {UNKNOWN: UNKNOWN_NAME}
    return tuple(
        ClassCount(code, names[code], count, share(count, whole))
        for code, count in counts.items()
        if code != UNKNOWN or count
    )


def scheme_names(policy: Policy) -> tuple[str, ...]:
    """Return the names of all schemes that policy knows, in its order."""
    found = [value.key.removeprefix(f"{PREFIX}.") for value in policy.values if value.key.startswith(f"{PREFIX}.")]
    return tuple(dict.fromkeys(found))


def scheme_at(policy: Policy, *, on: date, region: str | None = None, name: str | None = None) -> ClassScheme:
    """Return the named scheme as in force on a day in a place, or the one that policy makes the default there."""
    chosen: str = name or policy.at(PREFIX, on=on, region=region).value
    return _scheme(chosen, policy.at(f"{PREFIX}.{chosen}", on=on, region=region))


def _scheme(name: str, policy: PolicyValue) -> ClassScheme:
    def text(value: dict[str, Any]) -> Text:
        return Text(value["zh"], value["en"])

    value = policy.value
    return ClassScheme(
        name=name,
        title=text(value["title"]),
        basis=text(value["basis"]),
        classes=tuple(
            VillageClass(item["code"], text(item["name"]), item.get("at_least_cents")) for item in value["classes"]
        ),
        source=policy.source,
        verified=policy.verified,
        replace=policy.replace,
    )
