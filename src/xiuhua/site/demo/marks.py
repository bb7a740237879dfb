"""Cells that the demo changes on purpose, so that an import has something to ask, to refuse and to show as changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from xiuhua.site.demo.sheets import HEADERS, Line, Value

_NO_SUCH_VILLAGE: Final = "燕耳坪村"


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that was changed: what kind of case it is, whose, its sheet row (from 1), its header as written.

    ``kind`` is the code of the problem that a check reports for the cell, or ``changed``.
    """

    kind: str
    household: str
    row: int
    column: str
    before: Value
    after: Value


class Marker:
    """Changes cells of a sheet and keeps account; no household is changed twice, and those ``without`` never."""

    def __init__(
        self, rows: Sequence[Line], *, headers: Sequence[str], header_rows: int, without: Iterable[str] = ()
    ) -> None:
        self._rows = rows
        self._headers = headers
        self._header_rows = header_rows
        self._touched = set(without)

    def change(
        self,
        kind: str,
        column: str,
        after: Callable[[Line], Value],
        *,
        where: Callable[[Line], bool],
        village: str | None = None,
    ) -> Mark:
        """Change the first fitting cell, in the named village if one is named; ``column`` is one of :data:`HEADERS`.

        Raise ``ValueError`` where nothing fits.
        """
        at = HEADERS.index(column)
        for index, line in enumerate(self._rows):
            household = line.household
            if household.number in self._touched or (village and household.village.name != village) or not where(line):
                continue
            self._touched.add(household.number)
            before, line.cells[at] = line.cells[at], after(line)
            row = self._header_rows + index + 1
            return Mark(kind, household.number, row, self._headers[at], before, line.cells[at])
        raise ValueError(f"no row fits {kind} in {village or 'any village'}: choose another seed")


def ask_questions(marker: Marker) -> tuple[Mark, ...]:
    """Put in what is unusual and possible: the rows enter, and a person is asked about them."""
    return (
        marker.change("phone_not_11_digits", "联系电话", lambda _: "1610123", where=_is_head, village="燕儿坪村"),
        marker.change("work_place_without_months", "务工时间（月）", lambda _: None, where=_works, village="燕儿坪村"),
        marker.change("work_place_without_months", "务工时间（月）", lambda _: None, where=_works, village="道顺村"),
        marker.change(
            "income_negative_is_possible",
            "人均纯收入",
            lambda _: -412.6,
            where=lambda line: _is_head(line) and not line.household.exited,
            village="庙咀村",
        ),
        marker.change(
            "exited_sick_without_insurance",
            "参加大病医疗",
            lambda _: "否",
            where=lambda line: line.household.exited and line.member.life.health in ("患有大病", "长期慢性病"),
            village="道顺村",
        ),
        marker.change(
            "fewer_rows_than_size",
            "人数",
            lambda line: line.household.size + 1,
            where=lambda line: _is_head(line) and line.household.size == 3,
            village="燕儿坪村",
        ),
    )


def edit(marker: Marker) -> tuple[Mark, ...]:
    """Make three ordinary changes of the kind that a year brings."""
    return (
        marker.change(
            "changed", "人均纯收入", _income_after_a_good_year, where=lambda line: _is_head(line), village="燕儿坪村"
        ),
        marker.change("changed", "务工时间（月）", _another_month, where=_works, village="道顺村"),
        marker.change(
            "changed",
            "联系电话",
            lambda line: line.household.phone[:-1] + "0",
            where=_phone_can_change,
            village="庙咀村",
        ),
    )


def spoil(marker: Marker) -> tuple[Mark, ...]:
    """Make four cells wrong: each keeps its own household out until it is mended, and no other."""
    return (
        marker.change(
            "identity_check_digit",
            "证件号码",
            _wrong_check_digit,
            where=lambda line: not _is_head(line),
            village="燕儿坪村",
        ),
        marker.change("income_not_a_number", "人均纯收入", lambda _: "三千元左右", where=_is_head, village="道顺村"),
        marker.change("name_missing", "姓名", lambda _: None, where=lambda line: not _is_head(line), village="庙咀村"),
        marker.change("unknown_place", "行政村", lambda _: _NO_SUCH_VILLAGE, where=_is_head, village="燕儿坪村"),
    )


def _is_head(line: Line) -> bool:
    return line.member.relation == "户主"


def _works(line: Line) -> bool:
    return line.member.life.months is not None


def _phone_can_change(line: Line) -> bool:
    return _is_head(line) and not line.household.phone.endswith("0")


def _income_after_a_good_year(line: Line) -> float:
    return (line.household.income + 68_050) / 100


def _another_month(line: Line) -> int:
    months = line.member.life.months or 0
    return months + 1 if months < 11 else months - 1


def _wrong_check_digit(line: Line) -> str:
    right = line.member.identity
    return right[:17] + ("1" if right[17] != "1" else "2") + right[18:]
