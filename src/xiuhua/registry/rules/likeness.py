"""Who may be the same person twice: by code, by number, or by a like name and birth in one township.

Nothing follows from it by itself: a person decides, and until then both stand and every figure counts both.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text

LIMITS: Final = "registry.likeness"
Alike = Callable[[str, str], float]
"""Says how alike two written names are, from 0 to 100."""


class LikenessKind(StrEnum):
    """By what two records are like each other; the first that holds is named."""

    CODE = "code"
    NUMBER = "number"
    NAME = "name"


class Verdict(StrEnum):
    """What a person decided about two records."""

    SAME = "same"
    DIFFERENT = "different"


KIND_NAMES: Final = {
    LikenessKind.CODE: Text("人编号一样", "the same person code"),
    LikenessKind.NUMBER: Text("证件号码前18位一样", "the same first 18 characters of the identity number"),
    LikenessKind.NAME: Text("姓名和出生日期相近，在同一个乡镇", "a like name and birth date in the same township"),
}
VERDICT_NAMES: Final = {
    Verdict.SAME: Text("是同一个人", "the same person"),
    Verdict.DIFFERENT: Text("是两个人", "two people"),
}


class Named(NamedTuple):
    """A person as far as names and births are compared."""

    id: UUID
    household: UUID
    village: str
    name: str
    pinyin: str
    born: date | None
    female: bool | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How near births are (days) and how alike names in pinyin, from 0 to 100, for two records to be asked about."""

    days: int
    alike: int


@dataclass(slots=True)
class Compared:
    """How many pairs were looked at: what blocking leaves of all of them."""

    pairs: int = 0


def limits_at(policy: Policy, *, on: date, region: str | None) -> Limits:
    """Return the limits in force on a day in a place."""
    value: dict[str, Any] = policy.at(LIMITS, on=on, region=region).value
    return Limits(value["days"], value["alike"])


def pair(first: UUID, second: UUID) -> tuple[UUID, UUID]:
    """Return two ids in the order in which a pair is kept."""
    return (first, second) if first.int < second.int else (second, first)


def like_by_name(
    people: Sequence[Named], limits: Limits, *, alike: Alike, compared: Compared
) -> Iterator[tuple[UUID, UUID]]:
    """Yield the pairs of one township whose names are like and whose births are near.

    Births are compared in their order, so that only those near each other meet. Who has none is compared with those
    of the same name in the same village. Members of one household are not: its own checks see them together.
    """
    dated = sorted((each for each in people if each.born is not None), key=_birth)
    begin = 0
    for at, one in enumerate(dated):
        while _days(dated[begin], one) > limits.days:
            begin += 1
        for other in dated[begin:at]:
            compared.pairs += 1
            if _may_be_one(one, other) and (
                one.name == other.name or (one.pinyin and alike(one.pinyin, other.pinyin) >= limits.alike)
            ):
                yield pair(one.id, other.id)
    yield from _without_birth(people, compared)


def _without_birth(people: Iterable[Named], compared: Compared) -> Iterator[tuple[UUID, UUID]]:
    same_name: defaultdict[tuple[str, str], list[Named]] = defaultdict(list)
    for each in people:
        if each.name:
            same_name[each.village, each.name].append(each)
    for found in same_name.values():
        for at, one in enumerate(found):
            for other in found[:at]:
                if one.born is None or other.born is None:
                    compared.pairs += 1
                    if _may_be_one(one, other):
                        yield pair(one.id, other.id)


def _may_be_one(one: Named, other: Named) -> bool:
    return one.household != other.household and (None in (one.female, other.female) or one.female == other.female)


def _birth(person: Named) -> tuple[date, int]:
    return person.born or date.min, person.id.int


def _days(earlier: Named, later: Named) -> int:
    return (later.born - earlier.born).days if earlier.born and later.born else 0
