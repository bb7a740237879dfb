"""Is a file what it says, and is it harmless? Pictures are drawn anew, documents taken only if nothing in them acts.

Pure functions of bytes. A refusal is :class:`FileRefused`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xiuhua.platform.files.contents import Content
from xiuhua.platform.files.examining.documents import examine_pdf
from xiuhua.platform.files.examining.pictures import draw_anew
from xiuhua.platform.files.examining.refusing import FileRefused

MEBIBYTE = 1024 * 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_PDF = b"%PDF-"
_ENDINGS: Mapping[str, frozenset[str]] = {
    "picture": frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp"}),
    "pdf": frozenset({"pdf"}),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file in bytes and the most pixels of a picture, as policy sets them."""

    bytes: int
    pixels: int


def examine(data: bytes, *, name: str, limits: Limits) -> Content:
    """Return what is to be kept of an upload. Raise :class:`FileRefused`."""
    if not data:
        raise FileRefused("evidence_empty")
    if len(data) > limits.bytes:
        raise too_large(limits)
    kind = _kind_of(data)
    if kind is None:
        raise FileRefused("evidence_kind")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in _ENDINGS[kind]:
        raise FileRefused("evidence_not_what_it_says", ending=ending[:8])
    content = draw_anew(data, most_pixels=limits.pixels) if kind == "picture" else examine_pdf(data)
    if len(content.data) > limits.bytes:
        raise too_large(limits)
    return content


def too_large(limits: Limits) -> FileRefused:
    """Return the refusal of a file that is larger than policy allows."""
    return FileRefused("evidence_too_large", limit=f"{limits.bytes / MEBIBYTE:.0f}")


def _kind_of(data: bytes) -> str | None:
    if data.startswith(_PDF):
        return "pdf"
    picture = data.startswith(_PICTURES) and (not data.startswith(b"RIFF") or data[8:12] == b"WEBP")
    return "picture" if picture else None
