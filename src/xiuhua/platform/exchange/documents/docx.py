"""The same documents for a word processor: what is said is text of runs, and never markup."""

import io
import re
from collections.abc import Mapping
from typing import Any, Final

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from xiuhua.platform.exchange.documents import Paper, told

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

LATIN, CHINESE = "Times New Roman", "宋体"
"""The fonts of official papers; a machine without them takes its own."""

_STYLES: Final = ("Normal", "Title", "Heading 1")
_ACROSS, _ALONG = 21.0, 29.7
"""The sides of a sheet in centimetres."""
_MARGIN: Final = 2.5
_RULE: Final = "＿" * 28
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no text of such a file may hold."""


def docx(document: Paper, *, language: str) -> bytes:
    """Return a document as a Word file in one language. It tells no author, and the day on which it was made."""
    said = _clean(told(document, language))
    word = Document()
    _prepare(word, said, document)
    word.add_paragraph(said["title"], style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in said["cover"]:
        word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for section in said["sections"]:
        _section(word, section, _width(document) - 2 * _MARGIN)
    word.sections[0].footer.paragraphs[0].text = said["number"]
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _clean(value: Any) -> Any:
    """Return what is said without the characters that the file cannot hold."""
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return _NO_TEXT.sub("", value) if isinstance(value, str) else value


def _prepare(word: Word, said: Mapping[str, Any], document: Paper) -> None:
    """Set page, fonts and what the file tells of itself; without a font for Chinese a word processor guesses one."""
    page = word.sections[0]
    if document.wide:
        page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(_width(document)), Cm(_ACROSS if document.wide else _ALONG)
    page.left_margin = page.right_margin = Cm(_MARGIN)
    for name in _STYLES:
        style: Any = word.styles[name]
        style.font.name = LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), CHINESE)
    normal: Any = word.styles["Normal"]
    normal.font.size = Pt(15 if document.large else 11)
    about = word.core_properties
    about.title, about.author, about.comments = said["title"], "", ""
    about.language = said["language"]
    about.created = about.modified = document.made_at.replace(tzinfo=None)


def _width(document: Paper) -> float:
    return _ALONG if document.wide else _ACROSS


def _section(word: Word, section: Mapping[str, Any], width: float) -> None:
    word.add_heading(section["title"], level=1)
    if section["note"]:
        word.add_paragraph(section["note"])
    for paragraph in section["paragraphs"]:
        word.add_paragraph(paragraph)
    if section["rows"]:
        _table(word, section, width)
    for _ in range(section["blank_lines"]):
        word.add_paragraph(_RULE)


def _table(word: Word, section: Mapping[str, Any], width: float) -> None:
    table = word.add_table(rows=1, cols=len(section["columns"]), style="Table Grid")
    whole = sum(section["widths"])
    for cell, name in zip(table.rows[0].cells, section["columns"], strict=True):
        cell.text = name
    for row in section["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for row in table.rows:
        for cell, share in zip(row.cells, section["widths"], strict=True):
            cell.width = Cm(width * share / whole)
