"""Header cells compared by what they say, not by how they are typed."""

import re
from unicodedata import normalize

from xiuhua.platform.exchange.reading.cells import CARRIAGE_RETURN, text

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("[【〔〖{「『《<", "("),
        **dict.fromkeys("]】〕〗}」』》>", ")"),
        **dict.fromkeys("、;", ","),
        **dict.fromkeys("“”\"'‘’*＊※", None),
        **dict.fromkeys("—–―－_", "-"),
    }
)
_NOT_SHOWN = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")

SEQUENCE_HEADERS = frozenset({"序号", "序", "no", "no.", "sequence"})
"""Headers (in normal form) of columns that only number the rows: they alone do not make a row."""


def normal_form(header: object) -> str:
    """Return a header without spaces and line breaks, half-width, in small letters, with like marks made one.

    >>> normal_form("县（市、区、旗）"), normal_form(" 务工时间\\n(月) *"), normal_form("ID：")
    ('县(市,区,旗)', '务工时间(月)', 'id')
    """
    written = header if isinstance(header, str) else text(header)
    if CARRIAGE_RETURN in written:
        written = written.replace(CARRIAGE_RETURN, "")
    return _NOT_SHOWN.sub("", normalize("NFKC", written).translate(_ALIKE)).casefold().rstrip(":")


def is_sequence_header(header: object) -> bool:
    """Say whether a column only numbers the rows."""
    return normal_form(header) in SEQUENCE_HEADERS
