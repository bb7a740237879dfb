"""What is kept of people, by kind: for which purposes, on which ground, how long, who sees it. The list is policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text

DATA_SETS_KEY: Final = "registry.data_sets"


class Ground(StrEnum):
    """On which ground something is kept: a statutory duty, or the consent of whoever it is about."""

    DUTY = "duty"
    CONSENT = "consent"


GROUND_NAMES: Final[Mapping[Ground, Text]] = {
    Ground.DUTY: Text("履行法定职责", "a statutory duty"),
    Ground.CONSENT: Text("取得本人同意", "the consent of the person"),
}


@dataclass(frozen=True, slots=True)
class DataSet:
    """One kind of data: ``fields`` by table and column, ``seen`` by the rows of the access table that show it.

    ``of_households`` is not so for what is kept of members of groups: no household is told of it or agrees to it.
    """

    code: str
    name: Text
    fields: tuple[str, ...]
    purposes: tuple[str, ...]
    ground: Ground
    law: Text
    kept: Text
    seen: tuple[str, ...]
    used_by: Text
    of_households: bool = True


def data_sets(policy: Policy, *, on: date, region: str | None = None) -> tuple[DataSet, ...]:
    """Return the data sets of a day in a place. Raise ``ValueError`` where a code or a field stands in two of them."""
    found = tuple(_data_set(each) for each in policy.at(DATA_SETS_KEY, on=on, region=region).value)
    for named in ([each.code for each in found], [field for each in found for field in each.fields]):
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise ValueError(f"{DATA_SETS_KEY}: {twice} stand twice")
    return found


def sets_of_households(policy: Policy, *, on: date, region: str | None = None) -> tuple[DataSet, ...]:
    """Return the data sets that hold something about households and their people."""
    return tuple(each for each in data_sets(policy, on=on, region=region) if each.of_households)


def data_set_name(code: str, policy: Policy) -> Text:
    """Return what a data set is called, also where it has left the list since; else the code itself."""
    lists = [each.value for each in reversed(policy.values) if each.key == DATA_SETS_KEY]
    return next((_text(told["name"]) for listed in lists for told in listed if told["code"] == code), Text(code, code))


def _data_set(told: Mapping[str, Any]) -> DataSet:
    return DataSet(
        code=told["code"],
        name=_text(told["name"]),
        fields=tuple(told["fields"]),
        purposes=tuple(told["purposes"]),
        ground=Ground(told["ground"]),
        law=_text(told["law"]),
        kept=_text(told["kept"]),
        seen=tuple(told["seen"]),
        used_by=_text(told["used_by"]),
        of_households=told.get("about") != "members",
    )


def _text(told: Mapping[str, str]) -> Text:
    return Text(told["zh"], told["en"])
