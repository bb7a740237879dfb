"""What a cell says, made uniform: the same fact typed in different ways gives the same value.

A function for a column takes a cell as the reader gives it (str, float, int, bool, date, datetime, time, ``None``) and
returns one of

- the value; for a blank cell ``""`` where values are text, else ``None``,
- ``Bad(problem)``: there is no value, and the problem says why,
- ``Doubtful(value, problem)``: the value stands, and the problem asks about it.

The check ``type(result) is Bad`` costs nothing on the millions of cells that are fine. No function raises.
"""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, TypeAlias
from unicodedata import is_normalized

from xiuhua.kernel.money import MAXIMUM_CENTS
from xiuhua.kernel.refusals import Problem


class Bad(NamedTuple):
    """The cell has no usable value."""

    problem: Problem


class Doubtful(NamedTuple):
    """The cell has a value about which a question is asked."""

    value: Any
    problem: Problem


Result: TypeAlias = Any
"""A value, ``Bad`` or ``Doubtful``."""


class Kept(str):
    """A text that stands for itself, as it is stored: reading it makes nothing in it uniform."""

    __slots__ = ()


EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number and puts zeros for the rest."""
LARGEST = 10**EXACT_DIGITS

EXCEL_ERRORS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
FORMULA_MARKS = frozenset("=+-@")
FLAGGED_MARKS = FORMULA_MARKS | {"#"}
CARRIAGE_RETURN = "_x000D_"

YES = frozenset({"是", "有", "1", "Y", "YES", "TRUE", "T", "√", "✓", "✔", "对"})
NO = frozenset({"否", "无", "0", "N", "NO", "FALSE", "F", "×", "✗", "✘", "没有", "不是"})

# Full-width letters, digits, brackets and the marks inside numbers become half-width. Chinese punctuation stays, and so
# do the full-width signs that would otherwise make a formula of a text.
_HALF: dict[int, str | None] = {
    **{wide: chr(wide - 0xFEE0) for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    **{ord(wide): half for wide, half in zip("（）［］．－／％＿＇", "()[].-/%_'", strict=True)},
    **dict.fromkeys((0xA0, 0x1680, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B)), " "),
    **dict.fromkeys((0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2065)), None),
    **dict.fromkeys((*range(9), *range(14, 28), 127), None),
}
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "＋": "+", "，": ",", "￥": "¥", "：": ":"})
_WITHOUT_SPACE = str.maketrans("", "", " ")


def text(cell: Any) -> str:
    """Return the cell as one line of text; blank gives the empty text. It takes anything.

    Spaces around go and runs of them become one, apostrophes in front go, letters, digits and brackets become
    half-width, and a whole number has no decimals.

    >>> text(202.0), text("  张　三 "), text("乡（镇）外"), text("'０１２"), text(None)
    ('202', '张 三', '乡(镇)外', '012', '')
    """
    if type(cell) is str:
        # Most cells are blank, or names, codes and choices made of letters and digits only.
        if not cell or (cell.isalnum() and is_normalized("NFKC", cell)):
            return cell
        return _tidied(cell)
    return _written(cell)


def _tidied(cell: str) -> str:
    if not (is_normalized("NFKC", cell) and cell.isprintable()):
        cell = cell.translate(_HALF)
    elif cell[0] != "'" and " " not in cell and CARRIAGE_RETURN not in cell:
        return cell
    while CARRIAGE_RETURN in cell:
        cell = cell.replace(CARRIAGE_RETURN, " ")
    return " ".join(cell.split()).lstrip("' ")


def _written(cell: Any) -> str:
    """Return a cell that is not text as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, Kept):
        return str(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer():
            return f"{cell:.0f}" if cell else "0"
        return f"{cell:.{EXACT_DIGITS}g}"
    if isinstance(cell, datetime):
        at_midnight = cell.time() == time(0)
        return cell.date().isoformat() if at_midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta | int):
        return str(cell)
    return _tidied(str(cell))


def free_text(cell: Any) -> Result:
    """Return the text; an Excel error is bad, and text that a spreadsheet could take for a formula is doubtful.

    >>> free_text("缺技术"), free_text("-350"), type(free_text("=A1+1")).__name__
    ('缺技术', '-350', 'Doubtful')
    """
    if type(cell) is str and (not cell or (cell.isalnum() and is_normalized("NFKC", cell))):
        return cell
    value = text(cell)
    return _flagged(value) if value[:1] in FLAGGED_MARKS else value


def _flagged(value: str) -> Result:
    if value.upper() in EXCEL_ERRORS:
        return Bad(Problem("excel_error", values={"value": value}))
    return Doubtful(value, Problem("formula_text", values={"value": value})) if is_formula_text(value) else value


def is_formula_text(value: str) -> bool:
    """Say whether a text starts like a formula. Plain numbers, phone numbers with a plus and lone dashes do not.

    >>> [is_formula_text(value) for value in ("=1+1", "@SUM(A1)", "-A1", "-350", "+86 139", "--", "-3,000.50%")]
    [True, True, True, False, False, False, False]
    """
    if not value or value[0] not in FORMULA_MARKS:
        return False
    rest = value.lstrip("=+-@— ")
    if not rest:
        return False
    plain_number = value[0] in "+-" and rest.translate(str.maketrans("", "", " ,.-%()")).isdigit()
    return not plain_number


def code_text(cell: Any) -> Result:
    """Return a code, which is text always: a number that lost digits, as float or as ``6.2E+17``, is bad.

    >>> code_text("6201 0000 0000 001"), code_text(620102100200.0), code_text(6.20199198808e17).problem.code
    ('620100000000001', '620102100200', 'number_lost_digits')
    """
    if type(cell) is str and (not cell or (cell.isalnum() and cell.isascii())):
        return cell
    if isinstance(cell, float) and not abs(cell) < LARGEST:
        return Bad(Problem("number_lost_digits", values={"value": text(cell)}))
    return _checked_code(text(cell).translate(_WITHOUT_SPACE))


def _checked_code(value: str) -> Result:
    if value[:1] in FLAGGED_MARKS:
        return _flagged(value)
    mantissa, exponent_mark, exponent = value.upper().partition("E+")
    if exponent_mark and exponent.isdigit() and mantissa.replace(".", "", 1).isdigit():
        return Bad(Problem("number_lost_digits", values={"value": value}))
    whole, point, decimals = value.partition(".")
    if point and whole.isdigit() and not decimals.strip("0"):
        # Some program wrote a number here: ``620102100200.0``.
        return whole if len(whole) <= EXACT_DIGITS else Bad(Problem("number_lost_digits", values={"value": value}))
    return value


def identity(cell: Any) -> Result:
    """Return the number of a certificate: no spaces inside, letters in capitals, nothing else judged.

    >>> identity(" ６２０１９９ 19571102139x"), identity(6.20199198808e17).problem.code
    ('62019919571102139X', 'number_lost_digits')
    """
    if type(cell) is str and cell.isdigit() and cell.isascii():
        return cell
    value = code_text(cell)
    return value.upper() if type(value) is str else value


def yes_no(cell: Any) -> Result:
    """Return ``True``, ``False``, or ``None`` for a blank cell.

    >>> yes_no("是"), yes_no("无"), yes_no(1.0), yes_no("Ｎ"), yes_no("")
    (True, False, True, False, None)
    """
    if cell == "是":
        return True
    if cell == "否":
        return False
    value = text(cell)
    if not value:
        return None
    upper = value.upper()
    if upper in YES:
        return True
    return False if upper in NO else Bad(Problem("not_yes_or_no", values={"value": value}))


def amount(cell: Any) -> Result:
    """Return an amount in yuan as integer cents, rounded half away from zero, or ``None`` for a blank cell.

    Taken as written: full-width digits, a minus sign of any width, commas between groups of three digits, ¥ in front
    and 元 behind. Everything else that is not a number (三千元, 3000元左右, 1.2万, -, NaN) is bad: guessing a
    person's income is worse than asking.

    >>> amount(2485.0), amount("3,000.50元"), amount("-350"), amount(0.005), amount("三千元").problem.code
    (248500, 300050, -35000, 1, 'not_an_amount')
    """
    if type(cell) is float:
        return _rounded_cents(cell)
    value = text(cell)
    if not value:
        return None
    if isinstance(cell, bool | date | time | timedelta):
        return Bad(Problem("not_an_amount", values={"value": value}))
    number = _decimal(value.translate(_SIGNS).lstrip("¥ ").removesuffix("元").strip())
    if number is None:
        return Bad(Problem("not_an_amount", values={"value": value}))
    return _bounded_cents(int((number * 100).to_integral_value(ROUND_HALF_UP)), value)


def amount_in_ten_thousands(cell: Any) -> Result:
    """Return an amount in units of 10,000 yuan (万元) as integer cents; 5万元 and 5万 are taken too.

    >>> amount_in_ten_thousands(1.23456), amount_in_ten_thousands("12.5万元")
    (1234560, 12500000)
    """
    value = text(cell)
    if not value:
        return None
    plain = value.translate(_SIGNS).lstrip("¥ ").removesuffix("元").strip().removesuffix("万").strip()
    number = None if isinstance(cell, bool | date | time | timedelta) or not plain else _decimal(plain)
    if number is None:
        return Bad(Problem("not_an_amount", values={"value": value}))
    return _bounded_cents(int((number * 1_000_000).to_integral_value(ROUND_HALF_UP)), value)


def _rounded_cents(number: float) -> Result:
    if not abs(number) < MAXIMUM_CENTS:
        code = "amount_too_large" if number - number == 0 else "not_an_amount"
        return Bad(Problem(code, values={"value": text(number)}))
    cents = round(number * 100)
    if cents / 100 != number:
        # More than two decimals: round what the spreadsheet shows, not what binary arithmetic made of it.
        shown = Decimal(f"{number:.{EXACT_DIGITS}g}")
        cents = int((shown * 100).to_integral_value(ROUND_HALF_UP))
    return _bounded_cents(cents, number)


def _bounded_cents(cents: int, written: Any) -> Result:
    if abs(cents) >= MAXIMUM_CENTS:
        return Bad(Problem("amount_too_large", values={"value": text(written)}))
    return cents


def _decimal(value: str) -> Decimal | None:
    """Return the number of a text of sign, digits, commas between groups of three, and decimals; else ``None``."""
    digits = value[1:] if value[:1] in ("-", "+") else value
    whole, _, decimals = digits.partition(".")
    first, *groups = whole.split(",")
    if groups:
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
            return None
        whole = first + "".join(groups)
    together = whole + decimals
    if not (together.isascii() and together.isdigit()) or len(together) > 40:
        return None
    return Decimal(f"{'-' if value[0] == '-' else ''}{whole or 0}.{decimals or 0}")


def whole_number(cell: Any) -> Result:
    """Return a whole number, or ``None`` for a blank cell; 5.5 and 五 are bad.

    >>> whole_number(5.0), whole_number("５"), whole_number("1,200"), whole_number("5.5").problem.code
    (5, 5, 1200, 'not_a_whole_number')
    """
    if type(cell) is float and cell.is_integer() and abs(cell) < LARGEST:
        return int(cell)
    value = text(cell)
    if not value:
        return None
    number = None if isinstance(cell, bool | date | time) else _decimal(value.translate(_SIGNS))
    if number is None or number != number.to_integral_value() or abs(number) >= LARGEST:
        return Bad(Problem("not_a_whole_number", values={"value": value}))
    return int(number)


def coordinate(cell: Any) -> Result:
    """Return degrees of longitude or latitude as integer millionths, or ``None`` for a blank cell.

    >>> coordinate(103.9201), coordinate("35.967°"), coordinate("东经103度").problem.code
    (103920100, 35967000, 'not_a_coordinate')
    """
    value = text(cell)
    if not value:
        return None
    if isinstance(cell, float):
        number: Decimal | None = Decimal(value)
    else:
        number = None if isinstance(cell, bool | date | time) else _decimal(value.translate(_SIGNS).rstrip("° "))
    if number is None or not number.is_finite() or abs(number) > 180:
        return Bad(Problem("not_a_coordinate", values={"value": value}))
    return int((number * 1_000_000).to_integral_value(ROUND_HALF_UP))
