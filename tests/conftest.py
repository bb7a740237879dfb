"""One preparation for every suite: a data folder and a database of this run's own.

``--database sqlite|postgresql`` (or ``XIUHUA_TEST_DATABASE``) chooses the engine. SQLite runs on a real file
with the write-ahead log, as in use. The rules suite runs where Django is not installed, so nothing here needs it.
"""

import gc
import os
import shutil
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis

from support.databases import POSTGRESQL, SQLITE, EmptyDatabase, TestDatabase
from support.strict import unavailable

hypothesis.register_profile("busy", deadline=None)
hypothesis.load_profile("busy")  # a machine that does something else meanwhile is no failure

pytest_plugins = ("support.on_stage",)

RUN = pytest.StashKey[TestDatabase]()
ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(SQLITE, POSTGRESQL),
        default=os.environ.get("XIUHUA_TEST_DATABASE", SQLITE),
        help="the database engine of this run",
    )


def pytest_configure(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="xh-test-"))
    run = config.stash[RUN] = TestDatabase(config.getoption("--database"), folder)
    if find_spec("django") is None or config.option.help or config.option.version:
        return
    settings = import_module("django.conf").settings
    if settings.configured:
        raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests choose their own folder and database first")
    os.environ.update(XIUHUA_HOME=str(folder / "home"), XIUHUA_TEST="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiuhua.site.settings")
    run.start()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = _test_name(run, folder)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what all tests share, and pass less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(RUN, None)
    if run is not None:
        run.stop()
        shutil.rmtree(run.folder, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.stash[RUN].engine}"


def _test_name(run: TestDatabase, folder: Path) -> str:
    return "xiuhua_test" if run.engine == POSTGRESQL else str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def database_engine(request: pytest.FixtureRequest) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    run: TestDatabase = request.config.stash[RUN]
    return run.engine


@pytest.fixture(scope="session", autouse=True)
def _database_is_there(request: pytest.FixtureRequest) -> None:
    run: TestDatabase = request.config.stash[RUN]
    if run.missing:
        unavailable(run.missing)


@pytest.fixture(scope="session")
def empty_database(request: pytest.FixtureRequest) -> EmptyDatabase:
    """Return a function that makes a new, empty, unmigrated database and returns its ``DATABASE_URL``."""
    run: TestDatabase = request.config.stash[RUN]
    return run.empty


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of the larger sheets that some tests read (``XIUHUA_SHEETS``); skip where it is not there."""
    folder = Path(os.environ.get("XIUHUA_SHEETS", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the larger sheets are not here; XIUHUA_SHEETS names their folder")
    return folder
