"""Documents on paper: what is said is data and never markup; outside stands the cover alone; both languages."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import mammoth
import pytest
from docx import Document
from pypdf import PdfReader

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange import documents
from xiuhua.platform.exchange.documents import Folded, NotSet, Paper, Section, pdf
from xiuhua.platform.exchange.documents.docx import docx

NOW = datetime(2018, 1, 19, 1, 0, tzinfo=UTC)
ACTING = '#panic("x") $x^2$ *b* _c_ #image("/etc/passwd") @y <z> \\ ` = "'


def document(*rows: tuple[Text | str, ...]) -> Folded:
    section = Section(
        Text("成员", "Members"),
        columns=(Text("姓名", "Name"), Text("内容", "Content")),
        widths=(1, 2),
        rows=rows,
        note=Text("说明", "Note"),
        blank_lines=3,
    )
    return Folded(Text("查询书", "Report"), "20180119-AB", (Text("编号 一", "Number one"),), (section,), NOW)


def pages(data: bytes) -> list[str]:
    return [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(data)).pages]


def test_what_somebody_typed_is_printed_as_it_is_and_does_nothing() -> None:
    cover, inside = pages(pdf(document(("何慧珍", ACTING)), language="zh-hans"))
    assert "何慧珍" in inside
    assert ACTING.replace(" ", "") in inside.replace("\n", "")
    assert cover.split("\n") == ["查询书", "编号一"]


def test_each_language_has_its_words_and_the_file_tells_nothing_but_its_title() -> None:
    data = pdf(document((Text("张三", "Zhang San"), "x")), language="en")
    cover, inside = pages(data)
    assert "ZhangSan" in inside
    assert "成员" not in inside
    assert cover.split("\n") == ["Report", "Numberone"]
    told = dict(PdfReader(io.BytesIO(data)).metadata or {})
    assert told["/Title"] == "Report"
    assert set(told) <= {"/Title", "/Creator", "/CreationDate", "/ModDate", "/Producer"}
    assert "20180119010000" in str(told["/CreationDate"])


def test_a_long_table_goes_on_with_its_headings_and_numbered_pages() -> None:
    data = pdf(document(*[(f"何{n}", "很长的内容" * 12) for n in range(80)]), language="zh-hans")
    _, *inside = pages(data)
    assert len(inside) > 2
    assert all("姓名" in text for text in inside)
    assert f"1/{len(inside)}" in inside[0]
    assert len(data) < 400_000


def test_a_row_that_does_not_fit_and_a_typesetter_that_fails_say_nothing_of_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValueError, match="each column"):
        pdf(document(("何慧珍",)), language="zh-hans")

    def stumbles(*arguments: object, **more: object) -> bytes:
        raise RuntimeError("何慧珍")

    monkeypatch.setattr(documents.typst, "compile", stumbles)
    with pytest.raises(NotSet) as error:
        pdf(document(("何慧珍", "x")), language="zh-hans")
    assert "何慧珍" not in repr(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def paper(*rows: tuple[Text | str, ...]) -> Paper:
    said = document(*rows)
    section = replace(said.sections[0], paragraphs=(ACTING, Text("第二段", "second")))
    return Paper(said.title, said.number, said.cover, (section,), NOW)


def test_one_description_is_a_pdf_and_a_word_document_that_say_the_same() -> None:
    (printed,) = pages(pdf(paper(("何慧珍", ACTING)), language="zh-hans"))
    data = docx(paper(("何慧珍", ACTING)), language="zh-hans")
    written = mammoth.extract_raw_text(io.BytesIO(data)).value.replace(" ", "")
    for words in ("查询书", "编号一", "成员", "说明", "第二段", "何慧珍", ACTING.replace(" ", "")):
        assert words in printed.replace("\n", "")
        assert words in written
    assert "second" in mammoth.extract_raw_text(io.BytesIO(docx(paper(), language="en"))).value


def test_a_word_document_has_its_table_and_names_a_font_for_chinese_and_no_author() -> None:
    data = docx(paper(("何慧珍\x0b\x00", "一\n二")), language="zh-hans")
    html = mammoth.convert_to_html(io.BytesIO(data)).value
    assert "<td><p>何慧珍</p></td><td><p>一<br />二</p></td>" in html
    assert "<h1>成员</h1>" in html
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        styles, about = parts.read("word/styles.xml").decode(), parts.read("docProps/core.xml").decode()
    assert styles.count('w:eastAsia="宋体"') == 3
    assert "<dc:creator></dc:creator>" in about.replace("<dc:creator/>", "<dc:creator></dc:creator>")
    assert "2018-01-19T01:00:00Z" in about
    assert "python-docx" not in about


def test_a_wall_is_written_on_in_large_letters_and_a_wide_table_stands_across_the_sheet() -> None:
    section = Section(Text("找谁", "Whom"), (Text("姓名", "Name"),), (1,), (("何慧珍",),))
    plain = Paper(Text("卡", "Card"), "1", (), (section,), NOW)
    wall, across = replace(plain, large=True), replace(plain, wide=True)
    sizes = [PdfReader(io.BytesIO(pdf(each, language="zh"))).pages[0].mediabox for each in (plain, wall, across)]
    assert [each.width > each.height for each in sizes] == [False, False, True]
    sheets = [Document(io.BytesIO(docx(each, language="zh"))) for each in (plain, wall, across)]
    assert [each.sections[0].page_width > each.sections[0].page_height for each in sheets] == [False, False, True]
    assert sheets[0].styles["Normal"].font.size < sheets[1].styles["Normal"].font.size
