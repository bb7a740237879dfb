"""Documents: a PDF is taken as it is, its signatures included, if nothing in it acts or hides.

Every object that the file names is looked at, those in compressed streams too. What a page shows is not unpacked.
"""

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from xiuhua.platform.files.contents import Content
from xiuhua.platform.files.examining.refusing import FileRefused

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote what stands in a document

MOST_OBJECTS = 50_000
MOST_NESTED = 2_000_000
MOST_UNPACKED = 16 * 1024 * 1024
"""Bytes of one compressed stream of objects."""

_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
_ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound",
        "/RichMediaExecute",
    }
)  # fmt: skip
_ACTIVE_TYPES = frozenset({"/EmbeddedFile", "/Filespec"})
_ACTIVE_WORDS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
"""Looked for in the bytes too: what an earlier version of the document held is in no table any more."""

_ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})


def examine_pdf(data: bytes) -> Content:
    """Return the document as it is. Raise :class:`FileRefused` for one that is locked, acts, hides or is damaged."""
    if any(word in data for word in _ACTIVE_WORDS):
        raise FileRefused("evidence_active")
    try:
        with apply_configuration(
            zlib_maximum_output_length=MOST_UNPACKED,
            lzw_maximum_output_length=MOST_UNPACKED,
            disable_legacy_handling=True,
        ):
            reader = PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted:
                raise FileRefused("evidence_encrypted")
            for found in _objects(reader):
                if isinstance(found, DictionaryObject) and _acts(found):
                    raise FileRefused("evidence_active")
            if not len(reader.pages):
                raise FileRefused("evidence_damaged")
    except FileRefused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError) as error:
        raise FileRefused("evidence_damaged") from error
    return Content("application/pdf", data)


def _objects(reader: PdfReader) -> Iterator[PdfObject]:
    """Yield every object of the document and what is nested in it; every numbered object is looked at by itself."""
    numbered = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbered |= {(number, 0) for number in reader.xref_objStm}
    if len(numbered) > MOST_OBJECTS:
        raise FileRefused("evidence_too_complicated")
    waiting: list[PdfObject | None] = [reader.trailer]
    waiting += [IndirectObject(number, generation, reader).get_object() for number, generation in numbered if number]
    left = MOST_NESTED
    while waiting:
        found = waiting.pop()
        if found is None or isinstance(found, IndirectObject):
            continue
        left -= 1
        if left < 0:
            raise FileRefused("evidence_too_complicated")
        yield found
        if isinstance(found, DictionaryObject):
            waiting.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))


def _acts(found: DictionaryObject) -> bool:
    """Say whether an object runs, sends, opens or carries something."""
    keys = set(found)
    if keys & _ACTIVE_KEYS:
        return True
    return (
        _name(found, "/S") in _ACTIVE_ACTIONS
        or _name(found, "/Type") in _ACTIVE_TYPES
        or _name(found, "/Subtype") in _ACTIVE_ANNOTATIONS
    )


def _name(found: DictionaryObject, key: str) -> str:
    return str(found.raw_get(key)) if key in found else ""
