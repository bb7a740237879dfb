"""Kinds of sheets: which columns a sheet of a kind can have, and what was found of them in one sheet."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading.headers import is_sequence_header, normal_form
from xiuhua.platform.exchange.reading.left_out import telling_rows
from xiuhua.platform.exchange.reading.workbook import RawSheet, Row

Parameters = Mapping[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column that a kind of sheet can have.

    ``header`` is its usual name, ``synonyms`` the other ones; how they are typed (widths, spaces, case) does not
    matter. ``pattern`` is a regular expression over the *normal form* of a header (see ``normal_form``) that holds
    values in named groups, such as ``(?P<year>20\\d\\d)年集体经济收入``: one sheet may have several such columns.
    ``parse`` is a function of ``cells``. ``scope`` says whether the cell belongs to the row or to the whole record
    that several rows form. ``identifies`` marks codes and identity numbers: a row with one is never left out.
    ``yearly`` marks a column of amounts of one year: the header says of which (``year``) and in which unit (``unit``,
    万元 or none), or else a line above the table does. ``used_by`` says what the field is for.
    """

    field: str
    header: str
    parse: Callable[[Any], Any]
    used_by: Text
    synonyms: tuple[str, ...] = ()
    pattern: str | None = None
    scope: Literal["row", "record"] = "row"
    required: bool = False
    identifies: bool = False
    personal: bool = False
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class SourceSystem:
    """The system in which the rows of a sheet are kept and decided, and of which the sheet is an export."""

    code: str
    name: Text


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet. A module may subclass it to add what becomes of the rows.

    ``system`` is where such a sheet comes from, where it is an export of another system.
    """

    code: str
    label: Text
    columns: tuple[Column, ...]
    system: SourceSystem | None = None

    def __post_init__(self) -> None:
        fields = [column.field for column in self.columns]
        names = [name for column in self.columns for name in {*map(normal_form, (column.header, *column.synonyms))}]
        if len(set(fields)) < len(fields) or len(set(names)) < len(names):
            raise ValueError(f"{self.code}: a field or a header stands for two columns")

    def column(self, field: str) -> Column | None:
        """Return the column of a field."""
        return next((column for column in self.columns if column.field == field), None)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {normal_form(name): column for column in self.columns for name in (column.header, *column.synonyms)}

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Column], ...]:
        return tuple((re.compile(column.pattern), column) for column in self.columns if column.pattern)

    def match(self, header: str) -> tuple[Column, Parameters] | None:
        """Return the column that a header in normal form names, with the values that the header holds."""
        column = self._by_name.get(header)
        if column:
            return column, {}
        for pattern, patterned in self._patterns:
            found = pattern.fullmatch(header)
            if found:
                return patterned, {
                    name: int(value) if value.isdigit() else value
                    for name, value in found.groupdict().items()
                    if value is not None
                }
        return None


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of one sheet: 0-based index, header exactly as written, what it was recognised as, and its values."""

    index: int
    header: str
    column: Column | None
    parameters: Parameters


@dataclass(frozen=True)
class Recognised:
    """What was found in one sheet. Row numbers are 1-based, column indexes 0-based, as in the whole worksheet.

    ``columns`` are all columns with a header, recognised or not; ``used`` are the recognised ones.
    """

    kind: SheetKind
    sheet: RawSheet
    header_row_numbers: tuple[int, ...]
    columns: tuple[FoundColumn, ...]
    first_data_row: int

    @cached_property
    def used(self) -> tuple[FoundColumn, ...]:
        """Return the recognised columns in the order of the sheet; parsed rows follow this order."""
        return tuple(found for found in self.columns if found.column is not None)

    def position(self, field: str) -> int | None:
        """Return where in ``used`` the first column of a field stands."""
        return next((at for at, found in enumerate(self.used) if found.column and found.column.field == field), None)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Return the required columns that the sheet lacks."""
        present = {found.column.field for found in self.columns if found.column}
        return tuple(column for column in self.kind.columns if column.required and column.field not in present)

    def data_rows(self) -> Iterator[Row]:
        """Yield (row number, all cells) of the rows below the header that are not blank, totals or notes.

        Blank is a row with nothing in any recognised column, numbering apart. A row that carries a code or an identity
        number is never left out, whatever else it says.
        """
        return telling_rows(
            self.sheet,
            first=self.first_data_row,
            identifying=[found.index for found in self.used if found.column and found.column.identifies],
            telling=[found.index for found in self.used if not is_sequence_header(found.header)],
        )
