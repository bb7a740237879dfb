"""Every problem of reading is worded in both languages, and the words fit the facts that come with it."""

import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import xiuhua
from rules.exchange.sheets import (
    HEADERS,
    KINDS,
    ROW,
    SHEET,
    compound_file,
    repacked,
    sharing_texts,
    text_sheet,
    with_cells,
    xlsx,
)
from xiuhua.kernel.refusals import Problem, RefusalCatalogue
from xiuhua.platform.exchange import reading
from xiuhua.platform.exchange.reading import Limits, SheetRefused, read_sheet, recognise

EXCHANGE = Path(reading.__file__).parents[1]
OURS = range(3000, 3200)

ENTRIES = [
    entry for entry in yaml.safe_load((EXCHANGE / "refusals.yaml").read_text("utf-8")) if entry["number"] in OURS
]
GOOD = xlsx([HEADERS, ROW])


def doctype(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b"<!DOCTYPE a>" + parts[SHEET]


FILES: tuple[tuple[bytes, Limits | None, dict[str, Any]], ...] = (
    (b"", None, {}),
    (b"text", None, {}),
    (compound_file("EncryptionInfo"), None, {}),
    (compound_file("Workbook"), None, {}),
    (GOOD[:300], None, {}),
    (GOOD, Limits(file_bytes=1), {}),
    (GOOD, Limits(unpacked_bytes=1), {}),
    (GOOD, Limits(parts=1), {}),
    (repacked(GOOD, doctype), None, {}),
    (sharing_texts([HEADERS]), Limits(text_bytes=1), {}),
    (GOOD, Limits(rows=1), {}),
    (GOOD, Limits(columns=1), {}),
    (with_cells('<c r="KN1"><v>1</v></c>', rows='<row r="190000"><c><v>1</v></c></row>'), None, {}),
    (b"a,b\n\xff\xff", None, {}),
    (b'a,b\n"' + b"x\n" * 100_000, None, {}),
    (xlsx([("a", "b")]), None, {}),
    (xlsx([(*HEADERS, "姓名")]), None, {}),
    (xlsx([HEADERS[1:]]), None, {}),
    (GOOD, None, {"姓名": "nothing"}),
    (xlsx([("行政村", "行政村代码", "集体经济收入")]), None, {}),
)
CELLS = (
    reading.code_text(1e17),
    reading.amount("三千元"),
    reading.amount(1e17),
    reading.whole_number("五"),
    reading.yes_no("也许"),
    reading.month_or_date("去年"),
    reading.month_or_date(2014.1),
    reading.whole_date("2014"),
    reading.coordinate("东"),
    reading.free_text("#N/A"),
    reading.free_text("=1"),
)


def problem_of(data: bytes, limits: Limits | None, corrections: dict[str, Any]) -> Problem:
    with pytest.raises(SheetRefused) as caught:
        recognise(read_sheet(data, name="人员{}.xlsx", limits=limits), KINDS, corrections=corrections)
    return caught.value.problem


def problems() -> list[Problem]:
    """Return one problem of every sort, each brought about by a file or a cell."""
    return [*(problem_of(*each) for each in FILES), *(each.problem for each in CELLS)]


def test_every_problem_is_worded_and_every_wording_is_used() -> None:
    codes = [problem.code for problem in problems()]
    assert sorted(codes) == sorted(entry["code"] for entry in ENTRIES)


def test_the_words_fit_the_facts() -> None:
    catalogue = RefusalCatalogue()
    catalogue.load(EXCHANGE / "refusals.yaml")
    for problem in problems():
        sentence = catalogue.word(problem).sentence()
        for name, fact in problem.values.items():
            for each in fact if isinstance(fact, list) else [fact]:
                assert name.endswith("_en") or str(each) in sentence.zh
                assert name.endswith("_zh") or str(each) in sentence.en


def test_numbers_tell_files_headers_and_cells_apart() -> None:
    numbers = {entry["code"]: entry["number"] for entry in ENTRIES}
    files, cells = problems()[: len(FILES)], problems()[len(FILES) :]
    assert all(numbers[problem.code] < 3100 for problem in files)
    assert all(3100 <= numbers[problem.code] < 3200 for problem in cells)
    assert numbers["formula_text"] == 3150


def gaps(text: str, own: str) -> set[str]:
    """Return the names of the gaps; one that holds a word of the language itself is named without its language."""
    return {gap.removesuffix(own) for _, gap, _, _ in string.Formatter().parse(text) if gap}


def test_all_three_parts_are_there_in_both_languages_with_the_same_gaps() -> None:
    for entry in ENTRIES:
        assert set(entry) == {"number", "code", "zh", "en"}
        for part in ("what", "why", "next"):
            zh, en = entry["zh"][part], entry["en"][part]
            assert any("\u4e00" <= character <= "\u9fff" for character in zh)
            assert gaps(zh, "_zh") == gaps(en, "_en")


def test_reading_runs_where_django_is_not_installed() -> None:
    modules = sorted(path.stem for path in (EXCHANGE / "reading").glob("*.py") if path.stem != "__init__")
    program = (
        "import sys\n"
        "sys.modules['django'] = None\n"
        f"for name in {modules!r}:\n"
        "    __import__('xiuhua.platform.exchange.reading.' + name)\n"
        "import xiuhua.platform.exchange.writing\n"
    )
    source = str(Path(xiuhua.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": source}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_problems_of_text_sheets_name_the_row() -> None:
    broken = text_sheet([HEADERS] * 3) + b'"' + b"x,\n" * 100_000
    assert problem_of(broken, None, {}).values["row"] == 4
