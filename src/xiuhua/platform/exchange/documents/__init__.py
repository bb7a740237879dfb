"""Documents on paper: a read model of sections becomes a PDF or a Word document. What is said is data.

The template only lays it out: the words travel to the typesetter as JSON beside it and are never part of its markup,
so that nothing that somebody typed can act. Nothing is written to a disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import noto_cjk_sans_otc
import orjson
import typst

from xiuhua.kernel.text import Text

MEDIA_TYPE: Final = "application/pdf"
_HERE: Final = Path(__file__).parent
NOTHING: Final = Text("", "")


class NotSet(RuntimeError):
    """The typesetter failed. It does not say at what: its own message may quote what the document says."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a note, paragraphs and a table. ``widths`` are shares of the width, one for each column.

    ``blank_lines`` are lines to write on by hand.
    """

    title: Text
    columns: tuple[Text, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[Text | str, ...], ...] = ()
    note: Text = NOTHING
    blank_lines: int = 0
    paragraphs: tuple[Text | str, ...] = ()

    def told(self, language: str) -> Mapping[str, Any]:
        """Return what the template lays out. Raise ``ValueError`` where a row has more or fewer cells than columns."""
        if any(len(row) != len(self.columns) for row in (self.widths, *self.rows)):
            raise ValueError("each column has a width and each row a cell for it")
        return {
            "title": self.title.in_language(language),
            "note": self.note.in_language(language),
            "paragraphs": [_said(text, language) for text in self.paragraphs],
            "columns": [name.in_language(language) for name in self.columns],
            "widths": list(self.widths),
            "rows": [[_said(cell, language) for cell in row] for row in self.rows],
            "blank_lines": self.blank_lines,
        }


@dataclass(frozen=True, slots=True)
class Folded:
    """A document to be folded twice: outside stand its title, its number and the lines of its ``cover``, nothing else.

    ``made_at`` is the instant that the file tells.
    """

    title: Text
    number: str
    cover: tuple[Text, ...]
    sections: tuple[Section, ...]
    made_at: datetime
    template: ClassVar[str] = "folded.typ"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is not folded: its title, the lines of its ``cover`` below it, its sections.

    The same description becomes a PDF or a Word document (``docx.py``). One that hangs on a wall is ``large``, one with
    tables of many columns ``wide``: across the sheet.
    """

    title: Text
    number: str
    cover: tuple[Text, ...]
    sections: tuple[Section, ...]
    made_at: datetime
    large: bool = False
    wide: bool = False
    template: ClassVar[str] = "paper.typ"


def told(document: Folded | Paper, language: str) -> Mapping[str, Any]:
    """Return everything that a document says in one language."""
    return {
        "title": document.title.in_language(language),
        "number": document.number,
        "language": "en" if language.startswith("en") else "zh",
        "cover": [line.in_language(language) for line in document.cover],
        "sections": [section.told(language) for section in document.sections],
        "large": isinstance(document, Paper) and document.large,
        "wide": isinstance(document, Paper) and document.wide,
    }


def pdf(document: Folded | Paper, *, language: str) -> bytes:
    """Return a document as a tagged PDF in one language. Raise :class:`NotSet` where it cannot be set."""
    try:
        made = typst.compile(
            _HERE / document.template,
            root=_HERE,
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": orjson.dumps(told(document, language)).decode()},
            timestamp=int(document.made_at.timestamp()),
        )
    except RuntimeError:
        raise NotSet from None
    if not isinstance(made, bytes):
        raise NotSet
    return made


@cache
def _fonts() -> typst.Fonts:
    folder = Path(noto_cjk_sans_otc.__file__ or "").parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _said(cell: Text | str, language: str) -> str:
    return cell.in_language(language) if isinstance(cell, Text) else cell
