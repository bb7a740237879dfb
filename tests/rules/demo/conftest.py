"""One demo, built once for all tests that only read it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from xiuhua.site.demo import Demo, build

SHARED = Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return build(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def sheet():
    """Read the only sheet of a workbook with calamine: a list of rows."""

    def read(path: Path) -> list[list[object]]:
        workbook = CalamineWorkbook.from_path(str(path))
        assert len(workbook.sheet_names) == 1
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)

    return read


@pytest.fixture(scope="session")
def cells():
    """Read every cell of a workbook with openpyxl, formulas included: value and kind by coordinate."""

    def read(path: Path) -> dict[str, tuple[object, str]]:
        worksheet = load_workbook(path).active
        return {cell.coordinate: (cell.value, cell.data_type) for row in worksheet.iter_rows() for cell in row}

    return read


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the page and the sample sheets, where the checkout has one beside it."""
    if not SHARED.is_dir():
        pytest.skip("no shared folder beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def check_digit():
    """Work out the eighteenth character of an identity number (GB 11643), apart from the code under test."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

    def work_out(number: str) -> str:
        return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True)) % 11]

    return work_out
