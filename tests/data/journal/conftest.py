"""A filled database of its own for every test of the journal, with its keys and its signed heads.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_mastered(empty_database: Any) -> Iterator[None]:
    """Let the households of the sheets be corrected in every field, as where an adopting body masters none of them.

    What is refused because another system masters it is tested with the register; here any field will do.
    """
    catalogue, kernel = import_module("xiuhua.platform.journal.catalogue"), import_module("xiuhua.kernel.policy")
    text, date = import_module("xiuhua.kernel.text").Text, import_module("datetime").date
    key = "registry.mastered_fields.national_poverty_system"
    none = kernel.PolicyValue(key, {"fields": []}, date(2014, 1, 1), None, None, text("测试", "test"), False, False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue._installed, "policy", catalogue.policy().overlaid(kernel.Policy((none,), "")))
        yield


@pytest.fixture(scope="session")
def copies(database_engine: str, empty_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the maker of databases."""
    support = import_module("support.copies")
    return support.Copies(database_engine, tmp_path_factory.mktemp("databases"), empty_database)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder that the tests of the journal share, with one master key."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def filled(copies: Any, home: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Any:
    """Fill a database once; return its address and its signed heads."""
    support, world = import_module("support.copies"), import_module("data.journal.world")
    settings = import_module("django.conf").settings
    before, settings.HOME = settings.HOME, home
    try:
        with django_db_blocker.unblock():
            url = copies.migrated()
            with support.opened("default", url):
                world.build(tmp_path_factory.mktemp("sheets"))
    finally:
        settings.HOME = before
    return url, (home / "heads.jsonl").read_bytes()


@pytest.fixture
def at_home(filled: Any, home: Path, settings: Any, django_db_blocker: Any) -> Iterator[str]:
    """Return the address of the filled database, beside its own data folder."""
    settings.HOME = home
    url, heads = filled
    (home / "heads.jsonl").write_bytes(heads)
    with django_db_blocker.unblock():
        yield url


@pytest.fixture
def world(at_home: str) -> Iterator[Any]:
    """Return the filled database; whatever the test does is rolled back."""
    support, transaction = import_module("support.copies"), import_module("django.db").transaction
    with support.opened("default", at_home), transaction.atomic():
        yield import_module("data.journal.world").World(at_home)
        transaction.set_rollback(True)


@pytest.fixture
def own_world(at_home: str, copies: Any) -> Iterator[Any]:
    """Return a copy of the filled database, for tests that commit or look from outside."""
    copy = copies.copy(at_home)
    with import_module("support.copies").opened("default", copy):
        yield import_module("data.journal.world").World(copy)
    copies.drop(copy)
